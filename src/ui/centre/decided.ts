import type { Choice, GrantChange } from '../../consent/index.ts';
import { answer, EVERYONE } from '../choices.ts';
import type { VisibleConsent } from '../relationship.ts';

/** The newest word of the person on each purpose and party (also a group, or everyone), by `purpose party`. */
export type Words = ReadonlyMap<string, GrantChange>;

/** The newest words in a ledger. */
export function wordsOf({ state }: VisibleConsent): Words {
  return new Map(
    state().events.flatMap(({ changes }) => changes.map((change) => [`${change.purpose} ${change.party}`, change])),
  );
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
