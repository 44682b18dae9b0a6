import { isRecord } from '../../core/index.ts';
import type { Atom, Formula } from './formula.ts';
import { type Claim, claimOf, mayImply } from './implication.ts';
import type { JudgedRule } from './model.ts';
import { findConflict } from './satisfiable.ts';
import type { ValueSet } from './value-set.ts';

export const EVERYWHERE = 'everywhere';

/** Whether there is nobody for whom it does not hold. */
export function isForEveryone({ judged: { formula } }: JudgedRule): boolean {
  return findConflict([{ formula, wanted: 'not-true' }]).kind === 'no';
}

/** A rule that may keep others out. */
interface Blocker {
  readonly rule: JudgedRule;
  readonly claim: Claim;
}

/**
 * Rules of one place that test the same, by rank. With the ends of the range of numbers that each needs, as of millions of pairs most are
 * told apart by these.
 */
interface Blockers {
  readonly all: Blocker[];
  readonly lows: number[];
  readonly highs: number[];
}

/** The blockers of a file, by where they stand and what they test. */
export interface BlockerIndex {
  /** The rules of a higher rank that a rule could imply: those for everyone, and those that test something that it tests. */
  before(rule: JudgedRule, claim: Claim): Iterable<Blocker>;
}

/** `scopeOf` says where a rule keeps others out; `undefined` for one that does not. */
export function indexBlockers(
  rules: readonly JudgedRule[],
  scopeOf: (rule: JudgedRule) => string | undefined,
): BlockerIndex {
  const byTest = new Map<string, Blockers>();
  for (const rule of rules) {
    const scope = scopeOf(rule);
    if (scope === undefined) continue;
    const claim = claimOf(rule.judged.formula);
    for (const key of isForEveryone(rule) ? [''] : keysOf(claim)) {
      const blockers = byTest.get(`${scope} ${key}`) ?? { all: [], lows: [], highs: [] };
      byTest.set(`${scope} ${key}`, blockers);
      const [low, high] = endsOf(claim, key);
      blockers.all.push({ rule, claim });
      blockers.lows.push(low);
      blockers.highs.push(high);
    }
  }
  return {
    *before(rule: JudgedRule, claim: Claim): Generator<Blocker> {
      const keys = new Set(testsIn(rule.judged.formula).flatMap((test) => [test.term, pointKey(test) ?? '']));
      for (const scope of [`group ${rule.group}`, EVERYWHERE]) {
        for (const key of ['', ...keys].filter((key, index) => key || !index)) {
          yield* impliedIn(byTest.get(`${scope} ${key}`), rule, claim, key);
        }
      }
    },
  };
}

function* impliedIn(
  { all, lows, highs }: Blockers = { all: [], lows: [], highs: [] },
  rule: JudgedRule,
  claim: Claim,
  key: string,
): Generator<Blocker> {
  // Of what has other parts, too, the ends say nothing.
  const [low, high] = claim.isExact ? endsOf(claim, key) : [Infinity, -Infinity];
  for (let place = 0; place < all.length; place++) {
    if ((lows[place] ?? low) > low || (highs[place] ?? high) < high) continue;
    const blocker = all[place];
    if (!blocker || blocker.rule.rank >= rule.rank) return;
    if (mayImply(claim, blocker.claim)) yield blocker;
  }
}

/** Between which numbers a term must be; infinite where it may be something else, or is a text. */
function endsOf({ rangeOf }: Claim, term: string): readonly [low: number, high: number] {
  const { low, high } = rangeOf.get(term) ?? {};
  return [typeof low === 'number' ? low : -Infinity, typeof high === 'number' ? high : Infinity];
}

/**
 * A rule that needs a fact to be one value is found by that value, one that needs a term to lie in a range by that term, as whoever implies
 * it must test it; others by all that they test.
 */
function keysOf({ parts, ranges, formula }: Claim): readonly string[] {
  for (const part of parts) {
    const key = part.kind === 'atom' ? pointKey(part) : undefined;
    if (key !== undefined) return [key];
  }
  const [range] = ranges;
  return range ? [range.term] : [...new Set(testsIn(formula).map(({ term }) => term))];
}

function testsIn(formula: Formula): readonly Atom[] {
  if (formula.kind === 'atom') return [formula];
  if (formula.kind === 'constant') return [];
  return formula.kind === 'not' ? testsIn(formula.part) : formula.parts.flatMap(testsIn);
}

/** The term with its value, where the test is for a single number or text. */
function pointKey({ term, values }: Atom): string | undefined {
  const point = pointOf(values);
  return point === undefined ? undefined : `${term} = ${JSON.stringify(point)}`;
}

function pointOf({ numbers, texts, missing, yes, no, other, unknown }: ValueSet): unknown {
  if (missing || yes || no || other || unknown || numbers.length + texts.length !== 1) return undefined;
  const [only] = [...numbers, ...texts];
  return isRecord(only) && only.low !== undefined && only.low === only.high ? only.low : undefined;
}
