import { isRecord } from '../core/index.ts';
import { type Degree, isDegree } from './degree.ts';

/** What the person decided on one purpose for one party. */
export const DECISIONS = ['granted', 'refused', 'withdrawn'] as const;

/** One of {@link DECISIONS}. */
export type ConsentDecision = (typeof DECISIONS)[number];

/** One change that a ledger event makes. */
export interface GrantChange {
  readonly purpose: string;
  /** The party that it is about; `*` stands for every party. */
  readonly party: string;
  readonly decision: ConsentDecision;
  /** How much is granted; `none` when refused or withdrawn. */
  readonly degree: Degree;
}

/** One act of the person. The ledger is append-only: what is in force is a fold over it. */
export interface LedgerEvent {
  /** Version of this form. */
  readonly v: 1;
  /** Position in the ledger, from 0. */
  readonly seq: number;
  readonly id: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly type: ConsentDecision;
  readonly actor: 'person';
  readonly changes: readonly GrantChange[];
}

/** A permission in force, or its refusal. */
export interface Grant extends GrantChange {
  readonly at: number;
  /** Id of the ledger event that made it. */
  readonly event: string;
}

/** What is in force: the newest change for each purpose and party. */
export type Grants = ReadonlyMap<string, Grant>;

export function foldLedger(events: readonly LedgerEvent[]): Grants {
  const grants = new Map<string, Grant>();
  for (const event of events) {
    for (const change of event.changes) {
      grants.set(grantKey(change.purpose, change.party), Object.freeze({ ...change, at: event.at, event: event.id }));
    }
  }
  return grants;
}

export function grantKey(purpose: string, party: string): string {
  return `${purpose} ${party}`;
}

/** Reads a stored ledger; `undefined` for anything that is not one, so that a forged record counts as no choice. */
export function readLedger(input: unknown): readonly LedgerEvent[] | undefined {
  if (!Array.isArray(input)) return undefined;
  const events: LedgerEvent[] = [];
  for (const item of input) {
    const event = readLedgerEvent(item, events.length);
    if (!event) return undefined;
    events.push(event);
  }
  return Object.freeze(events);
}

function readLedgerEvent(input: unknown, expectedSeq: number): LedgerEvent | undefined {
  if (!isRecord(input) || !Array.isArray(input.changes)) return undefined;
  const { v, seq, id, at, type, actor } = input;
  if (v !== 1 || seq !== expectedSeq || typeof id !== 'string' || actor !== 'person') return undefined;
  if (typeof at !== 'number' || !Number.isFinite(at) || !isConsentDecision(type)) return undefined;
  const changes: GrantChange[] = [];
  for (const item of input.changes) {
    const change = readChange(item);
    if (!change) return undefined;
    changes.push(change);
  }
  return Object.freeze({ v, seq, id, at, type, actor, changes: Object.freeze(changes) });
}

function readChange(input: unknown): GrantChange | undefined {
  if (!isRecord(input)) return undefined;
  const { purpose, party, decision, degree } = input;
  if (typeof purpose !== 'string' || typeof party !== 'string') return undefined;
  if (!isConsentDecision(decision) || !isDegree(degree)) return undefined;
  // Only a grant grants: a refusal that claims a degree is a forgery.
  if ((decision === 'granted') === (degree === 'none')) return undefined;
  return Object.freeze({ purpose, party, decision, degree });
}

function isConsentDecision(value: unknown): value is ConsentDecision {
  return DECISIONS.some((decision) => decision === value);
}
