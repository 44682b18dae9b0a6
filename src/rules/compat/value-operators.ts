import { compare, isTruthy, readPath } from './coercion.ts';
import type { EagerOperator } from './logic.ts';

// How long a text or list that a rule makes can become.
const LONGEST = 100_000;

const isLess = /* @__PURE__ */ compare((a, b) => a < b);
const isAtMost = /* @__PURE__ */ compare((a, b) => a <= b);
const isMore = /* @__PURE__ */ compare((a, b) => a > b);
const isAtLeast = /* @__PURE__ */ compare((a, b) => a >= b);

/** The operators of JsonLogic that take the values of their operands, with its conversions. */
export const VALUE_OPERATORS: Readonly<Record<string, EagerOperator>> = {
  var: readPath,
  missing,
  missing_some(data, wanted, names) {
    const gone = missing(data, ...(Array.isArray(names) ? names : [names]));
    const { length } = Array.isArray(names) ? names : String(names);
    return isAtLeast(length - gone.length, wanted) ? [] : gone;
  },
  // biome-ignore lint/suspicious/noDoubleEquals: JsonLogic's equality is that of JavaScript.
  '==': (_, a, b) => a == b,
  // biome-ignore lint/suspicious/noDoubleEquals: see above.
  '!=': (_, a, b) => a != b,
  '===': (_, a, b) => a === b,
  '!==': (_, a, b) => a !== b,
  '<': (_, a, b, c) => isLess(a, b) && (c === undefined || isLess(b, c)),
  '<=': (_, a, b, c) => isAtMost(a, b) && (c === undefined || isAtMost(b, c)),
  '>': (_, a, b) => isMore(a, b),
  '>=': (_, a, b) => isAtLeast(a, b),
  '!': (_, a) => !isTruthy(a),
  '!!': (_, a) => isTruthy(a),
  '+': (_, ...values) => values.reduce((sum: number, value) => sum + parse(value), 0),
  '*': (_, first, ...values) =>
    values.length ? values.reduce((product: number, value) => product * parse(value), parse(first)) : first,
  '-': (_, a, b) => (b === undefined ? -Number(a) : Number(a) - Number(b)),
  '/': (_, a, b) => Number(a) / Number(b),
  '%': (_, a, b) => Number(a) % Number(b),
  min: (_, ...values) => Math.min(...values.map(Number)),
  max: (_, ...values) => Math.max(...values.map(Number)),
  in: (_, needle, place) =>
    typeof place === 'string'
      ? place !== '' && place.includes(String(needle))
      : Array.isArray(place) && place.indexOf(needle) >= 0,
  cat: (_, ...values) => values.reduce((text: string, value) => limited(text + String(value ?? '')), ''),
  substr: (_, text, start, length) => {
    const rest = String(text).slice(Number(start));
    return length === undefined ? rest : rest.slice(0, endOf(length));
  },
  merge: (_, ...values) => limited(values.flat()),
  log: (_, value) => value,
};

/** The names, given as a list or one by one, that nothing is found at. */
function missing(data: unknown, ...names: readonly unknown[]): readonly unknown[] {
  const wanted: readonly unknown[] = Array.isArray(names[0]) ? names[0] : names;
  return wanted.filter((name) => {
    const [path, fallback] = Array.isArray(name) ? name : [name];
    const value = readPath(data, path, fallback);
    return value === null || value === '';
  });
}

/** Only a number counts from the end, as in json-logic-js, which adds it to how long the text is: the text "-1" would be put behind that. */
function endOf(length: unknown): number {
  return typeof length === 'number' ? Math.floor(length) : Math.max(0, Number(length));
}

function parse(value: unknown): number {
  return typeof value === 'number' ? value : Number.parseFloat(String(value));
}

function limited<Value extends { readonly length: number }>(value: Value): Value {
  if (value.length > LONGEST) throw new RangeError(`longer than ${LONGEST}`);
  return value;
}
