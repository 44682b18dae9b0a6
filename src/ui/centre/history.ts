import type { GrantChange, LedgerEvent } from '../../consent/index.ts';
import type { Child } from '../node.ts';
import { HISTORY_ENGLISH } from '../texts/unfolded-history.ts';
import { button, day, downloading, EVERYONE, h } from './means.ts';
import type { Part, Shown } from './part.ts';

/** Every decision, newest first. */
export const HISTORY: Part = {
  render(shown) {
    const { relationship, texts, spoken = HISTORY_ENGLISH } = shown;
    const { events } = relationship.consent.state();
    if (events.length === 0) return h('p', { class: 'note' }, texts.undecided);
    return [
      h(
        'ol',
        {},
        [...events].reverse().map((event) => line(shown, event)),
      ),
      relationship.rights?.receipts && button('receipts', spoken.receipts),
    ];
  },
  acts: { receipts: downloading('receipts') },
};

function line(shown: Shown, { at, type, changes }: LedgerEvent): Child {
  const { texts, spoken = HISTORY_ENGLISH } = shown;
  return h(
    'li',
    {},
    day(texts, at),
    ' ',
    // What the law allowed is no word of the person's.
    type !== 'default' && h('b', {}, spoken[type]),
    h(
      'ul',
      {},
      changes.map((change) => h('li', { dir: 'auto' }, sentence(shown, change))),
    ),
  );
}

function sentence(shown: Shown, { purpose, party, degree }: GrantChange): string {
  const { policy, source } = shown.relationship.consent;
  const title = policy.purposes.find(({ id }) => id === purpose)?.title ?? purpose;
  return `${title}${party === source ? '' : ` (${nameOf(shown, party)})`}: ${shown.texts[degree]}`;
}

function nameOf(shown: Shown, party: string): string {
  const { relationship, spoken = HISTORY_ENGLISH } = shown;
  const { parties, groups } = relationship.consent.policy;
  const named = [...parties, ...groups].find(({ id }) => id === party);
  if (!named) return party === EVERYONE ? spoken.everyone : party;
  return 'name' in named ? named.name : named.title;
}
