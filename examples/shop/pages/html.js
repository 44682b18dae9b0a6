// @ts-check
/** Text that is HTML already. @typedef {{ readonly html: string }} Html */

const ENTITIES = /** @type {Readonly<Record<string, string>>} */ ({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/**
 * Writes HTML. Every value is escaped unless it is {@link Html} itself; lists are joined; `undefined` and `false` leave nothing.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {Html}
 */
export function html(strings, ...values) {
  return { html: strings.reduce((text, part, i) => text + written(values[i - 1]) + part) };
}

/** @param {unknown} value @returns {string} */
function written(value) {
  if (value === undefined || value === null || value === false) return '';
  if (Array.isArray(value)) return value.map(written).join('');
  if (typeof value === 'object' && 'html' in value) return String(value.html);
  return escapeHtml(String(value));
}
