import { frozenJson, ownValue } from '../core/index.ts';
import type { Ledger } from './ledger.ts';
import { type RefusedLedger, refusedLedger } from './ledger-refusal.ts';
import { type ChainVerdict, verifyChain, verifyEvents } from './verify-chain.ts';

/** A ledger that holds, or why it does not. */
export type ChainReading = { readonly kind: 'ledger'; readonly ledger: Ledger } | RefusedLedger;

/** More than a body of 10 MB can hold in acts, each of which may be about every purpose and party. */
const MAX_VALUES = 2_000_000;

/** Ledgers that were read here: they are frozen, so what was verified stays true. */
const verified = new WeakSet<Ledger>();

/** The ledger as own, frozen data, if it is whole and not empty; its refusal otherwise. Never throws. */
export function readChain(input: unknown): ChainReading {
  if (isVerified(input)) return { kind: 'ledger', ledger: input };
  const copy = copyOf(input);
  const verdict = verifyChain(copy);
  if (!verdict.ok) return refusedLedger(verdict.why, verdict.at);
  return isWhole(copy, verdict) ? accepted(copy) : refusedLedger('not-a-ledger', 0);
}

/**
 * A ledger of which only the end came: its last events, from any place of the known one on, and the head. Only they are verified; the
 * beginning is the known one's. `forked` where they do not follow it. Never throws.
 */
export function continueChain(known: Ledger, input: unknown): ChainReading {
  const end = copyOf(input);
  const [events, head] = [ownValue(end, 'events'), ownValue(end, 'head')];
  if (!Array.isArray(events)) return refusedLedger('not-a-ledger', 0);
  const [first] = events;
  const seq = ownValue(first, 'seq');
  const before = known.events.slice(0, typeof seq === 'number' && seq > 0 ? seq : 0);
  const hash = headAfter(known, before.length);
  const last = before.at(-1);
  if (!last || hash === undefined || ownValue(first, 'prev') !== hash)
    return refusedLedger('forked', before.length - 1);
  const verdict = verifyEvents(events, head, { seq: before.length, at: last.at, hash });
  const whole: unknown = Object.freeze({ source: known.source, events: Object.freeze([...before, ...events]), head });
  if (!verdict.ok) return refusedLedger(verdict.why, verdict.at);
  return isWhole(whole, verdict) ? accepted(whole) : refusedLedger('not-a-ledger', 0);
}

/** The head that a ledger had after so many events. */
function headAfter({ events, head }: Ledger, count: number): string | undefined {
  return count === events.length ? head : events[count]?.prev;
}

/** How many events two ledgers have in common, from the first on. */
export function sharedEvents(one: Ledger, other: Ledger): number {
  let shared = 0;
  while (shared < one.events.length && headAfter(one, shared + 1) === headAfter(other, shared + 1)) shared++;
  return shared;
}

function copyOf(input: unknown): unknown {
  try {
    return frozenJson(input, { code: 'invalid-ledger', maxValues: MAX_VALUES });
  } catch {
    return undefined;
  }
}

function accepted(ledger: Ledger): ChainReading {
  if (ledger.events.length === 0) return refusedLedger('empty', 0);
  const twice = firstTwice(ledger.events.map(({ id }) => id));
  if (twice >= 0) return refusedLedger('taken', twice);
  verified.add(ledger);
  return { kind: 'ledger', ledger };
}

function isVerified(input: unknown): input is Ledger {
  const known: WeakSet<object> = verified;
  return typeof input === 'object' && input !== null && known.has(input);
}

/** Where an id stands that is empty or was there before; -1 where none does. */
function firstTwice(ids: readonly string[]): number {
  const seen = new Set(['']);
  return ids.findIndex((id) => seen.size === seen.add(id).size);
}

/** The verdict is the evidence: it has looked at every member. */
function isWhole(_input: unknown, { ok }: ChainVerdict): _input is Ledger {
  return ok;
}
