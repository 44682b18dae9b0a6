import { deepFreeze } from '../core/at-once.ts';
import type { Answers } from './answer.ts';
import type { Degree } from './degree.ts';
import { ANY_PARTY, type ConsentDecision, type Grant, grantKey, type LedgerEvent } from './ledger.ts';
import type { Authority, Standing } from './standing.ts';

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
  /** The pairs that the law of the place allows because the person has said nothing, and of which the ledger does not know yet. */
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
  const { source, policy, parties, grants } = authority;
  const pending: PendingChoice[] = [];
  const conflicts: SignalConflict[] = [];
  const silent: ConsentState['silent'][number][] = [];
  let until = NEVER;
  for (const { id: purpose } of policy.purposes) {
    for (const [party, { purposes }] of parties) {
      const at = purposes.includes(purpose) && standing(purpose, party, now);
      if (!at) continue;
      const { why, grant, conflict: signal } = at;
      const asks = whyPending(at, now);
      // Where silence allows, it is noted first. Another version of the purpose is another default.
      const isSilent =
        grant?.basis === 'default'
          ? why === 'outdated'
          : why === 'default' || (why === 'unset' && policy.region.model === 'opt-out');
      if (isSilent) silent.push({ purpose, party });
      else if (asks) pending.push({ purpose, party, why: asks });
      if (signal) conflicts.push({ purpose, party, signal, holds: why === 'signal' ? why : 'choice' });
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
  const { from, until = NEVER, review = NEVER }: Partial<Grant> = grant ?? {};
  if (why === 'granted') return now >= review ? 'review' : undefined;
  if (why === 'refused' ? now >= until : why === 'not-yet' && from === undefined) return 'expired';
  return why === 'unset' || why === 'expired' || why === 'outdated' ? why : undefined;
}
