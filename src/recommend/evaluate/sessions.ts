// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import { createRecommender, type Interactions, type LongRun, type Model, type RecommendQuery } from '../index.ts';
import { breathe, throwIfAborted } from '../long-run.ts';
import { parseMetrics } from './metrics.ts';
import { createTally } from './tally.ts';

/**
 * What may be recommended in a session: all but what was clicked last, nothing that was clicked in it, or anything. It moves the figures more than
 * algorithms do. A click that repeats what the policy keeps away counts all the same; it can only be missed.
 */
export const REPEAT_POLICIES = ['exclude-current', 'exclude-session', 'allow'] as const;

/** One of {@link REPEAT_POLICIES}. */
export type RepeatPolicy = (typeof REPEAT_POLICIES)[number];

/** How to evaluate sessions. */
export interface SessionOptions extends LongRun {
  /** Each as `name@k`; see `parseMetrics`, with one step of a session in place of a user. @defaultValue `['mrr@20', 'hitRate@20']` */
  readonly metrics?: readonly string[];
  /** @defaultValue `'exclude-current'` */
  readonly policy?: RepeatPolicy;
}

/** What an evaluation of sessions found. */
export interface SessionEvaluation {
  /** By the names that were asked for: means over steps. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly policy: RepeatPolicy;
  /** Sessions of two clicks or more. */
  readonly sessions: number;
  /** Clicks that were to be foreseen: all but the first of each session. */
  readonly steps: number;
  /** For each metric that has one the value of each step. */
  readonly values: Readonly<Record<string, Float64Array>>;
}

const STEPS_PER_BREATH = 64;

/**
 * The protocol `session-next`: each click of a session but the first is to be foreseen from those before it, out of the whole catalogue (as in
 * Ludewig & Jannach 2018, "Evaluation of session-based recommendation algorithms").
 *
 * @throws KindredError (as a rejection) `invalid-options`, `empty-input` where no session has two clicks, `aborted`
 *
 * @example
 * ```ts
 * import type { Model } from 'kindred/recommend';
 * import { evaluateSessions } from 'kindred/recommend/evaluate';
 *
 * export async function hitRate(model: Model): Promise<number | undefined> {
 *   const sessions = [['tea', 'pot', 'cup'], ['cup', 'pot']];
 *   return (await evaluateSessions(model, sessions, { policy: 'exclude-session' })).metrics['hitRate@20'];
 * }
 * ```
 */
export async function evaluateSessions(
  model: Model,
  sessions: readonly (readonly string[])[],
  options: SessionOptions = {},
): Promise<SessionEvaluation> {
  const { policy = 'exclude-current' } = options;
  const metrics = parseMetrics(options.metrics ?? ['mrr@20', 'hitRate@20']);
  const count = Math.max(...metrics.map(({ k }) => k));
  const limits = limitsOf(policy);
  const { recommend } = createRecommender(model);
  const tally = createTally(metrics, model);
  const long = sessions.filter(({ length }) => length > 1);
  throwIfAborted(options.signal);
  for (const [place, clicks] of long.entries()) {
    for (let step = 1; step < clicks.length; step++) {
      const session = clicks.slice(0, step);
      const list = recommend({ session, count, ...limits(session[step - 1]!) });
      tally.add(
        list.items.map(({ item }) => item),
        new Set([clicks[step]!]),
        session,
      );
    }
    if (place % STEPS_PER_BREATH === 0) await breathe(options, place, long.length);
  }
  await breathe(options, long.length, long.length);
  if (tally.lists === 0) throw noSteps();
  return { metrics: tally.metrics(), policy, sessions: long.length, steps: tally.lists, values: tally.values() };
}

function limitsOf(policy: RepeatPolicy): (current: string) => Pick<RecommendQuery, 'repeats' | 'exclude'> {
  switch (policy) {
    case 'exclude-current':
      return (current) => ({ repeats: 'allow', exclude: [current] });
    case 'exclude-session':
      return () => ({ repeats: 'exclude' });
    case 'allow':
      return () => ({ repeats: 'allow' });
    default:
      throw unknownPolicy(policy);
  }
}

/**
 * The clicks of each user, who stands for a session, the oldest first; of one moment those of the lower index. Each single click counts where the
 * interactions kept them, otherwise the newest of each item.
 *
 * @example
 * ```ts
 * import { createInteractions } from 'kindred/recommend';
 * import { sessionsOf } from 'kindred/recommend/evaluate';
 *
 * const clicks = createInteractions({ events: true });
 * clicks.add('session 1', 'tea', 1, 1000);
 * clicks.add('session 1', 'pot', 1, 2000);
 * clicks.add('session 1', 'tea', 1, 3000);
 * console.log(sessionsOf(clicks.build())); // [['tea', 'pot', 'tea']]
 * ```
 */
export function sessionsOf(interactions: Interactions): readonly (readonly string[])[] {
  const { users, items, userStart, itemIndex, time, events } = interactions;
  return users.map((_, user) => {
    const clicks: { readonly item: string; readonly at: number }[] = [];
    for (let p = userStart[user]!; p < userStart[user + 1]!; p++) {
      const item = items[itemIndex[p]!]!;
      if (events === undefined) clicks.push({ item, at: time[p]! });
      else for (const at of events.time.subarray(events.start[p], events.start[p + 1])) clicks.push({ item, at });
    }
    return clicks.sort((a, b) => a.at - b.at || 0).map(({ item }) => item);
  });
}

function noSteps(): KindredError {
  const message = 'Cannot evaluate: no session has two clicks. Check which column tells sessions.';
  return new KindredError('empty-input', message, { at: 'sessions' });
}

function unknownPolicy(policy: never): KindredError {
  const message = `Cannot evaluate: there is no policy ${JSON.stringify(policy)}. Give one of: ${REPEAT_POLICIES.join(', ')}.`;
  return new KindredError('invalid-options', message, { at: 'policy' });
}
