// @ts-check
import { PARTNERS } from '../shops.js';
import { html } from './html.js';
import { layout } from './layout.js';
/** @import { Visit } from './layout.js' */

/**
 * The page about everybody else: who may know what, and where to look at what they have. The script fills in the person's part.
 * @param {Visit} visit
 */
export function partiesPage(visit) {
  const { partnersUrl, otherShop } = visit.neighbourhood;
  const isAlone = partnersUrl === undefined;
  return layout(visit, {
    title: 'What others know',
    page: 'parties',
    main: html`<header class="plain"><h1>What others know</h1>
${
  isAlone
    ? html`<p>This shop works with nobody else.</p>`
    : html`<p>Each of them needs a permission of its own. To each you are another number, made in this browser with a key that stays here: two of them cannot find out that they know the same person, and no number is the one that this shop knows you by.</p>`
}</header>
<noscript><p class="note">Without JavaScript nobody learns anything, so there is nothing to show.</p></noscript>
${
  !isAlone &&
  html`<div class="wide" role="region" aria-label="Who may know what" tabindex="0">
<table class="summary parties" data-parties hidden>
  <caption class="unseen">Others, and what you allow them</caption>
  <thead><tr><th scope="col">Who</th><th scope="col">What for</th><th scope="col">Now</th><th scope="col">Decide</th></tr></thead>
  <tbody data-party-rows></tbody>
</table>
</div>
<p class="actions"><button type="button" data-kindred-open>See and change all of it</button></p>
<h2>Where to look</h2>
<ul class="lookouts">${PARTNERS.filter(({ collects }) => collects).map(({ id, name }) => html`<li><a href="${partnersUrl}/${id}">What ${name} has stored</a></li>`)}
${otherShop && html`<li><a href="${otherShop.url}/">${otherShop.name}</a>, the other shop that they work with: visit it, and look again. Your permissions are separate there; “Take my permissions elsewhere” saves a file that it can make an offer from.</li>`}</ul>
<template id="party-template"><tr><th scope="row" data-name></th><td data-purpose></td><td data-state></td><td><button class="quiet" data-toggle></button></td></tr></template>`
}`,
  });
}
