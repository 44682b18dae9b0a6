import { degreeOf } from './choices.ts';
import type { Relationship } from './relationship.ts';
import type { UiTexts } from './texts/texts.ts';
import { fill } from './words.ts';

/** What is allowed after a choice, in a sentence to be read out. */
export function summaryOf({ consent }: Relationship, { saved }: Pick<UiTexts, 'saved'>): string {
  const { purposes } = consent.policy;
  const allowed = purposes.filter((purpose) => degreeOf(consent, purpose) !== 'none');
  return fill(saved, { count: allowed.length, all: purposes.length });
}
