import { createInteractions, type Interactions } from '../../index.ts';

/** What is known of one pair. */
interface Pair {
  readonly weight: number;
  readonly timeMs?: number;
}

/** One user's items, with what they count. */
export type LiveHistory = ReadonlyMap<string, Pair>;

/** Pairs of user and item that come and go. */
export interface LivePairs {
  historyOf(user: string): LiveHistory;
  /** Weights of the same pair add up, and the newest time stays. */
  add(user: string, item: string, weight: number, timeMs: number | undefined): void;
  /** Whether there was such a pair. */
  remove(user: string, item: string): boolean;
  forget(user: string): void;
  toInteractions(): Interactions;
}

const NOTHING: LiveHistory = new Map();

export function createLivePairs({ users, items, userStart, itemIndex, weight, time }: Interactions): LivePairs {
  const histories = new Map<string, Map<string, Pair>>();
  users.forEach((user, place) => {
    const history = new Map<string, Pair>();
    for (let entry = userStart[place] ?? 0; entry < (userStart[place + 1] ?? 0); entry++) {
      const at = time[entry] ?? Number.NaN;
      history.set(items[itemIndex[entry] ?? 0] ?? '', pairOf(weight[entry] ?? 1, Number.isNaN(at) ? undefined : at));
    }
    histories.set(user, history);
  });

  return {
    historyOf: (user) => histories.get(user) ?? NOTHING,
    add(user, item, weight, timeMs) {
      const history = histories.get(user) ?? new Map<string, Pair>();
      histories.set(user, history);
      const before = history.get(item);
      history.set(item, pairOf((before?.weight ?? 0) + weight, newest(before?.timeMs, timeMs)));
    },
    remove(user, item) {
      const history = histories.get(user);
      const isThere = history?.delete(item) === true;
      if (history?.size === 0) histories.delete(user);
      return isThere;
    },
    forget: (user) => void histories.delete(user),
    toInteractions() {
      const builder = createInteractions();
      for (const [user, history] of histories) {
        for (const [item, { weight, timeMs }] of history) builder.add(user, item, weight, timeMs);
      }
      return builder.build();
    },
  };
}

function pairOf(weight: number, timeMs: number | undefined): Pair {
  return timeMs === undefined ? { weight } : { weight, timeMs };
}

function newest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
