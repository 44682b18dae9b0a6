import type { Choice, Degree, Purpose } from '../../consent/index.ts';
import { degreeIn, degreeOf, EVERYONE } from '../choices.ts';
import type { VisibleConsent } from '../relationship.ts';
import { namesIn, type Words, wordsOf } from './decided.ts';

/** What the person has set and not yet saved, by `purpose party`. It survives when something else changes meanwhile. */
export type Draft = ReadonlyMap<string, Partial<Choice>>;

/** The draft with one more thing set. */
export function wish(draft: Draft, purpose: string, party: string, more: Partial<Choice>): Draft {
  const key = `${purpose} ${party}`;
  return new Map(draft).set(key, { ...draft.get(key), ...more });
}

/** What is set for the shop, a party, a group or everyone; nothing where a wider word speaks for a party. */
export function degreeSet(
  consent: VisibleConsent,
  words: Words,
  draft: Draft,
  purpose: Purpose,
  party: string,
): Degree | undefined {
  const key = `${purpose.id} ${party}`;
  const word = words.get(key);
  const { degree } = draft.get(key) ?? {};
  if (degree || party === consent.source) return degree ?? degreeOf(consent, purpose);
  return word && degreeIn(word, purpose);
}

/** Until when what is set holds; nothing stands for as long as the region lets it. */
export function untilSet(words: Words, draft: Draft, key: string): number | undefined {
  return (draft.get(key) ?? words.get(key))?.until;
}

/** The interests that go with a purpose. */
export function tagsOf(consent: VisibleConsent, draft: Draft, purpose: string): readonly string[] {
  const key = `${purpose} ${consent.source}`;
  return draft.get(key)?.tags ?? wordsOf(consent).get(key)?.tags ?? [];
}

/** What saving decides: what was set, and what is still open as it is shown. */
export function choicesOf(consent: VisibleConsent, draft: Draft): readonly Choice[] {
  const words = wordsOf(consent);
  const { source, policy, state } = consent;
  return policy.purposes.flatMap((purpose) => {
    const { id } = purpose;
    const tags = tagsOf(consent, draft, id);
    const isSet = (party: string) => draft.has(`${id} ${party}`);
    const isUnspoken = (party: string) => !words.has(`${id} ${party}`);
    const isOpen = (party: string) => state().pending.some((pair) => pair.purpose === id && pair.party === party);
    const others = namesIn(consent).filter((party) => party !== source && !isSet(party) && isOpen(party));
    // One word about everyone is shorter than one about each; it would speak for the shop as well, which has a ladder of its own.
    const isWide = isSet(EVERYONE) || (others.length > 0 && isUnspoken(EVERYONE));
    const isDecided = (party: string) => {
      if (isSet(party) || party === EVERYONE) return isSet(party) || isWide;
      return party === source ? isOpen(source) || (isWide && isUnspoken(source)) : !isWide && isOpen(party);
    };
    return [EVERYONE, ...namesIn(consent)].filter(isDecided).map((party) => ({
      ...(party === source && tags.length > 0 && { tags }),
      ...draft.get(`${id} ${party}`),
      purpose: id,
      party,
      degree: degreeSet(consent, words, draft, purpose, party) ?? 'none',
    }));
  });
}
