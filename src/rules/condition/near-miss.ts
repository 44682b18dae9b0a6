import { isHistoryQuery } from '../history/query.ts';
import type { ConditionNode } from './condition.ts';
import type { Probe } from './probe.ts';
import { sayWhere } from './say.ts';
import { saySome } from './say-query.ts';
import { sayDuration } from './say-time.ts';
import type { Seen } from './seen.ts';
import { cut, type FactWords, formatValue, sayFact } from './words.ts';

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

/** How near it was: what was seen, when, and how it is told. */
export interface Sight {
  readonly seen: Seen;
  readonly now: number | undefined;
  readonly words: FactWords;
}

/** The parts of a condition that were explained already. */
type Explained = readonly { readonly nearMiss: NearMiss | undefined }[];

/**
 * What is missing for a condition to be as wanted, by what was seen; `undefined` where it is so, is unknown, or nobody can say how
 * much.
 */
export function findNearMiss(probe: Probe, wanted: boolean, sight: Sight, parts?: Explained): NearMiss | undefined {
  const { node, isJoin, place } = probe;
  const value = sight.seen.values[place];
  if (node.kind === 'literal' || value === undefined || (value === true) === wanted) return undefined;
  if (isJoin) return ofParts(probe, wanted, sight, parts);
  return node.kind === 'operation' ? ofComparison(probe, wanted, sight) : ofWaiting(probe, wanted, sight);
}

/**
 * What is missing for the nearest of some parts, or else for all of them. The note tells when the whole is as wanted: not always
 * when the last of its parts is, as others may be over by then.
 */
function ofParts(
  { operator, operands, place }: Probe,
  wanted: boolean,
  sight: Sight,
  known?: Explained,
): NearMiss | undefined {
  const wantedOfParts = operator === '!' ? !wanted : wanted;
  const isAny = operator !== '!' && (operator === 'or') === wanted;
  let joined: NearMiss | undefined;
  for (const [index, operand] of operands.entries()) {
    if ((sight.seen.values[operand.place] === true) === wantedOfParts) continue;
    const miss = known ? known[index]?.nearMiss : findNearMiss(operand, wantedOfParts, sight);
    if (!miss && !isAny) return undefined;
    if (miss) joined = joined ? (isAny ? nearer(joined, miss) : together(joined, miss)) : miss;
  }
  const opensAt = sight.seen.notes[place]?.at;
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
    sentence: cut(`${one.sentence}, and ${other.sentence}`),
  };
}

/** A query that is a condition: waiting may help; and of a segment, what is missing for its condition. */
function ofWaiting({ node, place }: Probe, wanted: boolean, sight: Sight): NearMiss | undefined {
  const { at: opensAt, inner } = sight.seen.notes[place] ?? {};
  if (inner && !('miss' in inner)) {
    // Known before it is found: what asks for itself ends here.
    inner.miss = undefined;
    inner.miss = findNearMiss(inner.root, wanted, { ...sight, seen: inner.seen });
  }
  if (opensAt === undefined) return inner?.miss;
  const wait = sayWait(opensAt, sight.now);
  const isTime = node.kind === 'query' && node.name === 'time';
  const sentence = isTime ? `${wanted ? 'starts' : 'ends'} ${wait}` : `so ${wait} if nothing happens`;
  return { missing: 0, closesAt: undefined, opensAt, sentence };
}

/** A comparison: how far the value is from its limit. */
function ofComparison(probe: Probe, wanted: boolean, sight: Sight): NearMiss | undefined {
  const { seen, now, words } = sight;
  const { operator, operands, subject = probe } = probe;
  const about = operands.indexOf(subject);
  const [before, after] = [operands[about - 1], operands[about + 1]];
  const isRising = operator.startsWith('<');
  // Of a range, only what is outside it can be wanted.
  if ((!isRising && !operator.startsWith('>')) || (!wanted && before && after)) return undefined;
  const [low, high] = isRising === wanted ? [before, after] : [after, before];
  const isStrict = (operator.length === 1) === wanted;
  const value = seen.values[subject.place];
  const say = (missing: number) => sayAmount(missing, subject.node, words);
  // What was never counted is none.
  const short = low ? gap(seen.values[low.place], value ?? 0, isStrict) : 0;
  if (short > 0) {
    const closesAt = subject.follow && closingOf(subject, seen, now);
    const closes = closesAt === undefined ? '' : `; the window closes ${sayWait(closesAt, now)}`;
    return { missing: short, closesAt, opensAt: undefined, sentence: `${say(short)} short${closes}` };
  }
  const limit = high && seen.values[high.place];
  const over = gap(value, limit, isStrict);
  if (!(over > 0)) return undefined;
  // When a number that goes down by itself is no longer above the limit.
  const { at, value: then } = seen.notes[subject.place] ?? {};
  const opensAt = at !== undefined && gap(then, limit, isStrict) === 0 ? at : undefined;
  const opens = opensAt === undefined ? '' : `; fewer ${sayWait(opensAt, now)}`;
  return { missing: over, closesAt: undefined, opensAt, sentence: `${say(over)} over${opens}` };
}

/** By how much something must be larger, to be at least something else, or above it. Whole numbers stay whole. */
function gap(least: unknown, value: unknown, isStrict: boolean): number {
  if (typeof least !== 'number' || typeof value !== 'number') return 0;
  const isWhole = Number.isInteger(least) && Number.isInteger(value);
  if (least > value) return least - value + (isStrict && isWhole ? 1 : 0);
  return least === value && isStrict ? 1 : 0;
}

/** When fewer count, or no more can come. */
function closingOf({ node, place }: Probe, { values, notes }: Seen, now = Number.NaN): number | undefined {
  const { at = Infinity, value } = notes[place] ?? {};
  const isFalling = typeof value === 'number' && value < Number(values[place]);
  const to = node.kind === 'query' && isHistoryQuery(node.query) ? (node.query.window.to ?? Number.NaN) : Number.NaN;
  const end = Math.min(isFalling ? at : Infinity, to > now ? to : Infinity);
  return Number.isFinite(end) ? end : undefined;
}

/** "2 views of tea"; where the words do not begin with the number, that alone. */
function sayAmount(missing: number, node: ConditionNode, words: FactWords): string {
  const quantity = formatValue(missing);
  const said =
    node.kind === 'query' && node.name === 'count'
      ? saySome(node, { words, quantity, sayWhere })
      : node.kind === 'fact'
        ? sayFact(node, words, quantity)
        : '';
  return said.startsWith(`${quantity} `) ? said : quantity;
}

function sayWait(at: number, now = at): string {
  return `in ${sayDuration(at - now)}`;
}
