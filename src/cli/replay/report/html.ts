import { plainText } from '../../output/plain-text.ts';

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

/** HTML from a template: whatever is put into it is text, unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.map((text, index) => text + (index < parts.length ? textOf(parts[index]) : '')).join('') };
}

function textOf(part: Part | undefined): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return part.toLocaleString('en-US');
  if (typeof part === 'string') return escaped(part);
  return 'html' in part ? part.html : part.map((each) => each.html).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Half a surrogate pair is no character, and could not be written as UTF-8. */
function escaped(text: string): string {
  const shown = plainText(text).replace(/\p{Surrogate}/gu, '\ufffd');
  return shown.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A bar for a share from 0 to 1. */
export function bar(share: number): Html {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  const percent = `${Math.round(share * 1000) / 10} %`;
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="${percent}"><rect class="track" width="100" height="10"/><rect class="fill" width="${String(width)}" height="10"/></svg>`;
}

/** A table whose first columns are words and whose others are numbers. */
export function table(headings: readonly string[], rows: readonly (readonly Part[])[], words = 1): Html {
  const cell = (part: Part, index: number) =>
    index < words ? html`<td>${part}</td>` : html`<td class="n">${part}</td>`;
  const heading = (text: string, index: number) =>
    index < words ? html`<th scope="col">${text}</th>` : html`<th scope="col" class="n">${text}</th>`;
  return html`<div class="scroll"><table><thead><tr>${headings.map(heading)}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table></div>`;
}
