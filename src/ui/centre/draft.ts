import type { Choice, Degree, Purpose } from '../../consent/index.ts';
import { degreeIn, degreeOf, EVERYONE, type Words, wordsOf } from '../choices.ts';
import type { VisibleConsent } from '../relationship.ts';

/** What the person has set and not yet saved. It survives when something else changes meanwhile. */
export interface Draft {
  /** By `purpose party`. */
  readonly degrees: Map<string, Degree>;
  /** Days of validity, by purpose. */
  readonly days: Map<string, number>;
  /** Interests that go with a purpose. */
  readonly tags: Map<string, readonly string[]>;
}

const DAY_MS = 86_400_000;

export function createDraft(): Draft {
  return { degrees: new Map(), days: new Map(), tags: new Map() };
}

/** The draft that a carried file suggests. What does not fit here is left out. */
export function draftOf(choices: readonly Choice[], { policy, source }: VisibleConsent): Draft {
  const draft = createDraft();
  for (const { purpose: id, party = source, degree, tags } of choices) {
    const purpose = policy.purposes.find((one) => one.id === id);
    if (!purpose) continue;
    draft.degrees.set(`${id} ${party}`, degree ?? purpose.degree);
    if (tags && party === source) draft.tags.set(id, tags);
  }
  return draft;
}

/** What is set for the shop itself. */
export function shopDegree(consent: VisibleConsent, draft: Draft, purpose: Purpose): Degree {
  return draft.degrees.get(`${purpose.id} ${consent.source}`) ?? degreeOf(consent, purpose);
}

/** What is set for a party, a group or everyone; nothing where a wider word speaks for them. */
export function ownDegree(words: Words, draft: Draft, purpose: Purpose, party: string): Degree | undefined {
  const key = `${purpose.id} ${party}`;
  const word = words.get(key);
  return draft.degrees.get(key) ?? (word && degreeIn(word, purpose));
}

/** What saving decides: what was set, and what is still open as it is shown. */
export function choicesOf(consent: VisibleConsent, draft: Draft): readonly Choice[] {
  const words = wordsOf(consent);
  return consent.policy.purposes.flatMap((purpose) => purposeChoices(consent, draft, purpose, words));
}

function purposeChoices(consent: VisibleConsent, draft: Draft, purpose: Purpose, words: Words): readonly Choice[] {
  const { id } = purpose;
  const { source, policy } = consent;
  const open = consent
    .state()
    .pending.filter((pair) => pair.purpose === id)
    .map(({ party }) => party);
  const isSet = (party: string) => draft.degrees.has(`${id} ${party}`);
  const named = [...policy.groups, ...policy.parties].map((party) => party.id);
  const others = open.filter((party) => party !== source && !isSet(party));
  const isWide = isSet(EVERYONE) || (others.length > 0 && !words.has(`${id} ${EVERYONE}`));
  const hasLimits = draft.days.has(id) || draft.tags.has(id);
  // A word about everyone would speak for the shop as well.
  const isShop = isSet(source) || open.includes(source) || hasLimits || (isWide && !words.has(`${id} ${source}`));
  const parties = named.filter((party) => isSet(party) || (!isWide && others.includes(party)));
  const degree = shopDegree(consent, draft, purpose);
  return [
    ...(isShop ? [{ purpose: id, degree, ...limitsOf(consent, draft, purpose, degree) }] : []),
    ...[...(isWide ? [EVERYONE] : []), ...parties].map((party) => ({
      purpose: id,
      party,
      degree: ownDegree(words, draft, purpose, party) ?? 'none',
    })),
  ];
}

function limitsOf(
  consent: VisibleConsent,
  draft: Draft,
  { id }: Purpose,
  degree: Degree,
): Pick<Choice, 'tags' | 'until'> {
  const tags = tagsOf(consent, draft, id);
  const days = draft.days.get(id);
  return {
    ...(degree !== 'none' && tags.length > 0 && { tags }),
    ...(days !== undefined && { until: Date.now() + days * DAY_MS }),
  };
}

/** The interests that go with a purpose. */
export function tagsOf({ check }: VisibleConsent, { tags }: Draft, purpose: string): readonly string[] {
  return tags.get(purpose) ?? check({ purpose }).grant?.tags ?? [];
}
