// @ts-check
import { fillShelf, link } from './catalogue.js';
import { find, write } from './dom.js';

/** @import { Decision, Kindred } from 'kindred' */

const NEUTRAL = 'everybody does; nothing about you was used.';
const NEUTRAL_SHELF = 'The same for everybody: nothing about you was used.';

/**
 * Keeps the placements of this page as the rules decide, from the first view on and without a reload.
 * @param {Kindred} kindred
 */
export function followPlacements(kindred) {
  follow(kindred, 'home-hero', fillHero);
  follow(kindred, 'home-shelf', fillDecidedShelf);
  follow(kindred, 'page-strip', fillStrip);
}

/**
 * @param {Kindred} kindred
 * @param {string} name
 * @param {(place: HTMLElement, content: Content, reason: string | undefined) => void} fill
 */
function follow(kindred, name, fill) {
  const place = find(`[data-placement="${name}"]`);
  if (!place) return;
  let isFilled = false;
  kindred.onDecision(name, (decision) => {
    // Until a rule has matched once, the page is right as the server wrote it.
    if (decision.kind !== 'matched' && !isFilled) return;
    const content = readContent(decision.content);
    if (!content) return;
    isFilled = true;
    place.dataset.candidate = decision.candidate ?? '';
    fill(place, content, reasonOf(decision));
  });
}

/** @typedef {{ title: string, text: string, eyebrow: string, label: string, href: string, picture: string, items: readonly string[] }} Content */

/** Content is data from a file: what is not of the right kind is left empty. @param {unknown} input @returns {Content | undefined} */
function readContent(input) {
  if (typeof input !== 'object' || input === null) return undefined;
  const text = (/** @type {string} */ name) => {
    const value = Reflect.get(input, name);
    return typeof value === 'string' ? value : '';
  };
  const items = Reflect.get(input, 'items');
  return {
    title: text('title'),
    text: text('text'),
    eyebrow: text('eyebrow'),
    label: text('label'),
    href: text('href').startsWith('/') ? text('href') : '/',
    picture: text('picture'),
    items: Array.isArray(items) ? items.filter((item) => typeof item === 'string') : [],
  };
}

/** @param {Decision} decision */
function reasonOf(decision) {
  return decision.kind === 'matched' ? decision.why().sentence : undefined;
}

/** @param {HTMLElement} place @param {Content} content @param {string | undefined} reason */
function fillHero(place, content, reason) {
  write('[data-eyebrow]', content.eyebrow, place);
  write('[data-title]', content.title, place);
  write('[data-text]', content.text, place);
  write('[data-link]', content.label, place);
  write('[data-reason]', reason ?? NEUTRAL, place);
  find('[data-link]', place)?.setAttribute('href', link(content.href));
  find('[data-picture]', place)?.setAttribute('src', content.picture);
}

/** @param {HTMLElement} place @param {Content} content @param {string | undefined} reason */
function fillDecidedShelf(place, content, reason) {
  write('[data-title]', content.title, place);
  write('[data-more]', content.label, place);
  write('[data-reason]', reason ?? NEUTRAL_SHELF, place);
  find('[data-more]', place)?.setAttribute('href', link(content.href));
  void fillShelf(
    place,
    content.items.map((item) => ({ item })),
  );
}

/** @param {HTMLElement} place @param {Content} content @param {string | undefined} reason */
function fillStrip(place, content, reason) {
  write('[data-strip-link]', content.text, place);
  write('[data-reason]', reason ?? '', place);
  find('[data-strip-link]', place)?.setAttribute('href', link(content.href));
  place.hidden = reason === undefined;
}
