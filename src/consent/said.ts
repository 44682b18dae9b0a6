import { isRecord, isString } from '../core/at-once.ts';
import type { TextStore } from '../core/index.ts';
import type { Choice } from './choice.ts';

/** What the person said, as it is kept until it is an event of the ledger. */
export interface Said {
  /** The event's. */
  readonly id: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly type: 'chosen' | 'granted' | 'withdrawn' | 'paused' | 'resumed';
  /** Pairs of purpose and party, with what was chosen. */
  readonly choices: readonly Choice[];
  /** Signals that were on. */
  readonly signals: readonly string[];
  /** A sum of the policy that the person saw. */
  readonly policy: string;
}

/** What was said and is no event yet, oldest first. Nothing here throws. */
export interface Waiting {
  /** What is in this tab's memory alone. */
  held: readonly Said[];
  /** In this tab and, where it could be stored, in others. */
  all(): readonly Said[];
  /** Keeps it on disk, or only in this tab's memory. Whether it is on disk now. */
  add(said: Said): boolean;
}

export const SAID_KEY = 'said';

export function createWaiting(store: TextStore | undefined): Waiting {
  const waiting: Waiting = {
    held: [],
    all() {
      try {
        const stored: unknown = JSON.parse(store?.get(SAID_KEY) ?? '[]');
        return [...[stored].flat().filter(isSaid), ...waiting.held];
      } catch {
        return waiting.held;
      }
    },
    add(said) {
      waiting.held = [...waiting.held, said];
      try {
        if (!store) return false;
        store.set(SAID_KEY, JSON.stringify(waiting.all()));
        waiting.held = [];
        return true;
      } catch {
        // There is no room: it holds for this page.
        return false;
      }
    },
  };
  return waiting;
}

/** Its choices are checked when they are recorded. */
function isSaid(value: unknown): value is Said {
  return isRecord(value) && isString(value.id) && Array.isArray(value.choices);
}
