// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions, SessionModel } from '../index.ts';
import { breathe } from '../long-run.ts';
import { type AlgorithmEntry, defineAlgorithm } from './algorithm.ts';
import { modelBase } from './model-base.ts';
import { type OptionTable, resolveOptions } from './option-table.ts';
import type { VmisSpec } from './spec.ts';

const OPTIONS = {
  recent: {
    kind: 'whole',
    default: 1502,
    min: 1,
    max: 1_000_000,
    help: 'how many of the newest sessions are looked at (m)',
    tries: [250, 500, 1000, 1502, 2500],
  },
  nearest: {
    kind: 'whole',
    default: 288,
    min: 1,
    max: 1_000_000,
    help: 'how many of them speak, the most similar (k)',
    tries: [50, 100, 288, 500, 1000],
  },
  last: {
    kind: 'whole',
    default: 4,
    min: 1,
    max: 1000,
    help: 'how many of the last clicks of a session are looked at',
    tries: [1, 2, 3, 4, 6, 9],
  },
  idf: {
    kind: 'number',
    default: 2,
    min: 0,
    max: 1000,
    help: 'how much more rare items count',
    tries: [0, 1, 2, 5],
  },
  longest: {
    kind: 'whole',
    default: 48,
    min: 1,
    max: 1_000_000,
    help: 'sessions of more clicks are left out',
  },
  current: {
    kind: 'choice',
    default: 'exclude',
    choices: ['exclude', 'allow'],
    help: 'whether the item that was clicked last may be recommended',
  },
} as const satisfies OptionTable;

/**
 * VMIS-kNN: the sessions most like the present one say what comes next. Of an item's sessions the newest `recent` (m) are looked at, of
 * those in all the newest m again, and of these the `nearest` (k) speak, for all of their items; see `serve/scorers/sessions.ts`
 * for the formula. The model is the sessions themselves, the oldest first, without who they belong to.
 *
 * Here a user of the interactions is one session. Sessions of more than `longest` clicks (bots, shared machines) are left out.
 *
 * Time: sorting the sessions. Memory: 4 bytes for each session and item, and the model.
 */
export const vmis: AlgorithmEntry = defineAlgorithm({
  name: 'vmis',
  kind: 'sessions',
  reads: 'events',
  summary: 'what the most similar sessions went on with; each user is a session',
  paper:
    'Kersbergen, Sprangers, Schelter 2022, "Serenade: low-latency session-based recommendation in e-commerce at scale"',
  options: OPTIONS,
  async train(interactions, options, run) {
    await breathe(run, 0, 1);
    const sessions = sessionsOf(interactions, options.longest);
    await breathe(run, 1, 1);
    const spec = { algorithm: 'vmis', ...options, weights: 'binary' };
    return { kind: 'sessions', ...modelBase(interactions, spec, run), ...sessions };
  },
});

/** The oldest first; of the same time in the order of their ids. */
function sessionsOf(interactions: Interactions, longest: number): Pick<SessionModel, 'sessionStart' | 'sessionItem'> {
  const { users, userStart, itemIndex, time, events } = interactions;
  const newest = new Float64Array(users.length);
  const kept: number[] = [];
  for (let user = 0; user < users.length; user++) {
    const [from, until] = [userStart[user]!, userStart[user + 1]!];
    const clicks = events === undefined ? until - from : events.start[until]! - events.start[from]!;
    if (clicks > longest) continue;
    newest[user] = newestOf(time, from, until);
    kept.push(user);
  }
  kept.sort((a, b) => newest[a]! - newest[b]! || a - b);
  const sessionStart = new Uint32Array(kept.length + 1);
  kept.forEach((user, n) => {
    sessionStart[n + 1] = sessionStart[n]! + userStart[user + 1]! - userStart[user]!;
  });
  const sessionItem = new Uint32Array(sessionStart[kept.length]!);
  kept.forEach((user, n) => {
    sessionItem.set(itemIndex.subarray(userStart[user], userStart[user + 1]), sessionStart[n]);
  });
  return { sessionStart, sessionItem };
}

/** Sessions without any time are the oldest. */
function newestOf(time: Float64Array, from: number, until: number): number {
  let newest = 0;
  for (let p = from; p < until; p++) if (time[p]! > newest) newest = time[p]!;
  return newest;
}

/** Its options, nothing left open. @throws KindredError `invalid-options` */
export function resolveVmis(given: Readonly<Record<string, unknown>>): VmisOptions {
  return resolveOptions('vmis', OPTIONS, given);
}

/** The options of VMIS-kNN, nothing left open. */
export type VmisOptions = Required<Omit<VmisSpec, 'algorithm'>>;
