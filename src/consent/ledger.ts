import { canonicalJson, deepFreeze, isRecord, sha256, toHex, utf8 } from '../core/index.ts';
import { type Degree, isDegree } from './degree.ts';
import { type GrantScope, isScope } from './scope.ts';

/** What the person decided on one purpose for one party. */
export const DECISIONS = ['granted', 'refused', 'withdrawn'] as const;

/** One of {@link DECISIONS}. */
export type ConsentDecision = (typeof DECISIONS)[number];

/** Stands for every party that the policy names. */
export const ANY_PARTY = '*';

/** One change that a ledger event makes. */
export interface GrantChange {
  readonly purpose: string;
  /** A party, a group of them, or `*` for every party. */
  readonly party: string;
  readonly decision: ConsentDecision;
  /** How much is granted; `none` when refused or withdrawn. */
  readonly degree: Degree;
  /** `default` where the person has said nothing and the law of the place lets people opt out. */
  readonly basis?: 'consent' | 'default';
  /** Limits besides the degree. */
  readonly scope?: GrantScope;
  /** In force from then on: milliseconds since 1970-01-01 UTC. The time of the event unless given. */
  readonly from?: number;
  /** In force until then, exclusive. */
  readonly until?: number;
  /** From then on the person is asked to look again. */
  readonly review?: number;
  /** Tags and keywords of interest that the person releases with it. */
  readonly tags?: readonly string[];
  /** Version of the purpose that was decided on. */
  readonly version?: string;
  /** Whom a permission for a group or for `*` covers: those who belonged to it then. */
  readonly members?: readonly string[];
}

/** What the person did; `default` notes what the law of the place allows until the person says otherwise. */
export const LEDGER_EVENT_TYPES = [
  'granted',
  'refused',
  'withdrawn',
  'paused',
  'resumed',
  'imported',
  'default',
] as const;

/** One of {@link LEDGER_EVENT_TYPES}. */
export type LedgerEventType = (typeof LEDGER_EVENT_TYPES)[number];

/** One act of the person. The ledger is append-only: what is in force is a fold over it. */
export interface LedgerEvent {
  /** Version of this form. */
  readonly v: 1;
  /** Position in the ledger, from 0. */
  readonly seq: number;
  readonly id: string;
  /** Milliseconds since 1970-01-01 UTC; never before the event that it follows. */
  readonly at: number;
  readonly type: LedgerEventType;
  readonly actor: 'person';
  readonly changes: readonly GrantChange[];
  /** Version of the policy that the person saw. */
  readonly notice: string;
  /** Signals, such as `gpc`, that were on while the person chose. */
  readonly signals?: readonly string[];
  /** {@link hashEvent} of the event before; for the first the digest of the source, so that no ledger passes for another site's. */
  readonly prev: string;
  /** Base64url signature over the event's hash; see `kindred/consent/receipts`. */
  readonly sig?: string;
}

/** All that a person decided at one source. */
export interface Ledger {
  /** The site's own party id. */
  readonly source: string;
  readonly events: readonly LedgerEvent[];
  /** {@link hashEvent} of the last event; empty when there is none. */
  readonly head: string;
}

/** A permission in force, or its refusal. */
export interface Grant extends GrantChange {
  readonly at: number;
  /** Id of the ledger event that made it. */
  readonly event: string;
  /** Signals that were on while the person chose. */
  readonly signals?: readonly string[];
}

/** What is in force: the newest change for each purpose and party. */
export type Grants = ReadonlyMap<string, Grant>;

/**
 * What is in force after the events, by purpose and party.
 *
 * @example
 * ```ts
 * import { foldLedger, type Ledger } from 'kindred/consent';
 *
 * const granted = ({ events }: Ledger) => [...foldLedger(events).values()].filter(({ decision }) => decision === 'granted');
 * ```
 */
export function foldLedger(events: readonly LedgerEvent[]): Grants {
  const grants = new Map<string, Grant>();
  for (const { at, id, signals, changes } of events) {
    for (const change of changes) {
      const grant = { ...change, at, event: id, ...(signals && { signals }) };
      grants.set(grantKey(change.purpose, change.party), deepFreeze(grant));
    }
  }
  return grants;
}

export function grantKey(purpose: string, party: string): string {
  return `${purpose} ${party}`;
}

/** Whether the person's last word on it was to pause everything. */
export function isPausedBy(events: readonly LedgerEvent[]): boolean {
  return events.reduce((isPaused, { type }) => type === 'paused' || (isPaused && type !== 'resumed'), false);
}

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
    return follow(isRecord(input) ? input : {});
  } catch {
    // Members nested by the thousand, which no ledger has.
    return broken(0, 'not-a-ledger');
  }
}

function follow({ source, events, head }: Readonly<Record<string, unknown>>): ChainVerdict {
  if (typeof source !== 'string' || !Array.isArray(events)) return broken(0, 'not-a-ledger');
  let hash = chainStart(source);
  let at = 0;
  if (events.length === 0) return head === '' ? { ok: true, events: 0, head } : broken(0, 'head');
  for (const [position, event] of events.entries()) {
    if (!isLedgerEvent(event)) return broken(position, 'not-a-ledger');
    if (event.seq !== position) return broken(position, 'order');
    if (event.at < at) return broken(position, 'time');
    // What does not match is the event before, or this one's word about it: the former is where the eye should go.
    if (event.prev !== hash) return broken(Math.max(0, position - 1), 'changed');
    hash = hashEvent(event);
    at = event.at;
  }
  return hash === head ? { ok: true, events: events.length, head: hash } : broken(events.length - 1, 'head');
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

function isLedgerEvent(input: unknown): input is LedgerEvent {
  if (!isRecord(input)) return false;
  const { v, seq, id, at, type, actor, changes, notice, signals, prev, sig } = input;
  return (
    v === 1 &&
    typeof seq === 'number' &&
    typeof id === 'string' &&
    isTime(at) &&
    isOneOf(LEDGER_EVENT_TYPES, type) &&
    actor === 'person' &&
    typeof notice === 'string' &&
    typeof prev === 'string' &&
    isTextOrUnset(sig) &&
    isTextsOrUnset(signals) &&
    Array.isArray(changes) &&
    changes.every(isChange)
  );
}

function isChange(input: unknown): input is GrantChange {
  if (!isRecord(input)) return false;
  const { purpose, party, decision, degree, basis, scope, from, until, review, tags, version, members } = input;
  return (
    typeof purpose === 'string' &&
    typeof party === 'string' &&
    isOneOf(DECISIONS, decision) &&
    isDegree(degree) &&
    // Only a grant grants: a refusal that claims a degree is a forgery.
    (decision === 'granted') === (degree !== 'none') &&
    (basis === undefined || basis === 'consent' || basis === 'default') &&
    (scope === undefined || isScope(scope)) &&
    [from, until, review].every((time) => time === undefined || isTime(time)) &&
    isTextOrUnset(version) &&
    isTextsOrUnset(tags) &&
    isTextsOrUnset(members)
  );
}

/** What a date can tell (ECMA-262, 21.4.1.1). */
const isTime = (value: unknown) => typeof value === 'number' && Math.abs(value) <= 8.64e15;

const isTextOrUnset = (value: unknown) => value === undefined || typeof value === 'string';

const isTextsOrUnset = (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'string'));

function isOneOf(list: readonly string[], value: unknown): boolean {
  return list.some((item) => item === value);
}
