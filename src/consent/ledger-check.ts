import { createAnswers } from './answer.ts';
import type { Consent } from './consent.ts';
import { foldLedger, isPausedBy, type Ledger } from './ledger.ts';
import type { ConsentPolicy } from './policy.ts';
import { partiesIn } from './standing.ts';

/** Permissions that are only asked: those of a ledger on a server, or in training. */
export type LedgerConsent = Pick<Consent, 'source' | 'policy' | 'check'>;

/** By what a ledger is judged. */
export interface LedgerCheckOptions {
  readonly policy: ConsentPolicy;
  /** Milliseconds since 1970-01-01 UTC; a question may name another time. */
  readonly now: number;
  /** Signals, such as `gpc`, of the request. */
  readonly signals?: readonly string[];
}

/**
 * The engine of the page over a ledger, where there is no page. It answers for the ledger's own source, and believes the ledger:
 * have it verified first.
 *
 * @example
 * ```ts
 * import { checkLedger, definePolicy, type Ledger, STANDARD_PURPOSES } from 'kindred/consent';
 *
 * const policy = definePolicy({ purposes: STANDARD_PURPOSES });
 * const mayLearn = (ledger: Ledger) =>
 *   checkLedger(ledger, { policy, now: Date.now() }).check({ purpose: 'analytics', degree: 'pseudonymous' }).allow;
 * ```
 */
export function checkLedger(
  { source, events }: Ledger,
  { policy, now: present, signals = [] }: LedgerCheckOptions,
): LedgerConsent {
  const isPaused = isPausedBy(events);
  const authority = { source, policy, parties: partiesIn(policy, source), signals, grants: foldLedger(events) };
  const answers = createAnswers(authority, () => isPaused && 'paused');
  return { source, policy, check: (question) => answers.check(question, question.now ?? present) };
}
