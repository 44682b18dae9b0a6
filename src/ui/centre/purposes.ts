import type { Purpose } from '../../consent/index.ts';
import { type Child, h } from '../node.ts';
import type { Relationship, VisibleConsent } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill } from '../words.ts';
import { day } from './dates.ts';
import { type Words, wordsOf } from './decided.ts';
import { type Draft, degreeSet, tagsOf, untilSet } from './draft.ts';
import { ladder } from './ladder.ts';
import { others } from './others.ts';
import { validity } from './validity.ts';

/** A policy may say what a purpose gives the person and what it takes. */
type Explained = Purpose & { readonly gives?: string; readonly takes?: string };

/** One group of fields for each purpose. */
export function purposeFields(relationship: Relationship, texts: UiTexts, draft: Draft): readonly Child[] {
  const words = wordsOf(relationship.consent);
  return relationship.consent.policy.purposes.map((purpose) => field(relationship, texts, draft, purpose, words));
}

function field(relationship: Relationship, texts: UiTexts, draft: Draft, purpose: Purpose, words: Words): Child {
  const { consent } = relationship;
  const { source, policy } = consent;
  const { grantDays } = policy.region;
  const { id, title, description, gives, takes }: Explained = purpose;
  const degree = degreeSet(consent, words, draft, purpose, source) ?? 'none';
  const isOn = degree !== 'none';
  return h(
    'fieldset',
    { 'data-key': id, part: 'purpose' },
    h('legend', { dir: 'auto' }, title),
    h(
      'div',
      { class: 'stack' },
      h('p', { dir: 'auto' }, description),
      gives !== undefined && h('p', {}, fill(texts.gives, { text: gives })),
      takes !== undefined && h('p', {}, fill(texts.takes, { text: takes })),
      h('p', { class: 'note' }, stateOf(consent, texts, purpose)),
    ),
    ladder(texts, purpose, degree),
    isOn && validity(texts, grantDays, untilSet(words, draft, `${id} ${source}`), { 'data-of': id }),
    isOn && release(relationship, texts, draft, purpose),
    others(relationship, texts, draft, purpose, words),
  );
}

function stateOf({ state, source, check }: VisibleConsent, texts: UiTexts, { id }: Purpose): string {
  const open = state().pending.find(({ purpose, party }) => purpose === id && party === source);
  if (open?.why === 'unset' || open?.why === 'signal') return texts.undecided;
  if (open) return texts[open.why];
  const { until } = check({ purpose: id }).grant ?? {};
  return until === undefined ? '' : fill(texts.until, { date: day(texts, until) });
}

function release({ consent, profile }: Relationship, texts: UiTexts, draft: Draft, { id }: Purpose): Child {
  const released = tagsOf(consent, draft, id);
  const interests = [...new Set([...(profile?.snapshot().interests ?? []), ...released])];
  if (interests.length === 0) return false;
  return h(
    'div',
    { role: 'group', class: 'row', 'aria-label': texts.release },
    h('span', {}, texts.release),
    interests.map((tag) =>
      h(
        'label',
        {},
        h('input', {
          type: 'checkbox',
          value: tag,
          checked: released.includes(tag),
          'data-do': 'release',
          'data-of': id,
        }),
        h('bdi', {}, tag),
      ),
    ),
  );
}
