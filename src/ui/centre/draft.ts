import type { Choice, Degree, Purpose } from '../../consent/index.ts';
import { degreeIn, degreeOf, EVERYONE, namesIn, type Words, wordsOf } from '../choices.ts';
import type { VisibleConsent } from '../relationship.ts';

/** What is set for one purpose and party. */
export interface Wish {
  readonly degree?: Degree;
  /** For how long. */
  readonly days?: number;
  /** Interests that go with it. */
  readonly tags?: readonly string[];
}

/** What the person has set and not yet saved, by `purpose party`. It survives when something else changes meanwhile. */
export type Draft = ReadonlyMap<string, Wish>;

const DAY_MS = 86_400_000;

/** The draft with one more thing set. */
export function wish(draft: Draft, purpose: string, party: string, more: Wish): Draft {
  const key = `${purpose} ${party}`;
  return new Map(draft).set(key, { ...draft.get(key), ...more });
}

/** The draft that a carried file suggests. What does not fit here is left out. */
export function draftOf(choices: readonly Choice[], { policy, source }: VisibleConsent): Draft {
  return choices.reduce<Draft>((draft, { purpose: id, party = source, degree, tags }) => {
    const purpose = policy.purposes.find((one) => one.id === id);
    return purpose ? wish(draft, id, party, { degree: degree ?? purpose.degree, ...(tags && { tags }) }) : draft;
  }, new Map());
}

/** What is set for the shop itself. */
export function shopDegree(consent: VisibleConsent, draft: Draft, purpose: Purpose): Degree {
  return draft.get(`${purpose.id} ${consent.source}`)?.degree ?? degreeOf(consent, purpose);
}

/** What is set for a party, a group or everyone; nothing where a wider word speaks for them. */
export function ownDegree(words: Words, draft: Draft, purpose: Purpose, party: string): Degree | undefined {
  const key = `${purpose.id} ${party}`;
  const word = words.get(key);
  return draft.get(key)?.degree ?? (word && degreeIn(word, purpose));
}

/** The interests that go with a purpose. */
export function tagsOf({ check, source }: VisibleConsent, draft: Draft, purpose: string): readonly string[] {
  return draft.get(`${purpose} ${source}`)?.tags ?? check({ purpose }).grant?.tags ?? [];
}

/** What saving decides: what was set, and what is still open as it is shown. */
export function choicesOf(consent: VisibleConsent, draft: Draft): readonly Choice[] {
  const words = wordsOf(consent);
  const { source, policy, state } = consent;
  const [, ...named] = namesIn(consent);
  return policy.purposes.flatMap((purpose) => {
    const { id } = purpose;
    const isSet = (party: string) => draft.has(`${id} ${party}`);
    const open = state().pending.flatMap((pair) => (pair.purpose === id ? pair.party : []));
    const others = open.filter((party) => party !== source && !isSet(party));
    // One word about everyone is shorter than one about each.
    const isWide = isSet(EVERYONE) || (others.length > 0 && !words.has(`${id} ${EVERYONE}`));
    const isDecided = (party: string) =>
      isSet(party) || (party === EVERYONE ? isWide : !isWide && others.includes(party));
    // It would speak for the shop as well, which has a ladder of its own.
    const isShop = isSet(source) || open.includes(source) || (isWide && !words.has(`${id} ${source}`));
    return [
      ...(isShop ? [shopChoice(consent, draft, purpose)] : []),
      ...[EVERYONE, ...named]
        .filter(isDecided)
        .map((party) => ({ purpose: id, party, degree: ownDegree(words, draft, purpose, party) ?? 'none' })),
    ];
  });
}

function shopChoice(consent: VisibleConsent, draft: Draft, purpose: Purpose): Choice {
  const degree = shopDegree(consent, draft, purpose);
  const tags = tagsOf(consent, draft, purpose.id);
  const { days } = draft.get(`${purpose.id} ${consent.source}`) ?? {};
  return {
    purpose: purpose.id,
    degree,
    ...(degree !== 'none' && tags.length > 0 && { tags }),
    ...(days && { until: Date.now() + days * DAY_MS }),
  };
}
