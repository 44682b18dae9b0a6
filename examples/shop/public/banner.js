// @ts-check
import { find, findAll } from './dom.js';
/** @import { Kindred } from 'kindred' */

/**
 * Shows the banner as long as a choice is open. It takes no focus and covers nothing: the page keeps room for it.
 * @param {Kindred} kindred
 */
export function showBanner({ consent }) {
  const banner = find('[data-kindred-banner]');
  const form = find('[data-banner-form]');
  if (!banner || !(form instanceof HTMLFormElement)) return;

  const look = () => {
    const hadFocus = banner.contains(document.activeElement);
    banner.hidden = !consent.state().needsChoice;
    if (banner.hidden && hadFocus) find('#main')?.focus({ preventScroll: true });
  };
  find('[data-choice="accept"]', banner)?.addEventListener('click', () => consent.grant('*'));
  find('[data-choice="refuse"]', banner)?.addEventListener('click', () => consent.refuse('*'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = new FormData(form).getAll('purpose');
    for (const { id } of consent.purposes) {
      if (chosen.includes(id)) consent.grant(id);
      else consent.refuse(id);
    }
  });
  consent.onChange(look);
  look();
  keepRoom(banner);
}

/** The last lines of the page can be scrolled above the banner. @param {HTMLElement} banner */
function keepRoom(banner) {
  const measure = () => document.documentElement.style.setProperty('--banner-height', `${banner.offsetHeight}px`);
  new ResizeObserver(measure).observe(banner);
  for (const details of findAll('details', banner)) details.addEventListener('toggle', measure);
}
