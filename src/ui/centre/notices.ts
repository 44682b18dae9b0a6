import { type Child, h } from '../node.ts';
import type { VisibleConsent } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill, listed } from '../words.ts';

/** What stands above the purposes: a pause, signals of the browser that disagree, a suggestion that waits. */
export function notices(consent: VisibleConsent, texts: UiTexts, isOffer: boolean): readonly Child[] {
  const { isPaused, conflicts } = consent.state();
  const signals = [...new Set(conflicts.map(({ signal, holds }) => `${holds} ${signal}`))];
  return [
    isPaused && h('div', { class: 'alert row' }, h('p', {}, texts.pausedText), button('resume', texts.resume)),
    signals.map((one) => conflictNote(consent, texts, one)),
    isOffer &&
      h(
        'div',
        { class: 'alert row' },
        h('p', {}, texts.offerText),
        button('save', texts.offerUse),
        button('discard', texts.discard),
      ),
  ];
}

const button = (does: string, label: string) => h('button', { type: 'button', part: 'button', 'data-do': does }, label);

function conflictNote({ state, policy }: VisibleConsent, texts: UiTexts, one: string): Child {
  const [holds, signal = ''] = one.split(' ');
  const ids = state()
    .conflicts.filter((conflict) => `${conflict.holds} ${conflict.signal}` === one)
    .map(({ purpose }) => purpose);
  const titles = policy.purposes.filter(({ id }) => ids.includes(id)).map(({ title }) => title);
  const message = holds === 'signal' ? texts.signalWins : texts.choiceWins;
  return h(
    'p',
    { class: 'alert', part: 'conflict' },
    fill(message, { signal: SIGNALS[signal] ?? signal, purposes: listed(texts, titles) }),
  );
}

const SIGNALS: Readonly<Record<string, string>> = { gpc: 'Global Privacy Control', dnt: 'Do Not Track' };
