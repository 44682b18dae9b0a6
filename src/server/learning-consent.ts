import type { ConsentStore } from '../consent/consent-store.ts';
import type { ConsentPolicy, Degree } from '../consent/index.ts';
import { checkLedger, type LedgerConsent } from '../consent/ledger-check.ts';
import { isKindredError, KindredError } from '../core/index.ts';
import type { StoredEvent, WithdrawnGrant } from '../events/index.ts';
import { endedGrants } from './ended-grants.ts';
import { isWithdrawn, permissionOf } from './event-permission.ts';

/** Whose events may be learned from: those whose ledgers allow it at the time of learning. */
export interface LearningConsent {
  /** Where the ledgers are. */
  readonly consents: ConsentStore;
  readonly policy: ConsentPolicy;
  /** The purpose for which somebody learns. */
  readonly purpose: string;
  /** How identifiable the data is to the learner. Default: `pseudonymous`. */
  readonly degree?: Degree;
  /** Milliseconds since 1970-01-01 UTC. Default: the system's clock. */
  readonly now?: number;
}

/** What a ledger says about learning. */
interface Learnable {
  readonly allow: boolean;
  readonly ended: readonly WithdrawnGrant[];
}

const NOTHING: Learnable = { allow: false, ended: [] };
const MAX_KNOWN = 10_000;

/**
 * Asks for each event the engine that decides in the page. An event is left out that names no permission, whose ledger is unknown or was
 * changed, or does not allow the purpose; also one whose own permission has ended and which is not erased yet.
 */
export function learningConsent(options: LearningConsent): (event: StoredEvent) => Promise<boolean> {
  const { now = Date.now() } = options;
  requireKnownPurpose(options);
  // Oldest out first: ledgers of one device come close to each other in the order of receipt.
  const known = new Map<string, Learnable>();
  const learnableBy = async (grant: string): Promise<Learnable> => {
    const found = known.get(grant) ?? (await look(options, grant, now));
    known.set(grant, found);
    const [oldest] = known.keys();
    if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    return found;
  };
  return async (event) => {
    const permission = permissionOf(event);
    if (permission.grant === undefined || (permission.until ?? Number.POSITIVE_INFINITY) <= now) return false;
    const { allow, ended } = await learnableBy(permission.grant);
    return allow && !ended.some((one) => isWithdrawn(permission, one));
  };
}

async function look(options: LearningConsent, grant: string, now: number): Promise<Learnable> {
  const { consents, policy, purpose, degree = 'pseudonymous' } = options;
  try {
    const stored = await consents.find(grant);
    if (stored === undefined) return NOTHING;
    const consent: LedgerConsent = checkLedger(stored.ledger, { policy, now });
    return { allow: consent.check({ purpose, degree }).allow, ended: endedGrants(stored.ledger, { now }) };
  } catch (error) {
    // A ledger that somebody changed allows nothing; others still do.
    if (isKindredError(error) && error.code === 'invalid-ledger') return NOTHING;
    throw error;
  }
}

/** A purpose that nobody is asked for would leave out everybody, silently. */
function requireKnownPurpose({ policy, purpose }: LearningConsent): void {
  const ids = policy.purposes.map(({ id }) => id);
  if (ids.includes(purpose)) return;
  const message = `consent: the policy has no purpose "${purpose}". There are: ${ids.join(', ')}.`;
  throw new KindredError('invalid-purpose', message, { at: 'consent' });
}
