import type { Json } from '../../../core/index.ts';
import { invalid, unknownName } from '../../condition/refusal.ts';

/** Notes what means something else than it did. */
type TakeNote = (note: string) => void;

/** A comparison: the fact, what it is compared with, and whether that is a fact too. */
export interface Comparison {
  readonly fact: Json;
  readonly value: Json;
  readonly isFact: boolean;
  /** JSON Pointer of the value. */
  readonly at: string;
  readonly note: TakeNote;
}

const CONTAINS_TEXT = 'A text that contains the value counts too, not only a list';

const OPERATORS: ReadonlyMap<string, (comparison: Comparison) => Json> = new Map(
  Object.entries<(comparison: Comparison) => Json>({
    equal,
    notEqual: (comparison) => negated(equal(comparison)),
    in: isIn,
    notIn: (comparison) => negated(isIn(comparison)),
    contains: (comparison) => {
      comparison.note(CONTAINS_TEXT);
      return contains(comparison);
    },
    // A fact that is no list neither contains it nor does not.
    doesNotContain(comparison) {
      comparison.note(CONTAINS_TEXT);
      return { and: [{ '!=': [comparison.fact, null] }, negated(contains(comparison))] };
    },
    lessThan: ordering('<'),
    lessThanInclusive: ordering('<='),
    greaterThan: ordering('>'),
    greaterThanInclusive: ordering('>='),
  }),
);

/**
 * A comparison of json-rules-engine as a strict condition.
 *
 * @throws KindredError `invalid-rule` for operators that the engine does not bring, and for values that cannot be compared so
 */
export function compare(operator: string, comparison: Comparison, at: string): Json {
  // The decorator "not" turns an operator round; the others are for lists and for operands that change places.
  const [, decorator, inner = operator] = /^(not):(.+)$/.exec(operator) ?? [];
  if (decorator) return negated(compare(inner, comparison, at));
  const apply = OPERATORS.get(operator);
  if (!apply) throw unknownName('operator', operator, at, [...OPERATORS.keys()]);
  return apply(comparison);
}

function equal({ fact, value, isFact, note }: Comparison): Json {
  if (value === null) note('A missing fact counts as null');
  if (isFact || isScalar(value)) return { '==': [fact, value] };
  note('Lists and objects equal nothing, also there: this never holds');
  return false;
}

function isIn({ fact, value, isFact, at, note }: Comparison): Json {
  if (isFact || typeof value === 'string') return { in: [fact, value] };
  if (!Array.isArray(value)) throw invalid('This is no list', at, 'Write the values in a list.');
  const members: readonly Json[] = value;
  if (members.includes(null)) note('A missing fact counts as null');
  if (members.some((member) => !isScalar(member)))
    note('Lists and objects in the list equal nothing, and are left out');
  const texts = members.filter((member) => typeof member === 'string');
  const numbers = members.filter((member) => typeof member === 'number');
  const others = members.filter((member) => typeof member === 'boolean' || member === null);
  const parts: Json[] = [
    ...[texts, numbers].filter((list) => list.length).map((list) => ({ in: [fact, list] })),
    ...others.map((member) => ({ '==': [fact, member] })),
  ];
  return parts.length > 1 ? { or: parts } : (parts[0] ?? false);
}

function contains({ fact, value, isFact, at }: Comparison): Json {
  if (isFact || typeof value === 'string' || typeof value === 'number') return { in: [value, fact] };
  throw invalid('Lists hold texts or numbers', at, 'Compare with one of them.');
}

function ordering(name: string): (comparison: Comparison) => Json {
  return ({ fact, value, isFact, at, note }) => {
    const number = typeof value === 'string' && value.trim() ? Number(value) : value;
    if (!isFact && (typeof number !== 'number' || Number.isNaN(number))) {
      throw invalid('This is no number', at, 'Compare with a number.');
    }
    note('A fact that is a text of digits is not read as a number');
    return { [name]: [fact, number] };
  };
}

function isScalar(value: Json): boolean {
  return value === null || typeof value !== 'object';
}

function negated(condition: Json): Json {
  return { '!': [condition] };
}
