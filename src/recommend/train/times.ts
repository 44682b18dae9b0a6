// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import { halvedBy } from '../half-life.ts';
import type { Interactions } from '../index.ts';
import { windowOf } from './model-base.ts';

export const DAY_MS = 86_400_000;

/** The option of everything that lets what is old count less. */
export const HALF_LIFE_DAYS = {
  kind: 'number',
  default: 30,
  min: 0.001,
  max: 1e6,
  help: 'days after which an interaction counts half',
  tries: [7, 14, 30, 60, 90, 180],
} as const;

/** The newest time; what is older counts less from there. @throws KindredError `invalid-input` where no time is known */
export function newestTime(algorithm: string, { time }: Interactions): number {
  const { untilMs } = windowOf(time);
  if (untilMs !== undefined) return untilMs;
  const message = `Cannot train ${algorithm}: no interaction has a time. Give times, or choose another algorithm.`;
  throw new KindredError('invalid-input', message, { at: 'time' });
}

/** Calls back with every single event, or where they were not kept, with every pair as one event at its newest time. */
function forEachEvent(
  { itemIndex, weight, time, events }: Interactions,
  visit: (entry: number, weight: number, timeMs: number) => void,
): void {
  for (let entry = 0; entry < itemIndex.length; entry++) {
    if (events === undefined) {
      visit(entry, weight[entry]!, time[entry]!);
      continue;
    }
    const until = events.start[entry + 1]!;
    for (let event = events.start[entry]!; event < until; event++)
      visit(entry, events.weight[event]!, events.time[event]!);
  }
}

/**
 * For each entry the sum of its events, each halved once for every half-life that it is older than `untilMs`. Events whose time
 * is not known do not count.
 */
export function decayedSums(
  interactions: Interactions,
  untilMs: number,
  { halfLifeDays, weights }: { readonly halfLifeDays: number; readonly weights: 'binary' | 'given' },
): Float64Array {
  const sums = new Float64Array(interactions.itemIndex.length);
  const halfLifeMs = halfLifeDays * DAY_MS;
  // Events of a shop come in baskets: the same time follows itself.
  let lastTime = Number.NaN;
  let left = 0;
  forEachEvent(interactions, (entry, weight, timeMs) => {
    if (Number.isNaN(timeMs)) return;
    if (timeMs !== lastTime) left = halvedBy((untilMs - timeMs) / halfLifeMs);
    lastTime = timeMs;
    sums[entry]! += weights === 'given' ? weight * left : left;
  });
  return sums;
}

/**
 * The pairs of single events, each weighing what is left of them at the time of the newest one: what fades from there on is the sum of what fades
 * from each. The same interactions where events were not kept. Events whose time is not known count in full.
 */
export function fadedToNewest(interactions: Interactions, halfLifeDays: number): Interactions {
  const { events, ...pairs } = interactions;
  if (events === undefined) return interactions;
  const halfLifeMs = halfLifeDays * DAY_MS;
  const weight = pairs.weight.map((_, entry) => {
    let sum = 0;
    for (let event = events.start[entry]!; event < events.start[entry + 1]!; event++) {
      const age = (pairs.time[entry]! - events.time[event]!) / halfLifeMs;
      sum += events.weight[event]! * (age > 0 ? halvedBy(age) : 1);
    }
    return sum;
  });
  return { ...pairs, weight };
}

/** Adds up by item what stands for each entry. */
export function sumsByItem({ itemIndex, items }: Interactions, values: Float64Array): Float64Array {
  const sums = new Float64Array(items.length);
  for (let entry = 0; entry < itemIndex.length; entry++) sums[itemIndex[entry]!]! += values[entry]!;
  return sums;
}
