import type { Purpose } from '../../consent/index.ts';
import { type Child, h } from '../node.ts';
import type { VisibleConsent } from '../relationship.ts';
import type { OpenedTexts } from '../texts/opened.ts';
import { fill } from '../words.ts';
import { day } from './dates.ts';
import { type Words, wordsOf } from './decided.ts';
import { degreeSet, tagsOf, untilSet } from './draft.ts';
import { ladder } from './ladder.ts';
import type { Shown } from './part.ts';
import { section } from './parts.ts';
import { validity } from './validity.ts';

/** One group of fields for each purpose. */
export function purposeFields(shown: Shown): readonly Child[] {
  const { consent } = shown.relationship;
  const words = wordsOf(consent);
  return consent.policy.purposes.map((purpose) => field(shown, purpose, words));
}

function field(shown: Shown, purpose: Purpose, words: Words): Child {
  const { relationship, texts, sitting } = shown;
  const { consent, profile } = relationship;
  const { source, policy } = consent;
  const { draft } = sitting;
  const { id, title, description, gives, takes } = purpose;
  const degree = degreeSet(consent, words, draft, purpose, source) ?? 'none';
  const released = tagsOf(consent, draft, id);
  const hasInterests = (profile?.snapshot().interests ?? released).length > 0;
  const count = policy.parties.filter(({ purposes }) => purposes.includes(id)).length;
  return h(
    'fieldset',
    { 'data-key': id, part: 'purpose' },
    h('legend', { dir: 'auto' }, title),
    h(
      'div',
      { class: 'stack' },
      h('p', { dir: 'auto' }, description),
      gives && h('p', {}, fill(texts.gives, { text: gives })),
      takes && h('p', {}, fill(texts.takes, { text: takes })),
      h('p', { class: 'note' }, stateOf(consent, texts, purpose)),
    ),
    ladder(texts, purpose, degree),
    degree !== 'none' && [
      validity(texts, policy.region.grantDays, untilSet(words, draft, `${id} ${source}`), { 'data-of': id }),
      hasInterests && section(shown, 'release', [texts.release, released.length > 0 && `: ${released.join(', ')}`], id),
    ],
    count > 0 && section(shown, 'others', fill(texts.others, { count }), id),
  );
}

function stateOf({ state, source, check }: VisibleConsent, texts: OpenedTexts, { id }: Purpose): string {
  const why = state().pending.find(({ purpose, party }) => purpose === id && party === source)?.why;
  if (why) return texts[why === 'unset' ? 'undecided' : why];
  const { until } = check({ purpose: id }).grant ?? {};
  return until === undefined ? '' : fill(texts.until, { date: day(texts, until) });
}
