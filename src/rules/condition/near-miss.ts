import { isHistoryQuery } from '../history/query.ts';
import type { ConditionNode } from './condition.ts';
import { type Foresight, type Probe, type Seen, valueAt } from './probe.ts';
import { sayWhere, subjectOf } from './say.ts';
import { saySome } from './say-query.ts';
import { sayDuration } from './say-time.ts';
import { type FactWords, formatValue, sayFact } from './words.ts';

/** How much is missing for a condition to hold, or when it holds if one waits. */
export interface NearMiss {
  /** How much a number is too small or too large: 2 for two views short. 0 where only time is missing. */
  readonly missing: number;
  /** When what counts now begins to count no more (ms since 1970). */
  readonly closesAt?: number;
  /** When it holds, if nothing happens (ms since 1970). */
  readonly opensAt?: number;
  /** In plain words: "2 views of tea short; the window closes in 12 minutes". */
  readonly sentence: string;
}

/** What was seen when. */
export interface Scene {
  readonly seen: Seen;
  readonly now: number | undefined;
  readonly words: FactWords;
}

/** What is missing for a condition to be as wanted; `undefined` where nobody can say how much. */
export function nearMissOf(probe: Probe, scene: Scene, wanted = true): NearMiss | undefined {
  const value = scene.seen[probe.place];
  if (value === undefined || (value === true) === wanted) return undefined;
  const { node } = probe;
  if (probe.isJoin && node.kind === 'operation') return nearMissOfParts(probe, node.name, scene, wanted);
  return node.kind === 'operation' ? distance(probe, node.name, scene, wanted) : waiting(probe, scene, wanted);
}

function nearMissOfParts({ operands }: Probe, name: string, scene: Scene, wanted: boolean): NearMiss | undefined {
  const wantedOfParts = name === '!' ? !wanted : wanted;
  const open = operands.filter(({ place }) => (scene.seen[place] === true) !== wantedOfParts);
  const misses = open.map((part) => nearMissOf(part, scene, wantedOfParts));
  const known = misses.filter((miss) => miss !== undefined);
  // All parts must be as wanted, or any of them.
  if ((name === 'and') === wanted || name === '!') return known.length === open.length ? together(known) : undefined;
  return known.sort((one, other) => one.missing - other.missing || (one.opensAt ?? 0) - (other.opensAt ?? 0))[0];
}

function together(misses: readonly NearMiss[]): NearMiss | undefined {
  const [first, ...others] = misses;
  if (!first || others.length === 0) return first;
  const closing = misses.flatMap(({ closesAt }) => closesAt ?? []);
  const opening = misses.flatMap(({ opensAt }) => opensAt ?? []);
  return {
    missing: misses.reduce((sum, { missing }) => sum + missing, 0),
    ...(closing.length > 0 && { closesAt: Math.min(...closing) }),
    ...(opening.length === misses.length && { opensAt: Math.max(...opening) }),
    sentence: misses.map(({ sentence }) => sentence).join(', and '),
  };
}

/** A query that is a condition: it may become what is wanted by waiting. */
function waiting({ node, place }: Probe, scene: Scene, wanted: boolean): NearMiss | undefined {
  const opensAt = foresightOf(scene.seen[place + 1])?.at;
  if (opensAt === undefined || node.kind !== 'query') return undefined;
  const wait = sayWait(opensAt, scene);
  const sentence = node.name === 'time' ? `${wanted ? 'starts' : 'ends'} ${wait}` : `so ${wait} if nothing happens`;
  return { missing: 0, opensAt, sentence };
}

/** A comparison: how far the value is from its limit. */
function distance({ operands }: Probe, name: string, scene: Scene, wanted: boolean): NearMiss | undefined {
  const { seen } = scene;
  const about = subjectOf(operands.map(({ node }) => node));
  const subject = operands[about];
  const sign = name.startsWith('<') ? 1 : name.startsWith('>') ? -1 : 0;
  const [before, after] = [operands[about - 1], operands[about + 1]].map((limit) => limit && valueAt(limit, seen));
  if (!subject || !sign || (!wanted && operands.length > 2)) return undefined;
  const [low, high] = sign > 0 === wanted ? [before, after] : [after, before];
  const isStrict = (name.length === 1) === wanted;
  const value = valueAt(subject, seen);
  // What was never counted is none.
  const short = gap(low, value ?? 0, isStrict);
  if (short > 0) return tooFew(subject, short, scene);
  const over = gap(value, high, isStrict);
  return over > 0 ? tooMany(subject, over, high, isStrict, scene) : undefined;
}

/** By how much something must be larger, to be at least something else, or above it. Whole numbers stay whole. */
function gap(least: unknown, value: unknown, isStrict: boolean): number {
  if (typeof least !== 'number' || typeof value !== 'number') return 0;
  const isWhole = Number.isInteger(least) && Number.isInteger(value);
  if (least > value) return least - value + (isStrict && isWhole ? 1 : 0);
  return least === value && isStrict ? 1 : 0;
}

function tooFew(subject: Probe, missing: number, scene: Scene): NearMiss {
  const closesAt = closingOf(subject, scene);
  const closes = closesAt === undefined ? '' : `; the window closes ${sayWait(closesAt, scene)}`;
  return {
    missing,
    ...(closesAt !== undefined && { closesAt }),
    sentence: `${sayAmount(subject.node, formatValue(missing), scene.words)} short${closes}`,
  };
}

function tooMany(subject: Probe, missing: number, limit: unknown, isStrict: boolean, scene: Scene): NearMiss {
  const foresight = foresightOf(scene.seen[subject.place + 1]);
  const isEnough = foresight !== undefined && gap(foresight.value, limit, isStrict) === 0;
  const opens = isEnough ? `; fewer ${sayWait(foresight.at, scene)}` : '';
  return {
    missing,
    ...(isEnough && { opensAt: foresight.at }),
    sentence: `${sayAmount(subject.node, formatValue(missing), scene.words)} over${opens}`,
  };
}

/** When fewer count, or no more can come. */
function closingOf({ node, place }: Probe, { seen, now = Number.NaN }: Scene): number | undefined {
  if (node.kind !== 'query' || !isHistoryQuery(node.query)) return undefined;
  const foresight = foresightOf(seen[place + 1]);
  const isFalling = typeof foresight?.value === 'number' && foresight.value < Number(seen[place]);
  const { to = Number.NaN } = node.query.window;
  const ends = [isFalling ? foresight.at : Number.NaN, to].filter((end) => end > now);
  return ends.length ? Math.min(...ends) : undefined;
}

/** "2 views of tea", where the words begin with the number, else "2". */
function sayAmount(node: ConditionNode, amount: string, words: FactWords): string {
  const said =
    node.kind === 'query' && node.name === 'count'
      ? saySome(node, { words, quantity: amount, sayWhere })
      : node.kind === 'fact'
        ? sayFact(node, words, amount)
        : amount;
  return said.startsWith(`${amount} `) ? said : amount;
}

function sayWait(at: number, { now = at }: Scene): string {
  return `in ${sayDuration(at - now)}`;
}

function foresightOf(note: unknown): Foresight | undefined {
  return typeof note === 'object' && note !== null && 'at' in note && 'value' in note && typeof note.at === 'number'
    ? { at: note.at, value: note.value }
    : undefined;
}
