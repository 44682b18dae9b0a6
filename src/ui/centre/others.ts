import type { Purpose } from '../../consent/index.ts';
import { EVERYONE } from '../choices.ts';
import { type Child, h, link } from '../node.ts';
import type { Relationship } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill } from '../words.ts';
import type { Words } from './decided.ts';
import { type Draft, degreeSet, untilSet } from './draft.ts';
import { stepsOf } from './ladder.ts';
import { validity } from './validity.ts';

/** Who else asks for a purpose: a choice for all, for each group, and for each of them. */
export function others(
  { consent, rights }: Relationship,
  texts: UiTexts,
  draft: Draft,
  purpose: Purpose,
  words: Words,
): Child {
  const { parties, groups, region } = consent.policy;
  const asking = parties.filter((party) => party.purposes.includes(purpose.id));
  if (asking.length === 0) return false;
  const row = (party: string, name: string, more: Child = false) => {
    const own = degreeSet(consent, words, draft, purpose, party) ?? (party === EVERYONE ? 'none' : undefined);
    const whose = { 'data-of': purpose.id, 'data-party': party };
    const until = untilSet(words, draft, `${purpose.id} ${party}`);
    const period = { ...whose, 'aria-label': `${name}: ${texts.validFor}` };
    return h(
      'div',
      { class: 'row' },
      h('span', { dir: 'auto' }, name, more),
      h(
        'select',
        { 'aria-label': name, 'data-do': 'set', ...whose },
        own === undefined && h('option', { value: '' }, texts.inherited),
        stepsOf(purpose).map((degree) => h('option', { value: degree, selected: degree === own }, texts[degree])),
      ),
      own !== undefined && own !== 'none' && validity(texts, region.grantDays, until, period),
    );
  };
  return h(
    'details',
    {},
    h('summary', {}, fill(texts.others, { count: asking.length })),
    h(
      'div',
      { class: 'stack' },
      row(EVERYONE, texts.allOthers),
      groups
        .filter(({ id }) => asking.some((party) => party.groups.includes(id)))
        .map(({ id, title, description }) => row(id, fill(texts.wholeGroup, { name: title }), small(description))),
      asking.map(({ id, name, description = '', url }) =>
        row(id, name, [
          small(description),
          link(url, `${url}`),
          rights?.pseudonymsAt?.(id).map((pseudonym) => small(fill(texts.knownAs, { name: pseudonym }))),
        ]),
      ),
    ),
  );
}

const small = (text: string) => h('small', {}, text);
