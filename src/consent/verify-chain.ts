import { deepFreeze, isRecord } from '../core/index.ts';
import { chainStart, hashEvent } from './chain.ts';
import type { Ledger } from './ledger.ts';
import { isLedgerEvent } from './ledger-form.ts';

/** Whether a chain is whole; if not, the position of the first event that cannot be trusted, and why. */
export type ChainVerdict =
  | { readonly ok: true; readonly events: number; readonly head: string }
  | { readonly ok: false; readonly at: number; readonly why: 'not-a-ledger' | 'changed' | 'order' | 'time' | 'head' };

/**
 * Checks a ledger's form, order, times and hashes, without a network. `changed` names the event at which the chain first fails: that event
 * is not followed by what it says, or was altered.
 *
 * @example
 * ```ts
 * import { verifyChain } from 'kindred/consent';
 *
 * const verdict = verifyChain(JSON.parse('{"source":"shop.example","events":[],"head":""}'));
 * if (!verdict.ok) console.error(`Event ${verdict.at}: ${verdict.why}`);
 * ```
 */
export function verifyChain(input: unknown): ChainVerdict {
  try {
    const { source, events, head } = isRecord(input) ? input : {};
    if (typeof source !== 'string' || !Array.isArray(events)) return broken(0, 'not-a-ledger');
    if (events.length === 0) return head === '' ? { ok: true, events: 0, head } : broken(0, 'head');
    return verifyEvents(events, head, { seq: 0, at: 0, hash: chainStart(source) });
  } catch {
    // Members nested by the thousand, which no ledger has.
    return broken(0, 'not-a-ledger');
  }
}

/** Where a chain stands: how many events it has, the time of the last, and what the next one must follow. */
export interface ChainPlace {
  readonly seq: number;
  readonly at: number;
  readonly hash: string;
}

/** The same for the events that follow a place in a chain. @throws RangeError for what nests by the thousand */
export function verifyEvents(events: readonly unknown[], head: unknown, place: ChainPlace): ChainVerdict {
  let { seq, at, hash } = place;
  for (const event of events) {
    if (!isLedgerEvent(event)) return broken(seq, 'not-a-ledger');
    if (event.seq !== seq) return broken(seq, 'order');
    if (event.at < at) return broken(seq, 'time');
    // What does not match is the event before, or this one's word about it: the former is where the eye should go.
    if (event.prev !== hash) return broken(Math.max(0, seq - 1), 'changed');
    hash = hashEvent(event);
    at = event.at;
    seq++;
  }
  return hash === head ? { ok: true, events: seq, head: hash } : broken(seq - 1, 'head');
}

function broken(at: number, why: Extract<ChainVerdict, { ok: false }>['why']): ChainVerdict {
  return { ok: false, at, why };
}

/**
 * Reads a stored ledger, and freezes it; `undefined` for anything that is not a whole one, so that a forged record counts as no choice.
 *
 * @example
 * ```ts
 * import { readLedger } from 'kindred/consent';
 *
 * const choices = readLedger('{"source":"shop.example","events":[],"head":""}')?.events.length;
 * ```
 */
export function readLedger(text: string): Ledger | undefined {
  try {
    const input: unknown = JSON.parse(text);
    if (!isLedger(input)) return undefined;
    // Nothing but the ledger: what lies beside it is not handed on with it.
    const { source, events, head } = input;
    return deepFreeze({ source, events, head });
  } catch {
    return undefined;
  }
}

function isLedger(input: unknown): input is Ledger {
  return verifyChain(input).ok;
}
