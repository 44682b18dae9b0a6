// @ts-check
import { find } from './dom.js';

/**
 * A row of a list: what it is about, all that it shows, and how it is drawn.
 * @typedef {{ name: string, shows: unknown, draw: () => HTMLElement }} Row
 */

/** What each list shows. @type {WeakMap<HTMLElement, string>} */
const shown = new WeakMap();

/**
 * Draws a list, only when it has something else to show: whoever is in it with the keyboard stays where she is.
 * @param {HTMLElement} list
 * @param {readonly Row[]} rows
 */
export function showRows(list, rows) {
  const key = JSON.stringify(rows.map(({ name, shows }) => [name, shows]));
  if (shown.get(list) === key) return;
  replace(
    list,
    rows.map(({ name, draw }) => {
      const row = draw();
      row.dataset.row = name;
      return row;
    }),
  );
  shown.set(list, key);
}

/** Gives a list the rows that it had from the server. @param {HTMLElement} list @param {readonly Element[]} rows */
export function putBack(list, rows) {
  replace(list, rows);
  shown.delete(list);
}

/** The focus stays on the same control of the same row; where that is gone, the heading of the list is the next best place. @param {HTMLElement} list @param {readonly Element[]} rows */
function replace(list, rows) {
  const focused = document.activeElement;
  const old = focused ? [...list.children].find((row) => row.contains(focused)) : undefined;
  const place = focused && old ? controlsOf(old).indexOf(focused) : -1;
  list.replaceChildren(...rows);
  if (!old) return;
  const next = rows.find((row) => nameOf(row) !== undefined && nameOf(row) === nameOf(old));
  const control = next && controlsOf(next)[place];
  if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  else focusHeading(list);
}

/** @param {Element} row */
const controlsOf = (row) => [...row.querySelectorAll('a, button')];

/** Rows that the server wrote are known by their item. @param {Element} row */
const nameOf = (row) =>
  row instanceof HTMLElement ? (row.dataset.row ?? find('[data-item]', row)?.dataset.item) : undefined;

/** @param {HTMLElement} list */
function focusHeading(list) {
  const panel = list.closest('section');
  const heading = panel && find('h2', panel);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
