import type { Child } from '../node.ts';
import type { VisibleConsent } from '../relationship.ts';
import { NOTICES_ENGLISH } from '../texts/unfolded-notices.ts';
import { button, fill, h, newSitting } from './means.ts';
import type { Part } from './part.ts';

// What became of a withdrawal is told by the same file.
export { leftOf } from './left.ts';

/** What stands above the purposes: a pause, signals of the browser that disagree, a suggestion that waits. */
const NOTICES: Part = {
  render: ({ relationship: { consent }, texts, spoken = NOTICES_ENGLISH, sitting }) => [
    consent.state().isPaused && alert(spoken.pausedText, button('resume', spoken.resume)),
    conflict(consent, 'signal', spoken.signalWins),
    conflict(consent, 'choice', spoken.choiceWins),
    sitting.isOffer && alert(spoken.offerText, button('save', texts.save), button('discard', spoken.discard)),
  ],
  acts: {
    resume: ({ relationship }) => void relationship.consent.resume(),
    discard: () => newSitting(),
  },
};

export const parts: Readonly<Record<string, Part>> = { notices: NOTICES };

function alert(text: string, ...buttons: readonly Child[]): Child {
  return h('div', { class: 'alert row' }, h('p', {}, text), buttons);
}

function conflict({ state, policy }: VisibleConsent, holds: string, message: string): Child {
  const conflicts = state().conflicts.filter((one) => one.holds === holds);
  const titles = policy.purposes.filter(({ id }) => conflicts.some(({ purpose }) => purpose === id));
  const purposes = titles.map(({ title }) => title).join(', ');
  const [first] = conflicts;
  return first && alert(fill(message, { signal: SIGNALS[first.signal] ?? first.signal, purposes }));
}

const SIGNALS: Readonly<Record<string, string>> = { gpc: 'Global Privacy Control', dnt: 'Do Not Track' };
