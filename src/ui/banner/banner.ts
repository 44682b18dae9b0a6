import { answerOpen } from '../choices.ts';
import { type Behaviour, defineElement, type Host } from '../element.ts';
import { type Child, h, linkTo } from '../node.ts';
import { askToOpen } from '../opener/ask-to-open.ts';
import type { Relationship } from '../relationship.ts';
import { summaryOf } from '../summary.ts';
import type { UiTexts } from '../texts/texts.ts';
import { fill, listed } from '../words.ts';
import { BANNER_LOOK } from './look.ts';

/**
 * Defines `<kindred-banner>`: it asks as long as a choice is open, with yes and no on one layer and of one weight. Give it its
 * `relationship`. It takes no focus.
 *
 * @example
 * ```ts
 * import { createKindred } from 'kindred';
 * import { defineBanner } from 'kindred/ui';
 *
 * defineBanner();
 * const banner = document.createElement('kindred-banner');
 * banner.relationship = createKindred({ source: 'shop.example' });
 * document.body.prepend(banner);
 * ```
 */
export function defineBanner(): void {
  defineElement('kindred-banner', createBanner);
}

function createBanner(host: Host): Behaviour {
  let said = '';

  const answer = (how: 'accept' | 'refuse') => () => {
    const relationship = host.relationship();
    if (!relationship) return;
    relationship.consent.choose(answerOpen(relationship.consent, how));
    said = summaryOf(relationship, host.texts());
    host.update();
  };

  return {
    css: BANNER_LOOK,
    render: (relationship, texts) => [
      h('p', { role: 'status', class: 'unseen' }, said),
      relationship.consent.state().needsChoice && banner(relationship, texts),
    ],
    actions: {
      accept: answer('accept'),
      refuse: answer('refuse'),
      choose: () => askToOpen(host.element, host.relationship()),
    },
  };
}

function banner({ consent }: Relationship, texts: UiTexts): Child {
  const { pending, events } = consent.state();
  const { purposes, parties, notice } = consent.policy;
  const isOpen = (id: string, key: 'purpose' | 'party') => pending.some((pair) => pair[key] === id);
  const others = parties.filter(({ id }) => isOpen(id, 'party')).map(({ name }) => name);
  const link = linkTo(notice);
  return h(
    'section',
    { class: 'banner', part: 'banner', 'aria-labelledby': 'title' },
    h('h2', { id: 'title', part: 'title' }, texts.bannerTitle),
    h(
      'p',
      {},
      events.length > 0 ? texts.bannerAgain : texts.bannerText,
      ' ',
      link !== undefined && h('a', { href: link, part: 'notice' }, texts.notice),
    ),
    h(
      'ul',
      { class: 'about' },
      purposes.filter(({ id }) => isOpen(id, 'purpose')).map(({ title }) => h('li', { dir: 'auto' }, title)),
    ),
    others.length > 0 && h('p', { class: 'note' }, fill(texts.bannerParties, { names: named(texts, others) })),
    h(
      'div',
      { class: 'pair', part: 'actions' },
      h('button', { type: 'button', class: 'strong', part: 'button refuse', 'data-do': 'refuse' }, texts.refuseAll),
      h('button', { type: 'button', class: 'strong', part: 'button accept', 'data-do': 'accept' }, texts.acceptAll),
      h('button', { type: 'button', part: 'button choose', 'data-do': 'choose' }, texts.choose),
    ),
  );
}

/** More names than a person reads are counted. */
const MAX_NAMES = 4;

function named(texts: UiTexts, names: readonly string[]): string {
  const rest = names.length - MAX_NAMES;
  return listed(texts, rest > 0 ? [...names.slice(0, MAX_NAMES), `+${rest}`] : names);
}
