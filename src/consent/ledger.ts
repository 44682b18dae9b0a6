import { deepFreeze, isRecord } from '../core/index.ts';
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
      grants.set(grantKey(change.purpose, change.party), deepFreeze({ ...change, at: event.at, event: event.id }));
    }
  }
  return grants;
}

export function grantKey(purpose: string, party: string): string {
  return `${purpose} ${party}`;
}

/** Reads a stored ledger, and freezes it; `undefined` for anything that is not one, so that a forged record counts as no choice. */
export function readLedger(text: string): readonly LedgerEvent[] | undefined {
  try {
    const input: unknown = JSON.parse(text);
    return Array.isArray(input) && input.every(isLedgerEvent) ? deepFreeze(input) : undefined;
  } catch {
    return undefined;
  }
}

function isLedgerEvent(input: unknown, position: number): input is LedgerEvent {
  if (!isRecord(input)) return false;
  const { v, seq, id, at, type, actor, changes } = input;
  return (
    v === 1 &&
    seq === position &&
    typeof id === 'string' &&
    Number.isFinite(at) &&
    isConsentDecision(type) &&
    actor === 'person' &&
    Array.isArray(changes) &&
    changes.every(isChange)
  );
}

function isChange(input: unknown): input is GrantChange {
  if (!isRecord(input)) return false;
  const { purpose, party, decision, degree } = input;
  return (
    typeof purpose === 'string' &&
    typeof party === 'string' &&
    isConsentDecision(decision) &&
    isDegree(degree) &&
    // Only a grant grants: a refusal that claims a degree is a forgery.
    (decision === 'granted') === (degree !== 'none')
  );
}

function isConsentDecision(value: unknown): value is ConsentDecision {
  return DECISIONS.some((decision) => decision === value);
}
