import { deepFreeze } from '../core/at-once.ts';
import type { Answers } from './answer.ts';
import type { Degree } from './degree.ts';
import { ANY_PARTY, type ConsentDecision, grantKey, type LedgerEvent } from './ledger.ts';
import { type Authority, isAsked, type Standing } from './standing.ts';

/** What the person chose for one purpose, for the shop itself. */
export interface ConsentChoice {
  readonly decision: ConsentDecision | 'unset';
  readonly degree: Degree;
  readonly at: number | undefined;
}

/** A pair on which the person is to be asked, and why. */
export interface PendingChoice {
  readonly purpose: string;
  readonly party: string;
  readonly why: 'unset' | 'expired' | 'outdated' | 'review';
}

/** A pair on which a signal of the browser and the person's own choice disagree. */
export interface SignalConflict {
  readonly purpose: string;
  readonly party: string;
  /** For example `gpc`. */
  readonly signal: string;
  /** What holds: the signal, or the choice where it was made while the signal was on. */
  readonly holds: 'signal' | 'choice';
}

/** A frozen picture of all choices. */
export interface ConsentState {
  readonly choices: Readonly<Record<string, ConsentChoice>>;
  /** The pairs on which the person is to be asked. */
  readonly pending: readonly PendingChoice[];
  /** Whether there is one. */
  readonly needsChoice: boolean;
  readonly isPaused: boolean;
  readonly conflicts: readonly SignalConflict[];
  /** The pairs that are allowed because the person has said nothing, and of which the ledger does not know yet. */
  readonly silent: readonly { readonly purpose: string; readonly party: string }[];
  /** The ledger, oldest first. */
  readonly events: readonly LedgerEvent[];
  /** When this may change by itself: milliseconds since 1970-01-01 UTC, or Infinity. */
  readonly until: number;
}

const NEVER = Number.POSITIVE_INFINITY;

export function stateOf(
  authority: Authority,
  { standing }: Answers,
  { events, isPaused }: Pick<ConsentState, 'events' | 'isPaused'>,
  now: number,
): ConsentState {
  const { source, policy, grants } = authority;
  const pending: PendingChoice[] = [];
  const conflicts: SignalConflict[] = [];
  const silent: ConsentState['silent'][number][] = [];
  let until = NEVER;
  for (const purpose of policy.purposes) {
    for (const party of [source, ...policy.parties.map(({ id }) => id)]) {
      const at = standing(purpose.id, party, now);
      if (!at || !isAsked(policy, source, purpose, party)) continue;
      const pair = { purpose: purpose.id, party };
      const { why, grant, conflict: signal } = at;
      const asks = whyPending(at, now);
      // Where silence allows, it is noted first.
      const isSilent = why === 'unset' && policy.region.model === 'opt-out';
      if (asks && !isSilent) pending.push({ ...pair, why: asks });
      if (signal) conflicts.push({ ...pair, signal, holds: why === 'signal' ? why : 'choice' });
      // Another version of the purpose is another default.
      if (isSilent || (why === 'default' ? !grant : why === 'outdated' && grant?.basis === 'default'))
        silent.push(pair);
      until = Math.min(until, at.until);
    }
  }
  const choices = policy.purposes.map(({ id }): [string, ConsentChoice] => {
    const grant = grants.get(grantKey(id, source)) ?? grants.get(grantKey(id, ANY_PARTY));
    const { decision = 'unset', degree = 'none', at, basis } = grant ?? {};
    return [id, { decision: basis === 'default' ? 'unset' : decision, degree, at }];
  });
  return deepFreeze({
    choices: Object.fromEntries(choices),
    pending,
    needsChoice: pending.length > 0,
    isPaused,
    conflicts,
    silent,
    events,
    until,
  });
}

function whyPending({ why, grant }: Standing, now: number): PendingChoice['why'] | undefined {
  switch (why) {
    case 'unset':
    case 'expired':
    case 'outdated':
      return grant?.basis === 'default' ? undefined : why;
    case 'not-yet':
      return grant?.from === undefined ? 'expired' : undefined;
    case 'refused':
      return now >= (grant?.until ?? NEVER) ? 'expired' : undefined;
    case 'granted':
      return now >= (grant?.review ?? NEVER) ? 'review' : undefined;
    default:
      return undefined;
  }
}
