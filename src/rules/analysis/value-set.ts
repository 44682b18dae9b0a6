import {
  type Intervals,
  intersectIntervals,
  invertIntervals,
  pointIntervals,
  WHOLE,
  wholeNumbers,
} from './intervals.ts';

/**
 * A set of values that a part of a condition may have. Everything that facts can hold is in one of its members; `other` are
 * the values that equal nothing and have no order: lists, objects and NaN, which no operator tells apart.
 */
export interface ValueSet {
  /** What cannot be known: a permission, a clock or the history is not there. */
  readonly unknown: boolean;
  readonly missing: boolean;
  readonly yes: boolean;
  readonly no: boolean;
  readonly other: boolean;
  readonly numbers: Intervals<number>;
  /** In the order of UTF-16 code units. */
  readonly texts: Intervals<string>;
}

const FLAGS = ['unknown', 'missing', 'yes', 'no', 'other'] as const;

/** No value at all. */
export const NOTHING: ValueSet = {
  unknown: false,
  missing: false,
  yes: false,
  no: false,
  other: false,
  numbers: [],
  texts: [],
};

/** Any value, also one that cannot be known. */
export const ANYTHING: ValueSet = {
  unknown: true,
  missing: true,
  yes: true,
  no: true,
  other: true,
  numbers: WHOLE,
  texts: WHOLE,
};

/** What cannot be known, and nothing else. */
export const UNKNOWN: ValueSet = { ...NOTHING, unknown: true };

/** What an operator can answer that gives a number. */
export const NUMERIC: ValueSet = { ...NOTHING, unknown: true, missing: true, numbers: WHOLE };

/** What is in both. */
export function intersect(a: ValueSet, b: ValueSet): ValueSet {
  return {
    unknown: a.unknown && b.unknown,
    missing: a.missing && b.missing,
    yes: a.yes && b.yes,
    no: a.no && b.no,
    other: a.other && b.other,
    numbers: intersectIntervals(a.numbers, b.numbers),
    texts: intersectIntervals(a.texts, b.texts),
  };
}

/** What is not in it. */
export function invert(set: ValueSet): ValueSet {
  return {
    unknown: !set.unknown,
    missing: !set.missing,
    yes: !set.yes,
    no: !set.no,
    other: !set.other,
    numbers: invertIntervals(set.numbers),
    texts: invertIntervals(set.texts),
  };
}

/** What is in one of them or in both. */
export function unite(a: ValueSet, b: ValueSet): ValueSet {
  return invert(intersect(invert(a), invert(b)));
}

/** Whether there is no value in it. Between two texts there may be none although it says that there are some. */
export function isNothing(set: ValueSet): boolean {
  return set.numbers.length === 0 && set.texts.length === 0 && FLAGS.every((flag) => !set[flag]);
}

/** Constants of a rule; a list or an object among them is `other`. */
export function valuesOf(values: readonly unknown[]): ValueSet {
  const isNumber = (value: unknown): value is number => typeof value === 'number' && !Number.isNaN(value);
  return {
    unknown: values.includes(undefined),
    missing: values.includes(null),
    yes: values.includes(true),
    no: values.includes(false),
    other: values.some((value) => (typeof value === 'object' && value !== null) || Number.isNaN(value)),
    numbers: pointIntervals(values.filter(isNumber)),
    texts: pointIntervals(values.filter((value) => typeof value === 'string')),
  };
}

/** Whether a value is in it. */
export function hasValue(set: ValueSet, value: unknown): boolean {
  return !isNothing(intersect(set, valuesOf([value])));
}

/** Of its numbers the whole ones. */
export function withWholeNumbers(set: ValueSet): ValueSet {
  return { ...set, numbers: wholeNumbers(set.numbers) };
}
