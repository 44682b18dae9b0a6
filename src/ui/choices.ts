import type { Choice, Degree, GrantChange, Purpose } from '../consent/index.ts';
import type { VisibleConsent } from './relationship.ts';

/** Stands for every party, as in the ledger. */
export const EVERYONE = '*';

/** The newest word of the person on each purpose and party (also a group, or everyone), by `purpose party`. */
export type Words = ReadonlyMap<string, GrantChange>;

/** The newest words in a ledger. */
export function wordsOf({ state }: VisibleConsent): Words {
  return new Map(
    state().events.flatMap(({ changes }) => changes.map((change) => [`${change.purpose} ${change.party}`, change])),
  );
}

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

/** Everybody that can be chosen for by name. */
export function namesIn({ source, policy }: VisibleConsent): readonly string[] {
  return [source, ...[...policy.groups, ...policy.parties].map(({ id }) => id)];
}

/**
 * One answer for everything: all purposes, the shop and all others. Words of their own that single parties have would be
 * stronger, so they are replaced as well.
 */
export function answerAll(consent: VisibleConsent, isYes: boolean): readonly Choice[] {
  const words = wordsOf(consent);
  return consent.policy.purposes.flatMap((purpose) => {
    const spoken = namesIn(consent).filter((party) => words.has(`${purpose.id} ${party}`));
    return [EVERYONE, ...spoken].map((party) => answer(purpose, party, isYes));
  });
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

function answer({ id, degree }: Purpose, party: string, isYes: boolean): Choice {
  return { purpose: id, party, degree: isYes ? degree : 'none' };
}
