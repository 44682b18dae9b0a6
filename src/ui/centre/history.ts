import type { GrantChange, LedgerEvent } from '../../consent/index.ts';
import { button } from '../button.ts';
import { EVERYONE } from '../choices.ts';
import { type Child, h } from '../node.ts';
import type { Relationship, VisibleConsent } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { day } from './dates.ts';
import { section } from './section.ts';

/** Every decision, newest first. */
export function history({ consent, rights }: Relationship, texts: UiTexts): Child {
  const { events } = consent.state();
  return section(
    'history',
    texts.history,
    events.length === 0
      ? h('p', { class: 'note' }, texts.undecided)
      : h(
          'ol',
          {},
          [...events].reverse().map((event) => line(consent, texts, event)),
        ),
    rights?.receipts && events.length > 0 && button('receipts', texts.receipts),
  );
}

function line(consent: VisibleConsent, texts: UiTexts, { at, type, changes }: LedgerEvent): Child {
  return h(
    'li',
    {},
    day(texts, at),
    ' ',
    // What the law allowed is no word of the person's.
    type !== 'default' && h('b', {}, texts[type]),
    h(
      'ul',
      {},
      changes.map((change) => h('li', { dir: 'auto' }, sentence(consent, texts, change))),
    ),
  );
}

function sentence({ policy, source }: VisibleConsent, texts: UiTexts, { purpose, party, degree }: GrantChange): string {
  const title = policy.purposes.find(({ id }) => id === purpose)?.title ?? purpose;
  return `${title}${party === source ? '' : ` (${nameOf(policy, texts, party)})`}: ${texts[degree]}`;
}

function nameOf({ parties, groups }: VisibleConsent['policy'], texts: UiTexts, party: string): string {
  const named = [...parties, ...groups].find(({ id }) => id === party);
  if (!named) return party === EVERYONE ? texts.everyone : party;
  return 'name' in named ? named.name : named.title;
}
