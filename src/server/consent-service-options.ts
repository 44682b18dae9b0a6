import type { ConsentStore } from '../consent/consent-store.ts';
import { keyBytes, type TokenKey } from '../consent/token/token-key.ts';
import { type Clock, KindredError } from '../core/index.ts';
import type { EventStore } from '../events/index.ts';
import type { VerifySignatures } from './proof.ts';
import type { Report } from './report.ts';

/** What the server side of permissions needs. */
export interface ConsentServiceOptions {
  /** Where ledgers are kept. */
  readonly consents: ConsentStore;
  /** Where events are kept: what a withdrawn permission allowed is erased there. */
  readonly events: EventStore;
  /** The site's own party id, as pages give it to `createKindred`. */
  readonly source: string;
  /** What pages ask for. */
  readonly policy: unknown;
  /** Secrets of at least 16 bytes: the first one signs tokens; those after it were used before. */
  readonly keys: readonly TokenKey[];
  /** How long a token is good for. Default: 7 days. */
  readonly tokenLifetimeMs?: number;
  /** Verifies signed ledgers; without it a ledger that comes with a key is refused. */
  readonly verifySignatures?: VerifySignatures;
  /** The clock. Default: the system's. */
  readonly clock?: Clock;
  /**
   * Whether a ledger that is new here must come with a secret, so that nobody else to whom the person gives the ledger can erase or export
   * in their name. Default: true.
   */
  readonly requireSecret?: boolean;
  /** Bytes that a body may have, before and after inflating. Default: 10 MB, hundreds of acts about every purpose and every one of twenty parties. */
  readonly maxBodyBytes?: number;
  /** How many requests are worked on at the same time, and how many that may be large arrive at the same time; others are told to come again. Default: 16. */
  readonly maxConcurrent?: number;
  /** Origins, such as `https://shop.example`, whose pages may call besides the server's own. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Hears what the developer should know. Reports never contain visitor data. */
  readonly onReport?: (report: Report) => void;
}

/** @throws KindredError `invalid-options` */
export function requireOptions(
  { events, consents, source, keys }: ConsentServiceOptions,
  numbers: Readonly<Record<string, number>>,
): void {
  if (typeof events?.erase !== 'function') throw invalidOption('events', 'needs an event store that can erase');
  if (typeof consents?.put !== 'function') throw invalidOption('consents', 'needs a consent store');
  if (typeof source !== 'string' || source === '') throw invalidOption('source', "needs the site's own party id");
  if (!Array.isArray(keys) || keys.length === 0) throw invalidOption('keys', 'needs at least one secret');
  keys.forEach(keyBytes);
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(value) || value < 1) throw invalidOption(name, 'is not a whole number from 1');
  }
}

function invalidOption(at: string, problem: string): KindredError {
  return new KindredError('invalid-options', `${at}: createConsentService ${problem}.`, { at });
}
