import { isHistoryQuery } from '../history/query.ts';
import type { ConditionNode, OperationNode } from './condition.ts';
import { type Foresight, isForesight, type Probe, type Seen, subjectIn, valueAt } from './probe.ts';
import { sayWhere } from './say.ts';
import { saySome } from './say-query.ts';
import { sayDuration } from './say-time.ts';
import { type FactWords, formatValue, sayFact } from './words.ts';

/** How much is missing for a condition to hold, or when it holds if one waits. */
export interface NearMiss {
  /** How much a number is too small or too large: 2 for two views short. 0 where only time is missing. */
  readonly missing: number;
  /** When what counts now begins to count no more (ms since 1970); `undefined` if never. */
  readonly closesAt: number | undefined;
  /** When it holds, if nothing happens (ms since 1970); `undefined` if that does not help. */
  readonly opensAt: number | undefined;
  /** In plain words: "2 views of tea short; the window closes in 12 minutes". */
  readonly sentence: string;
}

/**
 * Finds what is missing for a condition to be as wanted, by what was seen; `undefined` where it is so, is unknown, or nobody
 * can say how much.
 */
export type FindNearMiss = (seen: Seen, now: number | undefined, wanted: boolean) => NearMiss | undefined;

/** Prepares it for a condition and its parts; all words that do not depend on what is seen are found once. */
export function prepareNearMiss(probe: Probe, words: FactWords): FindNearMiss {
  const { node, operands, isJoin, place } = probe;
  if (node.kind === 'literal') return nothing;
  const find = isJoin
    ? ofParts(
        probe,
        operands.map((operand) => prepareNearMiss(operand, words)),
      )
    : node.kind === 'operation'
      ? ofComparison(probe, node, words)
      : ofWaiting(probe);
  return (seen, now, wanted) => {
    const value = seen[place];
    return value === undefined || (value === true) === wanted ? undefined : find(seen, now, wanted);
  };
}

const nothing: FindNearMiss = () => undefined;

function ofParts({ node, operands, place }: Probe, parts: readonly FindNearMiss[]): FindNearMiss {
  const name = node.kind === 'operation' ? node.name : '';
  return (seen, now, wanted) => {
    const wantedOfParts = name === '!' ? !wanted : wanted;
    const open = operands.flatMap(({ place }, index) => ((seen[place] === true) === wantedOfParts ? [] : [index]));
    return joinMisses(
      name !== '!' && (name === 'or') === wanted,
      open.map((index) => parts[index]?.(seen, now, wantedOfParts)),
      seen[place + 1],
    );
  };
}

/**
 * What is missing for the nearest of some parts, or else for all of them. `note` tells when the whole is as wanted: not always
 * when the last of its parts is, as others may be over by then.
 */
export function joinMisses(
  isAny: boolean,
  misses: readonly (NearMiss | undefined)[],
  note: unknown,
): NearMiss | undefined {
  let joined: NearMiss | undefined;
  for (const miss of misses) {
    if (!miss && !isAny) return undefined;
    if (miss) joined = joined ? (isAny ? nearer(joined, miss) : together(joined, miss)) : miss;
  }
  const opensAt = foresightOf(note)?.at;
  return joined && (joined.opensAt === opensAt ? joined : { ...joined, opensAt });
}

function nearer(one: NearMiss, other: NearMiss): NearMiss {
  const difference = other.missing - one.missing || (other.opensAt ?? 0) - (one.opensAt ?? 0);
  return difference < 0 ? other : one;
}

function together(one: NearMiss, other: NearMiss): NearMiss {
  const { closesAt = other.closesAt } = one;
  return {
    missing: one.missing + other.missing,
    closesAt: closesAt === undefined ? undefined : Math.min(closesAt, other.closesAt ?? closesAt),
    opensAt: undefined,
    sentence: `${one.sentence}, and ${other.sentence}`,
  };
}

/** A query that is a condition: waiting may help. */
function ofWaiting({ node, place }: Probe): FindNearMiss {
  const isTime = node.kind === 'query' && node.name === 'time';
  return (seen, now, wanted) => {
    const opensAt = foresightOf(seen[place + 1])?.at;
    if (opensAt === undefined) return undefined;
    const wait = sayWait(opensAt, now);
    const sentence = isTime ? `${wanted ? 'starts' : 'ends'} ${wait}` : `so ${wait} if nothing happens`;
    return { missing: 0, closesAt: undefined, opensAt, sentence };
  };
}

/** A comparison: how far the value is from its limit. */
function ofComparison(probe: Probe, { name }: OperationNode, words: FactWords): FindNearMiss {
  const subject = subjectIn(probe);
  const about = probe.operands.indexOf(subject);
  const before = probe.operands[about - 1];
  const after = probe.operands[about + 1];
  const amount = ['1', '#'].map((quantity) => amountOf(subject.node, words, quantity));
  const isRising = name.startsWith('<');
  if (!isRising && !name.startsWith('>')) return nothing;
  return (seen, now, wanted) => {
    // Of a range, only what is outside it can be wanted.
    if (!wanted && before && after) return undefined;
    const [low, high] = isRising === wanted ? [before, after] : [after, before];
    const isStrict = (name.length === 1) === wanted;
    const value = valueAt(subject, seen);
    // What was never counted is none.
    const short = low ? gap(valueAt(low, seen), value ?? 0, isStrict) : 0;
    if (short > 0) return tooFew(subject, short, amount, seen, now);
    const limit = high && valueAt(high, seen);
    const over = gap(value, limit, isStrict);
    return over > 0 ? tooMany(over, amount, isEnough(seen[subject.place + 1], limit, isStrict), now) : undefined;
  };
}

/** By how much something must be larger, to be at least something else, or above it. Whole numbers stay whole. */
function gap(least: unknown, value: unknown, isStrict: boolean): number {
  if (typeof least !== 'number' || typeof value !== 'number') return 0;
  const isWhole = Number.isInteger(least) && Number.isInteger(value);
  if (least > value) return least - value + (isStrict && isWhole ? 1 : 0);
  return least === value && isStrict ? 1 : 0;
}

function tooFew(subject: Probe, missing: number, amount: Amount, seen: Seen, now: number | undefined): NearMiss {
  const closesAt = subject.follow && closingOf(subject, seen, now);
  const closes = closesAt === undefined ? '' : `; the window closes ${sayWait(closesAt, now)}`;
  return { missing, closesAt, opensAt: undefined, sentence: `${sayAmount(missing, amount)} short${closes}` };
}

function tooMany(missing: number, amount: Amount, opensAt: number | undefined, now: number | undefined): NearMiss {
  const opens = opensAt === undefined ? '' : `; fewer ${sayWait(opensAt, now)}`;
  return { missing, closesAt: undefined, opensAt, sentence: `${sayAmount(missing, amount)} over${opens}` };
}

/** When a number that goes down by itself is no longer above the limit. */
function isEnough(note: unknown, limit: unknown, isStrict: boolean): number | undefined {
  const foresight = foresightOf(note);
  return foresight && gap(foresight.value, limit, isStrict) === 0 ? foresight.at : undefined;
}

/** When fewer count, or no more can come. */
function closingOf({ node, place }: Probe, seen: Seen, now = Number.NaN): number | undefined {
  const foresight = foresightOf(seen[place + 1]);
  const isFalling = typeof foresight?.value === 'number' && foresight.value < Number(seen[place]);
  const to = node.kind === 'query' && isHistoryQuery(node.query) ? (node.query.window.to ?? Number.NaN) : Number.NaN;
  const end = Math.min(isFalling ? foresight.at : Infinity, to > now ? to : Infinity);
  return Number.isFinite(end) ? end : undefined;
}

/** What is counted: " view of tea", and " views of tea". */
type Amount = readonly string[];

function sayAmount(missing: number, [one, many]: Amount): string {
  const said = formatValue(missing);
  return `${said}${said === '1' ? one : many}`;
}

/** What follows the quantity, where the words begin with it. */
function amountOf(node: ConditionNode, words: FactWords, quantity: string): string {
  const said =
    node.kind === 'query' && node.name === 'count'
      ? saySome(node, { words, quantity, sayWhere })
      : node.kind === 'fact'
        ? sayFact(node, words, quantity)
        : '';
  return said.startsWith(`${quantity} `) ? said.slice(quantity.length) : '';
}

function sayWait(at: number, now = at): string {
  return `in ${sayDuration(at - now)}`;
}

function foresightOf(note: unknown): Foresight | undefined {
  return isForesight(note) ? note : undefined;
}
