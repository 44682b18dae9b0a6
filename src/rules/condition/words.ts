import type { ConditionNode, FactNode } from './condition.ts';
import { findPattern, splitPath } from './facts.ts';

/**
 * How facts are called in explanations, by dotted path like {@link FactTypes}: `{ 'views.category.*': '# view|views of *' }`. `#`
 * is where the value goes, `*` what the star of the path stands for, and `view|views` is the first where the value is 1 and the
 * second elsewhere. Facts without words are called by their path. Events are called by their name, and where one property is to
 * have one value, by both: `{ 'Product Viewed': '# view|views', 'Product Viewed.category': '# view|views of *' }`.
 */
export type FactWords = Readonly<Record<string, string>>;

// Words in the singular and the plural.
const CHOICE = /(\S+)\|(\S+)/g;

// A sentence that is part of another one is not longer.
const LONGEST_SENTENCE = 400;

const LONGEST_TEXT = 80;
const LONGEST_LIST = 5;

// What an operand needs to be towards the one before it, and the one after it.
const PHRASES: Readonly<Record<string, readonly [before: string, after: string]>> = {
  '==': ['', ''],
  '===': ['', ''],
  '!=': ['other than ', 'other than '],
  '!==': ['other than ', 'other than '],
  '<': ['more than ', 'less than '],
  '<=': ['at least ', 'at most '],
  '>': ['less than ', 'more than '],
  '>=': ['at most ', 'at least '],
  in: ['with ', 'one of '],
  matches: ['', 'that matches '],
};

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
  if (Array.isArray(value) && value.length) {
    // A list within a list is only named, so that one that contains itself ends.
    const shown = value.slice(0, LONGEST_LIST).map((item) => (Array.isArray(item) ? '…' : formatValue(item)));
    return (value.length > LONGEST_LIST ? [...shown, '…'] : shown).join(', ');
  }
  if (typeof value === 'string') return cut(value, LONGEST_TEXT);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // Beyond 1e15 there are no decimals to round, and well beyond it the product overflows.
  if (typeof value === 'number' && !Number.isNaN(value))
    return `${Math.abs(value) < 1e15 ? Math.round(value * 100) / 100 : value}`;
  return 'nothing';
}

/** The beginning of a text that is too long; of a sentence within another one, unless it is said how long it may be. */
export function cut(text: string, most: number = LONGEST_SENTENCE): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** What an operand needs to be, by the operands around it: "more than 1 and less than 5". */
export function sayQuantity(operator: string, lower: string | undefined, upper: string | undefined): string {
  const [before = '', after = ''] = PHRASES[operator] ?? [`${operator} `, `${operator} `];
  return [lower && before + lower, upper && after + upper].filter(Boolean).join(' and ');
}

// The words of facts, by path: found once, as there may be many patterns.
const FOUND: WeakMap<FactWords, Map<string, string>> = /* @__PURE__ */ new WeakMap();

/** A fact in words with a quantity in its place. */
export function sayFact({ name, path }: Pick<FactNode, 'name' | 'path'>, words: FactWords, quantity: string): string {
  const found = FOUND.get(words) ?? new Map<string, string>();
  FOUND.set(words, found);
  const pattern = found.get(name) ?? findPattern(Object.keys(words), path) ?? '';
  found.set(name, pattern);
  const said = words[pattern];
  // A name is said as it is, whatever signs are in it.
  if (!said) return `${name} ${quantity}`;
  const stars = path.filter((_, index) => splitPath(pattern)[index] === '*');
  return fillSigns(said, quantity, stars);
}

/** Events in words with a quantity in its place. `such` is what is needed of them, for where there are no better words. */
export function sayEvent(
  names: readonly string[],
  where: ConditionNode | undefined,
  such: string,
  words: FactWords,
  quantity: string,
): string {
  const [fact, literal] = where?.kind === 'operation' && /^===?$/.test(where.name) ? where.operands : [];
  const property = fact?.kind === 'fact' && literal?.kind === 'literal' ? fact.name : undefined;
  const [name = ''] = names.length === 1 ? names : [];
  const whole = property === undefined ? undefined : ownWords(words, `${name}.${property}`);
  if (whole !== undefined && literal?.kind === 'literal')
    return fillSigns(whole, quantity, [formatValue(literal.value)]);
  const plain = ownWords(words, name);
  const said =
    plain === undefined ? [quantity, names.map((each) => `"${each}"`).join(' or ')] : [fillSigns(plain, quantity, [])];
  return [...said, such && `with ${such}`].filter(Boolean).join(' ');
}

function ownWords(words: FactWords, name: string): string | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

/** Values are filled in last, in one pass and by a function, so that nothing in them is read as a sign again. */
function fillSigns(text: string, quantity: string, stars: string[]): string {
  const worded = text.replace(CHOICE, /(^| )1$/.test(quantity) ? '$1' : '$2');
  return worded.replace(/[#*]/g, (sign) => (sign === '#' ? quantity : (stars.shift() ?? sign)));
}
