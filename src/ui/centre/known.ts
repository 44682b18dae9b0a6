import type { ProfileSnapshot } from '../../profile/index.ts';
import type { Child } from '../node.ts';
import type { OpenedTexts } from '../texts/opened.ts';
import { KNOWN_ENGLISH } from '../texts/unfolded-known.ts';
import { button, day, fill, h, row, signButton, usedOf } from './means.ts';
import type { Part } from './part.ts';

type KnownTexts = typeof KNOWN_ENGLISH;

/** What is known, each line with the way to take it back or to correct it. */
export const KNOWN: Part = {
  render({ relationship: { profile, rights }, texts, spoken = KNOWN_ENGLISH }) {
    const snapshot = profile?.snapshot();
    const blocks = snapshot ? blocksOf(snapshot, !!rights?.correct, spoken, texts) : [];
    const isEmpty = blocks.every((one) => one === false);
    return isEmpty ? h('p', { class: 'note' }, spoken.knownNothing) : [blocks, button('forget', spoken.forgetAll)];
  },
  acts: {
    category: ({ relationship: { profile } }, target) => void profile?.forget({ category: usedOf(target).of }),
    item: ({ relationship: { profile } }, target) => void profile?.forget({ item: usedOf(target).of }),
    forget: ({ relationship: { profile } }) => void profile?.forget('everything'),
    async correct({ relationship: { rights } }, target) {
      const { of, value } = usedOf(target);
      await rights?.correct?.(of, value);
      return undefined;
    },
  },
};

function blocksOf(
  snapshot: ProfileSnapshot,
  isCorrectable: boolean,
  spoken: KnownTexts,
  texts: OpenedTexts,
): readonly Child[] {
  const forgetting = (does: string, name: string, of: string) =>
    row(name, signButton(does, fill(spoken.forget, { name }), of));
  return [
    block(
      spoken.traits,
      Object.entries(snapshot.traits).map(([name, value]) => trait(spoken, name, `${value}`, isCorrectable)),
    ),
    block(
      spoken.likes,
      Object.keys(snapshot.affinity.category).map((name) => forgetting('category', name, name)),
    ),
    block(
      spoken.seen,
      snapshot.recentItems.map(({ item, name = item }) => forgetting('item', name, item)),
    ),
    block(
      spoken.bought,
      snapshot.purchased.map((item) => row(item)),
    ),
    block(spoken.counted, counts(snapshot, spoken, texts)),
  ];
}

function block(title: string, rows: readonly Child[]): Child {
  return rows.length > 0 && [h('h3', {}, title), h('ul', {}, rows)];
}

function trait({ correct }: KnownTexts, name: string, value: string, isCorrectable: boolean): Child {
  return h(
    'li',
    {},
    h(
      'form',
      { class: 'row', 'data-do': 'correct', 'data-of': name },
      h('label', {}, name, h('input', { value, readonly: !isCorrectable })),
      isCorrectable && h('button', { 'aria-label': fill(correct, { name }) }, '✓'),
    ),
  );
}

function counts(
  { sessions, counters, firstSeen }: ProfileSnapshot,
  { since, visits }: KnownTexts,
  texts: OpenedTexts,
): readonly Child[] {
  if (!firstSeen) return [];
  const figures = [[since, day(texts, firstSeen)], [visits, sessions], ...Object.entries(counters)];
  return figures.map(([name, figure]) => row(`${name}: ${figure}`));
}
