import { canonicalJson, deepFreeze, sha256, toHex, utf8 } from '../core/index.ts';
import type { Ledger, LedgerEvent } from './ledger.ts';

/**
 * The event's digest: lower-case hex SHA-256 over its canonical JSON (RFC 8785) without the signature.
 *
 * @example
 * ```ts
 * import { hashEvent, type LedgerEvent } from 'kindred/consent';
 *
 * const follows = (event: LedgerEvent, before: LedgerEvent) => event.prev === hashEvent(before);
 * ```
 */
export function hashEvent({ sig: _sig, ...event }: LedgerEvent): string {
  return toHex(sha256(utf8(canonicalJson(event))));
}

/**
 * What the first event of a source's ledger follows: lower-case hex SHA-256 of the source's name.
 *
 * @example
 * ```ts
 * import { chainStart } from 'kindred/consent';
 *
 * const prevOfTheFirst = chainStart('shop.example');
 * ```
 */
export function chainStart(source: string): string {
  return toHex(sha256(utf8(source)));
}

/** An act of the person before it is chained. */
export type Act = Omit<LedgerEvent, 'v' | 'actor' | 'seq' | 'prev'>;

/** The ledger with one more event, wherever that stood before. Time does not run backwards in it, whatever the clock does. */
export function chained({ source, events }: Ledger, act: Act): Ledger {
  const at = Math.max(act.at, events.at(-1)?.at ?? act.at);
  // A clock that was ahead once must not put off what is granted now.
  const changes = at > act.at ? act.changes.map((change) => ({ from: act.at, ...change })) : act.changes;
  return withHashes(source, [...events, { ...act, v: 1, actor: 'person', at, changes, seq: events.length, prev: '' }]);
}

/** The ledger of events of which the last may be without their hashes. */
export function withHashes(source: string, read: readonly LedgerEvent[]): Ledger {
  const events: LedgerEvent[] = [];
  const hash = (last = events.at(-1)) => (last ? hashEvent(last) : chainStart(source));
  for (const event of read) events.push(event.prev ? event : deepFreeze({ ...event, prev: hash() }));
  return Object.freeze({ source, events: Object.freeze(events), head: events[0] ? hash() : '' });
}
