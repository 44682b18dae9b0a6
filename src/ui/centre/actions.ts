import type { Choice } from '../../consent/index.ts';
import { DAY_MS } from './dates.ts';
import { answerAll } from './decided.ts';
import { choicesOf } from './draft.ts';
import { STEPS } from './ladder.ts';
import { newSitting, summaryOf, wish } from './means.ts';
import type { Act, Shown } from './part.ts';
import type { Sitting } from './sitting.ts';

/** Setting, and deciding: what can be done before anything is unfolded. The parts that are loaded later add what they do. */
export const ACTS: Record<string, Act> = {
  set({ relationship, sitting }, { of, party, value }) {
    const degree = STEPS.find((one) => one === value);
    const more = degree ? { degree } : { until: Date.now() + Number(value) * DAY_MS };
    return { draft: wish(sitting.draft, of, party || relationship.consent.source, more), said: '' };
  },
  accept: (shown) => decide(shown, answerAll(shown.relationship.consent, true)),
  refuse: (shown) => decide(shown, answerAll(shown.relationship.consent, false)),
  save: (shown) => decide(shown, choicesOf(shown.relationship.consent, shown.sitting.draft)),
};

async function decide({ relationship, texts }: Shown, choices: readonly Choice[]): Promise<Sitting> {
  const said = await relationship.consent.choose(choices).then(
    () => summaryOf(relationship, texts),
    // What records it could not be loaded. What is wrong is thrown at once.
    () => texts.noted,
  );
  return newSitting(said);
}
