import type { Choice } from '../../consent/index.ts';
import type { VisibleConsent } from '../relationship.ts';
import { type Draft, wish } from './draft.ts';

/** The draft that a carried file suggests. What does not fit here is left out. */
export function offeredDraft(choices: readonly Choice[], { policy, source }: VisibleConsent): Draft {
  return choices.reduce<Draft>((draft, choice) => {
    const purpose = policy.purposes.find(({ id }) => id === choice.purpose);
    return purpose ? wish(draft, purpose.id, choice.party ?? source, { degree: purpose.degree, ...choice }) : draft;
  }, new Map());
}
