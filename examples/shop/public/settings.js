// @ts-check
/**
 * What the server wrote into the page for its script.
 * @typedef {object} Settings
 * @property {string} source
 * @property {string} language
 * @property {unknown} policy
 * @property {readonly { party: string, purpose: string, endpoint: string }[]} destinations
 */

/** @type {Settings} */
export const settings = JSON.parse(document.querySelector('[data-settings]')?.textContent ?? '{}');
