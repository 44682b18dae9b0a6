// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../../core/index.ts';
import type { Interactions } from '../../index.ts';
import { sessionsOf } from '../sessions.ts';
import { forEachUser, HOLDOUT, splitPairs, TRAIN } from './split-pairs.ts';
import { momentOf, requireTimes } from './temporal.ts';

/** How to split sessions by time. */
export interface SessionSplitOptions {
  /** Sessions whose newest click is at this moment or later are the holdout, in milliseconds since 1970-01-01 UTC. */
  readonly atMs?: number;
  /** Left out `atMs`: the newest part of all sessions. @defaultValue `0.2` */
  readonly share?: number;
}

/** Sessions in two parts. */
export interface SessionSplit {
  readonly train: Interactions;
  /** The clicks of each session of the holdout in order, for `evaluateSessions`. */
  readonly sessions: readonly (readonly string[])[];
  /** Which sessions those are. */
  readonly sessionIds: readonly string[];
}

/**
 * Splits for `session-next`: whole sessions by their newest click, so that no session is in both parts and nothing that is trained on came
 * after the moment (as the data of GRU4Rec and session-rec are split). Each user is a session.
 *
 * @throws KindredError `invalid-input` without times, `invalid-options`, `empty-input` when a part would be empty
 *
 * @example
 * ```ts
 * import type { Interactions } from 'kindred/recommend';
 * import { evaluateSessions, splitSessions } from 'kindred/recommend/evaluate';
 * import { train } from 'kindred/recommend/train';
 *
 * export async function mrr(clicks: Interactions): Promise<number | undefined> {
 *   const { train: before, sessions } = splitSessions(clicks, { share: 0.1 });
 *   return (await evaluateSessions(await train(before, { algorithm: 'vmis' }), sessions)).metrics['mrr@20'];
 * }
 * ```
 */
export function splitSessions(interactions: Interactions, options: SessionSplitOptions = {}): SessionSplit {
  requireTimes(interactions);
  const { users, time, itemIndex } = interactions;
  const newest = new Float64Array(users.length).fill(Number.NEGATIVE_INFINITY);
  forEachUser(interactions, (user, from, until) => {
    for (let p = from; p < until; p++) newest[user] = Math.max(newest[user]!, time[p]!);
  });
  const atMs = options.atMs ?? momentOf(newest, options.share ?? 0.2);
  if (Number.isNaN(atMs)) throw new KindredError('invalid-options', 'atMs is no number.', { at: 'atMs' });
  const place = new Uint8Array(itemIndex.length);
  forEachUser(interactions, (user, from, until) => {
    place.fill(newest[user]! >= atMs ? HOLDOUT : TRAIN, from, until);
  });
  const { train } = splitPairs(interactions, place);
  const isHeldOut = (_: unknown, user: number) => newest[user]! >= atMs;
  return { train, sessions: sessionsOf(interactions).filter(isHeldOut), sessionIds: users.filter(isHeldOut) };
}
