import { type Clock, canonicalJson, createId, type Random } from '../core/index.ts';
import { chained } from './chain.ts';
import type { Consent } from './consent.ts';
import { foldLedger, type Grant, type GrantChange, type Ledger } from './ledger.ts';
import { isSameLedger, withOurs } from './two-words.ts';

/**
 * The collector has the same ledger with another end, as where two tabs decided at once: what was said here follows that end. What it allows and
 * this browser does not know is taken back in the same moment: nobody is believed to have been given more. Have the other verified first.
 */
export function continueFrom(
  { policy, ledger, refresh, replace }: Pick<Consent, 'policy' | 'ledger' | 'refresh' | 'replace'>,
  other: Ledger,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): void {
  refresh();
  const known = ledger();
  const next = withOurs(other, known.events);
  if (!isSameLedger(other, known) || next.head === known.head) return;
  const changes = unknownGrants(next, known);
  const act = { id: createId(random), type: 'withdrawn', at: clock.now(), changes, notice: policy.version } as const;
  replace(changes.length > 0 ? chained(next, act) : next);
}

/** Withdraws what is granted by another act than the one that is known, or with other limits. */
function unknownGrants(next: Ledger, known: Ledger): readonly GrantChange[] {
  const words = foldLedger(known.events);
  const isKnown = ([key, grant]: readonly [string, Grant]) => {
    const word = words.get(key);
    return word !== undefined && limitsOf(word) === limitsOf(grant);
  };
  const grants = [...foldLedger(next.events)].filter(([, { decision }]) => decision === 'granted');
  return grants
    .filter((grant) => !isKnown(grant))
    .map(([, { purpose, party }]) => ({ purpose, party, decision: 'withdrawn', degree: 'none' }));
}

/** Everything but when it was chained, which differs between the two. */
function limitsOf({ at, from = at, review: _review, ...limits }: Grant): string {
  return canonicalJson({ ...limits, from });
}
