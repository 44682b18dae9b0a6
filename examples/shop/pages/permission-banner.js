// @ts-check
import { PURPOSES } from '../public/purposes.js';
import { html } from './html.js';

/**
 * Asks once, stays out of the way, and offers "no" as readily as "yes". The script shows it when a choice is open; it covers no
 * text, for the page leaves room for it.
 */
export function permissionBanner() {
  return html`<section class="banner" data-kindred-banner aria-labelledby="banner-title" hidden>
  <h2 id="banner-title">May this shop get to know you a little?</h2>
  <p>Everything here works without it. Right now we keep nothing in your browser and send nothing. Accept, and your look at this page counts too; refuse, and it is forgotten. You can change your mind at any time under “What we know”.</p>
  <form data-banner-form>
    <details>
      <summary>Choose one by one</summary>
      <div class="purposes">${PURPOSES.map(purposeChoice)}</div>
      <button class="quiet" type="submit" data-choice="save">Save these choices</button>
    </details>
    <div class="choices">
      <button type="button" data-choice="refuse">Refuse all</button>
      <button type="button" data-choice="accept">Accept all</button>
    </div>
  </form>
</section>`;
}

/** @param {{ id: string, title: string, description: string }} purpose */
function purposeChoice({ id, title, description }) {
  return html`<div class="purpose">
  <label><input type="checkbox" name="purpose" value="${id}"> <strong>${title}</strong></label>
  <p>${description}</p>
</div>`;
}
