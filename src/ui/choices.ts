import type { Choice, Degree, Grant, GrantChange, Purpose } from '../consent/index.ts';
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

/** Whether a permission has run out, or was about another version of its purpose. */
export function isLapsed({ until = Number.POSITIVE_INFINITY, version }: GrantChange, purpose: Purpose): boolean {
  return until <= Date.now() || version !== purpose.version;
}

/** The degree that is in force for the shop itself, whether or not everything is paused. */
export function degreeOf(consent: VisibleConsent, purpose: Purpose): Degree {
  const { grant, why, degree } = consent.check({ purpose: purpose.id });
  if (grant) return degreeIn(grant, purpose);
  return why === 'default' ? degree : 'none';
}

/** The degree that a word still gives. */
export function degreeIn(word: GrantChange | Grant | undefined, purpose: Purpose): Degree {
  return word && !isLapsed(word, purpose) ? word.degree : 'none';
}

/**
 * One answer for everything: all purposes, the shop and all others. Words of their own that single parties have would be
 * stronger, so they are replaced as well.
 */
export function answerAll(consent: VisibleConsent, answer: 'accept' | 'refuse'): readonly Choice[] {
  return consent.policy.purposes.flatMap((purpose) => answerPurpose(consent, purpose, answer));
}

/** One answer for what is open, and for nothing else. */
export function answerOpen(consent: VisibleConsent, answer: 'accept' | 'refuse'): readonly Choice[] {
  const { pending } = consent.state();
  return consent.policy.purposes.flatMap((purpose) => {
    const open = pending.filter((pair) => pair.purpose === purpose.id).map(({ party }) => party);
    if (open.includes(consent.source)) return answerPurpose(consent, purpose, answer);
    return open.map((party) => choiceOf(purpose, party, answer));
  });
}

function answerPurpose(consent: VisibleConsent, purpose: Purpose, answer: 'accept' | 'refuse'): readonly Choice[] {
  const words = [...wordsOf(consent).values()].filter((word) => word.purpose === purpose.id);
  const parties = new Set([EVERYONE, ...words.map(({ party }) => party)]);
  const known = [EVERYONE, consent.source, ...consent.policy.parties, ...consent.policy.groups].map((party) =>
    typeof party === 'string' ? party : party.id,
  );
  return known.filter((party) => parties.has(party)).map((party) => choiceOf(purpose, party, answer));
}

function choiceOf({ id, degree }: Purpose, party: string, answer: 'accept' | 'refuse'): Choice {
  return { purpose: id, party, degree: answer === 'accept' ? degree : 'none' };
}
