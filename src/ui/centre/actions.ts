import type { Choice } from '../../consent/index.ts';
import type { VisibleConsent } from '../relationship.ts';
import { DAY_MS } from './dates.ts';
import { answerAll } from './decided.ts';
import { choicesOf, type Draft } from './draft.ts';
import { STEPS } from './ladder.ts';
import { newSitting, summaryOf, wish } from './means.ts';
import type { Act } from './part.ts';

/** Setting, and deciding: what can be done before anything is unfolded. The parts that are loaded later add what they do. */
export const ACTS: Record<string, Act> = {
  set({ relationship, sitting }, target) {
    const { of = '', party } = target.dataset;
    const value = 'value' in target && target.value;
    const degree = STEPS.find((one) => one === value);
    const more = degree ? { degree } : { until: Date.now() + Number(value) * DAY_MS };
    return { draft: wish(sitting.draft, of, party || relationship.consent.source, more), said: '' };
  },
  accept: deciding((consent) => answerAll(consent, true)),
  refuse: deciding((consent) => answerAll(consent, false)),
  save: deciding(choicesOf),
};

function deciding(choose: (consent: VisibleConsent, draft: Draft) => readonly Choice[]): Act {
  return async ({ relationship, sitting, texts }) => {
    const { consent } = relationship;
    const said = await consent.choose(choose(consent, sitting.draft)).then(
      () => summaryOf(relationship, texts),
      // What records it could not be loaded. What is wrong is thrown at once.
      () => texts.noted,
    );
    return newSitting(said);
  };
}
