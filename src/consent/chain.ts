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
  return digestOf(canonicalJson(event));
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
  return digestOf(source);
}

/** Lower-case hex SHA-256 of a text. */
function digestOf(text: string): string {
  return toHex(sha256(utf8(text)));
}

/** An act of the person before it is chained. */
export type Act = Omit<LedgerEvent, 'v' | 'actor' | 'seq' | 'prev'>;

/** The ledger with one more event, wherever that stood before. Time does not run backwards in it, whatever the clock does. */
export function chained({ source, events, head }: Ledger, act: Act): Ledger {
  const at = Math.max(act.at, events.at(-1)?.at ?? act.at);
  const next: LedgerEvent = deepFreeze({
    ...act,
    v: 1,
    actor: 'person',
    at,
    // A clock that was ahead once must not put off what is granted now.
    changes: at > act.at ? act.changes.map((change) => ({ from: act.at, ...change })) : act.changes,
    seq: events.length,
    prev: head || chainStart(source),
  });
  return Object.freeze({ source, events: Object.freeze([...events, next]), head: hashEvent(next) });
}
