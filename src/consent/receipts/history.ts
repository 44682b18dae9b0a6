import { deepFreeze } from '../../core/index.ts';
import type { Degree } from '../degree.ts';
import { ANY_PARTY, type ConsentDecision, type GrantChange, type Ledger, type LedgerEvent } from '../ledger.ts';
import type { GrantScope } from '../scope.ts';

/** How a permission stood from a moment on; `paused` and `resumed` are about all of them. */
export const CONSENT_STATES = ['given', 'refused', 'withdrawn', 'expired', 'paused', 'resumed'] as const;

/** One of {@link CONSENT_STATES}. */
export type ConsentStateName = (typeof CONSENT_STATES)[number];

/** One line of the history of permissions. */
export interface HistoryEntry {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly state: ConsentStateName;
  /** `*` for all of them. */
  readonly purpose: string;
  /** A party, a group, or `*`. */
  readonly party: string;
  readonly degree: Degree;
  /** In force from then on, where that is not at once. */
  readonly from?: number;
  /** In force until then, exclusive; unset without an end. */
  readonly until?: number;
  readonly scope?: GrantScope;
  readonly tags?: readonly string[];
  readonly members?: readonly string[];
  /** Version of the policy that the person saw. */
  readonly notice: string;
  readonly signals?: readonly string[];
  /** Id of the ledger event that it follows from. */
  readonly event: string;
  /** Who made it so: the person, or time that ran out. */
  readonly by: 'person' | 'time';
}

const STATES: Readonly<Record<ConsentDecision, ConsentStateName>> = {
  granted: 'given',
  refused: 'refused',
  withdrawn: 'withdrawn',
};

/**
 * What happened to each permission, oldest first: what the person did, and what ended by itself before `now`.
 *
 * @example
 * ```ts
 * import type { Ledger } from 'kindred/consent';
 * import { consentHistory } from 'kindred/consent/receipts';
 *
 * const withdrawals = (ledger: Ledger, now: number) =>
 *   consentHistory(ledger, { now }).filter(({ state }) => state === 'withdrawn');
 * ```
 */
export function consentHistory({ events }: Ledger, { now }: { readonly now: number }): readonly HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  /** The newest permission for each purpose and party. */
  const open = new Map<string, HistoryEntry>();
  const expire = (key: string, before: number) => {
    const given = open.get(key);
    // A permission that had ended when it was given ends then.
    if (given?.until !== undefined && given.until <= before)
      entries.push(expired(given, Math.max(given.at, given.until)));
    open.delete(key);
  };
  for (const entry of events.flatMap(entriesOf)) {
    const key = JSON.stringify([entry.purpose, entry.party]);
    expire(key, entry.at);
    entries.push(entry);
    if (entry.state === 'given') open.set(key, entry);
  }
  for (const key of [...open.keys()]) expire(key, now);
  return deepFreeze(entries.sort((a, b) => a.at - b.at));
}

function entriesOf(event: LedgerEvent): readonly HistoryEntry[] {
  const { at, id, type, notice, signals, changes } = event;
  const common = { at, notice, ...(signals && { signals }), event: id, by: 'person' } as const;
  if (type === 'paused' || type === 'resumed') {
    return [{ state: type, purpose: '*', party: ANY_PARTY, degree: 'none', ...common }];
  }
  return changes.map((change) => ({ ...entryOf(change), ...common }));
}

function entryOf(change: GrantChange): Pick<HistoryEntry, 'state' | 'purpose' | 'party' | 'degree'> & Limits {
  const { purpose, party, decision, degree, from, until, scope, tags, members } = change;
  return {
    state: STATES[decision],
    purpose,
    party,
    degree,
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(scope && { scope }),
    ...(tags && { tags }),
    ...(members && { members }),
  };
}

type Limits = Pick<HistoryEntry, 'from' | 'until' | 'scope' | 'tags' | 'members'>;

function expired({ purpose, party, notice, event }: HistoryEntry, at: number): HistoryEntry {
  return { at, state: 'expired', purpose, party, degree: 'none', notice, event, by: 'time' };
}
