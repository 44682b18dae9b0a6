import { button } from '../button.ts';
import { type Child, h } from '../node.ts';
import type { VisibleConsent } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill } from '../words.ts';
import type { Sitting } from './sitting.ts';

/** What stands above the purposes: a pause, signals of the browser that disagree, a suggestion that waits. */
export function notices(consent: VisibleConsent, texts: UiTexts, { isOffer }: Sitting): readonly Child[] {
  return [
    consent.state().isPaused && alert(texts.pausedText, button('resume', texts.resume)),
    conflict(consent, 'signal', texts.signalWins),
    conflict(consent, 'choice', texts.choiceWins),
    isOffer && alert(texts.offerText, button('save', texts.save), button('discard', texts.discard)),
  ];
}

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
