import type { Ledger } from './ledger.ts';
import { type RefusedLedger, refusedLedger } from './ledger-refusal.ts';

export { type LedgerRefusal, refusedLedger } from './ledger-refusal.ts';
export { continueChain, readChain, sharedEvents } from './read-chain.ts';

/** What became of a ledger that was to be stored. */
export type LedgerStored =
  | {
      readonly kind: 'stored';
      /** Id of its first event, by which it is found again. */
      readonly id: string;
      /** How many of its events are new. */
      readonly added: number;
    }
  | RefusedLedger;

/** A ledger as a store keeps it. */
export interface StoredLedger {
  readonly id: string;
  readonly ledger: Ledger;
  /** The key with which its events are signed, as it came with the first of them. */
  readonly publicKey?: string;
  /** SHA-256 of its secret in hexadecimal, only to compare with: nobody is told. */
  readonly secretHash?: string;
}

/** What a ledger comes with. */
export interface LedgerPutOptions {
  /** The key with which it is signed. */
  readonly publicKey?: string;
  /** SHA-256, in hexadecimal, of the secret without which nobody may go on with it. */
  readonly secretHash?: string;
}

/** A ledger out of a store that nobody has verified since it was stored. */
export interface UnverifiedLedger {
  readonly id: string;
  readonly ledger: unknown;
}

/**
 * Keeps what people decided: the proof of permission. It only grows: a ledger is replaced by one that goes on where it ended, and by no
 * other. One contract holds every store: `consentStoreContract` in `kindred/testing`.
 */
export interface ConsentStore {
  readonly name: string;
  /**
   * Stores a ledger that is whole and goes on where the stored one ends. Anything else is refused with its reason, and nothing changes.
   * Once it has resolved the ledger is kept. What it comes with the first time, a key or a secret's digest, stays: none is added later.
   * @throws KindredError `storage-unavailable`, `storage-full`, `unavailable` (as a rejection; nothing was stored)
   */
  put(ledger: unknown, options?: LedgerPutOptions): Promise<LedgerStored>;
  /**
   * The ledger whose first event has that id.
   * @throws KindredError `invalid-ledger` (as a rejection) where it was changed since it was stored
   */
  get(id: string): Promise<StoredLedger | undefined>;
  /** The ledger that holds the event. @throws KindredError as {@link ConsentStore.get} */
  find(eventId: string): Promise<StoredLedger | undefined>;
  /** All ledgers as they lie there, whole or not, those that were there when it began. */
  list(): AsyncIterable<UnverifiedLedger>;
  /** Lets go of the store; may be called twice. Afterwards every other call rejects with `storage-unavailable`. */
  close(): Promise<void>;
}

/** What has to be known of the stored ledger to judge the next one. */
export interface StoredHead {
  readonly source: string;
  readonly events: number;
  readonly publicKey: string | undefined;
  readonly secretHash: string | undefined;
  /** The head that it had after so many events. */
  headAfter(events: number): string | undefined;
}

/** Why a whole ledger may not follow the stored one, or `undefined` where it may. */
export function refuseNext(
  { source, events, head }: Ledger,
  { publicKey, secretHash }: LedgerPutOptions,
  stored: StoredHead | undefined,
): RefusedLedger | undefined {
  if (stored === undefined) return undefined;
  // First: who does not know it is told nothing else.
  if (!isSameSecret(stored.secretHash, secretHash)) return refusedLedger('other-secret', 0);
  if (source !== stored.source) return refusedLedger('other-source', 0);
  if (publicKey !== undefined && publicKey !== stored.publicKey) return refusedLedger('other-key', 0);
  const shared = Math.min(events.length, stored.events);
  const headAfter = shared === events.length ? head : events[shared]?.prev;
  if (headAfter !== stored.headAfter(shared)) return refusedLedger('forked', shared - 1);
  return events.length < stored.events ? refusedLedger('shorter', events.length) : undefined;
}

/**
 * Whether a digest is that of the stored secret; whatever came counts where none is stored. It takes as long wherever they differ, so that
 * nobody finds it out digit by digit.
 */
export function isSameSecret(stored: string | undefined, given: string | undefined): boolean {
  if (stored === undefined) return true;
  if (given?.length !== stored.length) return false;
  let difference = 0;
  for (let at = 0; at < stored.length; at++) difference |= stored.charCodeAt(at) ^ given.charCodeAt(at);
  return difference === 0;
}
