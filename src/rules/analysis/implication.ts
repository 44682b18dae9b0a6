import type { Atom, Formula } from './formula.ts';
import { findConflict, valuesFor } from './satisfiable.ts';
import { ANYTHING, intersect, isNothing, type ValueSet } from './value-set.ts';

/** The ends between which the value of a term lies, all of them numbers or all of them texts; an end that is not there has no limit. */
interface Range {
  readonly term: string;
  readonly type: 'number' | 'string';
  readonly low: number | string | undefined;
  readonly high: number | string | undefined;
}

/** What is compared of a rule with many others, found once. */
export interface Claim {
  readonly formula: Formula;
  readonly parts: readonly Formula[];
  /** What each term must be for it to hold, of the parts that are tests of one term. */
  readonly values: ReadonlyMap<string, ValueSet>;
  /** The same of the terms that must be numbers or must be texts. */
  readonly ranges: readonly Range[];
  readonly rangeOf: ReadonlyMap<string, Range>;
  /** There are no other parts, and something meets all of these: so it holds on all of these values. */
  readonly isExact: boolean;
}

export function claimOf(formula: Formula): Claim {
  const parts = conjunctsOf(formula);
  const values = new Map<string, ValueSet>();
  for (const part of parts) {
    if (part.kind !== 'atom') continue;
    values.set(part.term, intersect(values.get(part.term) ?? ANYTHING, valuesFor(part, 'true')));
  }
  const isExact = parts.every(({ kind }) => kind === 'atom') && ![...values.values()].some(isNothing);
  const ranges = [...values].flatMap(([term, set]) => rangeOf(term, set) ?? []);
  return { formula, parts, values, ranges, rangeOf: new Map(ranges.map((range) => [range.term, range])), isExact };
}

/** Whether the first may imply the second, by the ends of its ranges only: for thousands of comparisons. */
export function mayImply({ isExact, rangeOf }: Claim, { ranges }: Claim): boolean {
  if (!isExact) return true;
  for (let index = 0; index < ranges.length; index++) {
    const wanted = ranges[index];
    if (wanted && !isWithin(rangeOf.get(wanted.term), wanted)) return false;
  }
  return true;
}

/** Whether it is proved that the second holds wherever the first does: that each part of it does. */
export function implies(one: Claim, other: Claim): boolean {
  return other.parts.every((part) =>
    one.isExact && part.kind === 'atom'
      ? isNothing(intersect(one.values.get(part.term) ?? ANYTHING, otherwise(part)))
      : findConflict([
          { formula: one.formula, wanted: 'true' },
          { formula: part, wanted: 'not-true' },
        ]).kind === 'no',
  );
}

/** All that must be so for a formula to be true. */
function conjunctsOf(formula: Formula): readonly Formula[] {
  return formula.kind === 'and' ? formula.parts.flatMap(conjunctsOf) : [formula];
}

const OTHERWISE = new WeakMap<Atom, ValueSet>();

/** The values with which a part is not true; it is compared with many. */
function otherwise(atom: Atom): ValueSet {
  const values = OTHERWISE.get(atom) ?? valuesFor(atom, 'not-true');
  OTHERWISE.set(atom, values);
  return values;
}

/** Nothing where the term may be something else, too. */
function rangeOf(term: string, set: ValueSet): Range | undefined {
  const { unknown, missing, yes, no, other, numbers, texts } = set;
  if (unknown || missing || yes || no || other || numbers.length > 0 === texts.length > 0) return undefined;
  const [type, ends] = numbers.length > 0 ? (['number', numbers] as const) : (['string', texts] as const);
  return { term, type, low: ends[0]?.low, high: ends.at(-1)?.high };
}

function isWithin(inner: Range | undefined, outer: Range): boolean {
  if (inner?.type !== outer.type) return false;
  if (outer.low !== undefined && (inner.low === undefined || inner.low < outer.low)) return false;
  return outer.high === undefined || (inner.high !== undefined && inner.high <= outer.high);
}
