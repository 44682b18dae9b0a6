import type { Child } from '../node.ts';
import { OTHERS_ENGLISH } from '../texts/unfolded-others.ts';
import { degreeSet, EVERYONE, fill, h, link, stepsOf, untilSet, validity, wordsOf } from './means.ts';
import type { Part } from './part.ts';

/** Who else asks for a purpose: a choice for all, for each group, and for each of them. */
const OTHERS: Part = {
  render({ relationship: { consent, rights }, sitting: { draft }, texts, spoken = OTHERS_ENGLISH }, of) {
    const { parties, groups, purposes, region } = consent.policy;
    const purpose = purposes.find(({ id }) => id === of);
    if (!purpose) return false;
    const words = wordsOf(consent);
    const asking = parties.filter((party) => party.purposes.includes(of));
    const row = (party: string, name: string, more: Child = false) => {
      const own = degreeSet(consent, words, draft, purpose, party) ?? (party === EVERYONE ? 'none' : undefined);
      const whose = { 'data-of': of, 'data-party': party };
      const until = untilSet(words, draft, `${of} ${party}`);
      const period = { ...whose, 'aria-label': `${name}: ${texts.validFor}` };
      return h(
        'div',
        { class: 'row' },
        h('span', {}, h('bdi', {}, name), more),
        h(
          'select',
          { 'aria-label': name, 'data-do': 'set', ...whose },
          own === undefined && h('option', { value: '' }, spoken.inherited),
          stepsOf(purpose).map((degree) => h('option', { value: degree, selected: degree === own }, texts[degree])),
        ),
        own !== undefined && own !== 'none' && validity(texts, region.grantDays, until, period),
      );
    };
    return [
      row(EVERYONE, spoken.allOthers),
      groups
        .filter(({ id }) => asking.some((party) => party.groups.includes(id)))
        .map(({ id, title, description }) => row(id, fill(spoken.wholeGroup, { name: title }), small(description))),
      asking.map(({ id, name, description = '', url }) =>
        row(id, name, [
          small(description),
          link(url, `${url}`),
          rights?.pseudonymsAt?.(id).map((pseudonym) => small(fill(spoken.knownAs, { name: pseudonym }))),
        ]),
      ),
    ];
  },
};

export const parts: Readonly<Record<string, Part>> = { others: OTHERS };

/** Each text has a direction of its own, and all of them begin where the page's lines do. */
const small = (text: string) => h('small', {}, h('bdi', {}, text));
