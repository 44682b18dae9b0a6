import type { ProfileSnapshot } from '../../profile/index.ts';
import { button } from '../button.ts';
import { type Child, h } from '../node.ts';
import type { Relationship } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill } from '../words.ts';
import { day } from './dates.ts';
import { section } from './section.ts';
import { signButton } from './sign-button.ts';

/** The words of the person's own. */
export function interestFields({ profile }: Relationship, texts: UiTexts): Child {
  if (!profile) return false;
  return section(
    'interests',
    texts.interests,
    h('p', { class: 'note' }, texts.interestsText),
    h(
      'ul',
      {},
      profile.snapshot().interests.map((name) => row(name, signButton('unlike', fill(texts.remove, { name }), name))),
    ),
    h(
      'form',
      { class: 'row', 'data-do': 'like' },
      h('label', {}, texts.newInterest, ' ', h('input', { maxlength: 64, required: true })),
      h('button', {}, texts.add),
    ),
  );
}

/** What is known, each line with the way to take it back or to correct it. */
export function knownFacts({ profile, rights }: Relationship, texts: UiTexts): Child {
  if (!profile) return false;
  const snapshot = profile.snapshot();
  const blocks = [
    block(
      texts.traits,
      Object.entries(snapshot.traits).map(([name, value]) => trait(texts, name, String(value), !!rights?.correct)),
    ),
    block(
      texts.likes,
      Object.keys(snapshot.affinity.category).map((name) =>
        row(name, signButton('category', fill(texts.forget, { name }), name)),
      ),
    ),
    block(
      texts.seen,
      snapshot.recentItems.map(({ item, name = item }) =>
        row(name, signButton('item', fill(texts.forget, { name }), item)),
      ),
    ),
    block(
      texts.bought,
      snapshot.purchased.map((item) => row(item)),
    ),
    block(texts.counted, counts(snapshot, texts)),
  ];
  const isEmpty = blocks.every((one) => one === false);
  return section(
    'known',
    texts.known,
    isEmpty ? h('p', { class: 'note' }, texts.knownNothing) : [...blocks, button('forget', texts.forgetAll)],
  );
}

function block(title: string, rows: readonly Child[]): Child {
  return rows.length > 0 && [h('h3', {}, title), h('ul', {}, rows)];
}

function row(name: string, ...rest: readonly Child[]): Child {
  return h('li', { class: 'row' }, h('bdi', {}, name), rest);
}

function trait(texts: UiTexts, name: string, value: string, isCorrectable: boolean): Child {
  return h(
    'li',
    {},
    h(
      'form',
      { class: 'row', 'data-do': 'correct', 'data-of': name },
      h('label', {}, name, h('input', { value, readonly: !isCorrectable })),
      isCorrectable && h('button', { 'aria-label': fill(texts.correct, { name }) }, '✓'),
    ),
  );
}

function counts({ sessions, counters, firstSeen }: ProfileSnapshot, texts: UiTexts): readonly Child[] {
  if (!firstSeen) return [];
  const figures = [[texts.since, day(texts, firstSeen)], [texts.visits, sessions], ...Object.entries(counters)];
  return figures.map(([name, figure]) => row(`${name}: ${figure}`));
}
