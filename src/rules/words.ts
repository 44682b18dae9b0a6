import type { FactNode } from './condition.ts';
import { type FactTypes, findByPath } from './facts.ts';

/**
 * How facts are called in explanations, by dotted path like {@link FactTypes}: `{ 'views.category.*': '# views of *' }`. `#`
 * is where the value goes, `*` what the star of the path stands for. Facts without words are called by their path.
 */
export type FactWords = Readonly<Record<string, string>>;

const LONGEST_TEXT = 80;
const LONGEST_LIST = 5;

/**
 * A value as plain text for people: numbers with two decimals at most, long texts and lists cut, `nothing` for what is missing.
 *
 * @example
 * ```ts
 * import { formatValue } from 'kindred/rules';
 *
 * console.log(formatValue(2.39999), formatValue(['tea', 'coffee']), formatValue(null)); // 2.4 tea, coffee nothing
 * ```
 */
export function formatValue(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return formatList(value);
  return value === null || value === undefined ? 'nothing' : 'something else';
}

/** A fact in words with a quantity in its place. */
export function sayFact({ path, name }: FactNode, words: FactWords, quantity: string): string {
  const found = findByPath(words, path);
  if (!found) return `${name} ${quantity}`;
  let star = 0;
  // A function as replacement, so that `$&` in a value stays text; one pass, so that `#` in a name does too.
  return found.value.replace(/[#*]/g, (sign) => (sign === '#' ? quantity : (found.stars[star++] ?? sign)));
}

function formatNumber(value: number): string {
  return Number.isNaN(value) ? 'nothing' : String(Math.abs(value) < 1e15 ? Math.round(value * 100) / 100 : value);
}

function formatList(list: readonly unknown[]): string {
  if (list.length === 0) return 'nothing';
  const more = list.length - LONGEST_LIST;
  // A list within a list is only named, so that one that contains itself ends.
  const shown = list.slice(0, LONGEST_LIST).map((item) => (Array.isArray(item) ? 'a list' : formatValue(item)));
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
