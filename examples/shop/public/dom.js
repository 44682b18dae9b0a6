// @ts-check
// Small ways to reach into the page. Data become text, never HTML.

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement | undefined} */
export function find(selector, within = document) {
  const found = within.querySelector(selector);
  return found instanceof HTMLElement ? found : undefined;
}

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
export function findAll(selector, within = document) {
  return [...within.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement);
}

/** Fills an element with text, only where it changes: live regions read every change aloud. @param {string} selector @param {string} text @param {ParentNode} [within] */
export function write(selector, text, within = document) {
  const element = find(selector, within);
  if (element && element.textContent !== text) element.textContent = text;
}

/** A copy of what is in a template. @param {string} id @returns {HTMLElement} */
export function copyOf(id) {
  const template = document.getElementById(id);
  const first =
    template instanceof HTMLTemplateElement ? template.content.firstElementChild?.cloneNode(true) : undefined;
  if (first instanceof HTMLElement) return first;
  throw new Error(`The page has no template "${id}".`);
}
