// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../../core/index.ts';
import type { Interactions } from '../../index.ts';
import type { Split, TemporalSpec } from './protocol.ts';
import { splitMoments } from './split-pairs.ts';

/**
 * Training strictly before a moment, the holdout from it on: the one protocol that never looks into the future (Ji et al. 2023, "A
 * critical study on data leakage"). Where single interactions were kept each goes where its time says, and what is bought again is in both parts;
 * otherwise a pair goes where its newest interaction is.
 *
 * Time: O(interactions · log interactions).
 */
export function splitByTime(interactions: Interactions, spec: TemporalSpec): Split {
  requireTimes(interactions);
  const { time } = interactions.events ?? interactions;
  const atMs = spec.atMs ?? momentOf(time, spec.share ?? 0.2);
  return { ...splitMoments(interactions, atMs), repeats: spec.repeats ?? 'exclude' };
}

/** @throws KindredError `invalid-input` where a pair has no time */
export function requireTimes({ time }: Interactions): void {
  const missing = time.reduce((sum, at) => (Number.isNaN(at) ? sum + 1 : sum), 0);
  if (missing === 0) return;
  const message = `This protocol goes by time, and ${missing} pairs of user and item have none. Read the column of times, or choose another protocol.`;
  throw new KindredError('invalid-input', message, { at: 'protocol' });
}

/** The moment that as near as possible the wanted share is not before; what is of one moment stays together. */
export function momentOf(time: Float64Array, share: number): number {
  if (!(share > 0 && share < 1)) {
    const message = `Cannot split by time: share is ${share}. Give a number between 0 and 1.`;
    throw new KindredError('invalid-options', message, { at: 'share' });
  }
  const ascending = time.filter((at) => !Number.isNaN(at)).sort();
  return ascending[Math.min(ascending.length - 1, Math.round(ascending.length * (1 - share)))] ?? 0;
}
