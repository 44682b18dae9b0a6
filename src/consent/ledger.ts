import type { Degree } from './degree.ts';
import type { ConsentPolicy } from './policy.ts';
import type { GrantScope } from './scope.ts';

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
  return foldInto(new Map(), events);
}

/** The same for events that follow those that were folded before. */
export function foldInto(grants: Map<string, Grant>, events: readonly LedgerEvent[]): Map<string, Grant> {
  for (const { at, id, signals, changes } of events) {
    for (const change of changes) {
      const grant = { ...change, at, event: id, ...(signals && { signals }) };
      grants.set(grantKey(change.purpose, change.party), Object.freeze(grant));
    }
  }
  return grants;
}

export function grantKey(purpose: string, party: string): string {
  return `${purpose} ${party}`;
}

/** After a complete withdrawal nothing stays, the memory of it included; but where silence allows, it must be remembered. */
export function isNothingLeft(grants: Grants, { region }: ConsentPolicy): boolean {
  return region.model === 'opt-in' && [...grants.values()].every(({ decision }) => decision === 'withdrawn');
}

/** Whether the person's last word on it was to pause everything. */
export function isPausedBy(events: readonly LedgerEvent[], wasPaused = false): boolean {
  return events.reduce((isPaused, { type }) => type === 'paused' || (isPaused && type !== 'resumed'), wasPaused);
}
