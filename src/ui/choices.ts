import type { Choice, Degree, GrantChange, Purpose } from '../consent/index.ts';
import type { VisibleConsent } from './relationship.ts';

/** Stands for every party, as in the ledger. */
export const EVERYONE = '*';

/** The degree that is in force for the shop itself, whether or not everything is paused. */
export function degreeOf(consent: VisibleConsent, purpose: Purpose): Degree {
  const { grant, why, degree } = consent.check({ purpose: purpose.id });
  if (grant) return degreeIn(grant, purpose);
  return why === 'default' ? degree : 'none';
}

/** The degree that a word still gives: none when it has run out, or was about another version of its purpose. */
export function degreeIn({ degree, until, version }: GrantChange, purpose: Purpose): Degree {
  const hasLapsed = (until !== undefined && until <= Date.now()) || version !== purpose.version;
  return hasLapsed ? 'none' : degree;
}

/** One answer for what is open, and for nothing else. */
export function answerOpen({ policy, state }: VisibleConsent, isYes: boolean): readonly Choice[] {
  return policy.purposes.flatMap((purpose) => {
    const open = state().pending.filter((pair) => pair.purpose === purpose.id);
    const asking = policy.parties.filter(({ purposes }) => purposes.includes(purpose.id));
    // Nobody has a word that holds: one word about everyone says it.
    const parties = open.length > asking.length ? [EVERYONE] : open.map(({ party }) => party);
    return parties.map((party) => answer(purpose, party, isYes));
  });
}

/** A yes in the degree that is asked for, or a no. */
export function answer({ id, degree }: Purpose, party: string, isYes: boolean): Choice {
  return { purpose: id, party, degree: isYes ? degree : 'none' };
}
