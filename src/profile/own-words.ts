import type { Properties } from '../events/index.ts';
import { type Changes, mergeTraits, text } from './changes.ts';
import { PROFILE_LIMITS } from './limits.ts';
import { isAbout } from './past-event.ts';
import { EMPTY_PROFILE, type ProfileState } from './state.ts';
import { PROFILE_EVENTS } from './vocabulary.ts';

/** What the person changes. It counts as nothing that was done in the shop. */
export const OWN_WORDS: ReadonlyMap<string, (state: ProfileState, properties: Properties) => Changes> =
  /* @__PURE__ */ new Map([
    [PROFILE_EVENTS.traitCorrected, correctTrait],
    [PROFILE_EVENTS.interestAdded, ({ interests }, { interest }) => ({ interests: withInterest(interests, interest) })],
    [
      PROFILE_EVENTS.interestRemoved,
      ({ interests }, { interest }) => ({ interests: interests.filter((other) => other !== interest) }),
    ],
    [PROFILE_EVENTS.itemForgotten, forgetItem],
    [PROFILE_EVENTS.categoryForgotten, forgetCategory],
    [PROFILE_EVENTS.profileForgotten, () => EMPTY_PROFILE],
  ]);

function withInterest(interests: readonly string[], added: unknown): readonly string[] {
  const interest = text(added)?.trim();
  if (!interest || interests.includes(interest) || interests.length >= PROFILE_LIMITS.interests) return interests;
  return [...interests, interest];
}

function forgetItem(state: ProfileState, { item }: Properties): Changes {
  return {
    recent: state.recent.filter((entry) => entry.item !== item),
    purchased: state.purchased.filter((other) => other !== item),
    history: state.history.filter((event) => !isAbout(event, 'product_id', item)),
  };
}

function forgetCategory(state: ProfileState, { category }: Properties): Changes {
  const without = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].filter(([name]) => name !== category));
  return {
    views: without(state.views),
    affinity: without(state.affinity),
    recent: state.recent.filter((entry) => entry.category !== category),
    history: state.history.filter((event) => !isAbout(event, 'category', category)),
  };
}

/** Without a value the trait is forgotten. */
function correctTrait(state: ProfileState, { trait, value }: Properties): Changes {
  const name = text(trait);
  if (name === undefined) return {};
  if (value !== undefined) return { traits: mergeTraits(state, { [name]: value }) };
  return { traits: new Map([...state.traits].filter(([other]) => other !== name)) };
}
