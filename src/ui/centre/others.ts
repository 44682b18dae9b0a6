import type { Degree, Purpose } from '../../consent/index.ts';
import { EVERYONE, type Words } from '../choices.ts';
import { type Child, h, linkTo } from '../node.ts';
import type { VisibleConsent } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill } from '../words.ts';
import { type Draft, ownDegree } from './draft.ts';
import { stepsOf } from './ladder.ts';

/** Who else asks for a purpose: a choice for all, for each group, and for each of them. */
export function others(consent: VisibleConsent, texts: UiTexts, draft: Draft, purpose: Purpose, words: Words): Child {
  const { parties, groups } = consent.policy;
  const asking = parties.filter((party) => party.purposes.includes(purpose.id));
  if (asking.length === 0) return false;
  const row = (party: string, name: Child, isWidest = false) => {
    const own = ownDegree(words, draft, purpose, party) ?? (isWidest ? 'none' : undefined);
    return h(
      'label',
      { class: 'row' },
      h('span', { dir: 'auto' }, name),
      h(
        'select',
        { 'data-do': 'other', 'data-of': purpose.id, 'data-party': party },
        own === undefined && h('option', { value: '', selected: true }, texts.inherited),
        stepsOf(purpose).map((degree) => option(texts, degree, own)),
      ),
    );
  };
  return h(
    'details',
    { part: 'others' },
    h('summary', {}, fill(texts.others, { count: asking.length })),
    row(EVERYONE, texts.allOthers, true),
    groups
      .filter(({ id }) => asking.some((party) => party.groups.includes(id)))
      .map(({ id, title, description }) =>
        row(id, [fill(texts.wholeGroup, { name: title }), description !== '' && h('small', {}, description)]),
      ),
    asking.map(({ id, name, description, url }) =>
      row(id, [name, description !== undefined && h('small', {}, description), website(name, url)]),
    ),
  );
}

function option(texts: UiTexts, degree: Degree, own: Degree | undefined): Child {
  return h('option', { value: degree, selected: degree === own }, texts[degree]);
}

function website(name: string, url: string | undefined): Child {
  const link = linkTo(url);
  return link !== undefined && h('a', { href: link, 'aria-label': name }, new URL(link, document.baseURI).host);
}
