import { button } from '../button.ts';
import { defineCentre } from '../centre/centre.ts';
import { ensureCentre } from '../centre/ensure-centre.ts';
import { answerOpen } from '../choices.ts';
import { type Behaviour, defineElement, type Host } from '../element.ts';
import { type Child, h, link } from '../node.ts';
import type { VisibleConsent } from '../relationship.ts';
import { summaryOf } from '../summary.ts';
import type { FirstTexts } from '../texts/first.ts';
import { fill } from '../words.ts';
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
  defineCentre();
  defineElement('kindred-banner', BANNER_LOOK, createBanner);
}

function createBanner(host: Host): Behaviour {
  let said = '';

  return {
    render(relationship) {
      const { consent } = relationship;
      const { texts } = host;
      const asks = consent.state().needsChoice;
      const isNoted = said === texts.noted;
      // What was noted is recorded by now, and what was saved has changed elsewhere.
      if (said && !(asks && isNoted)) said = asks ? '' : summaryOf(relationship, texts);
      return [h('output', { class: 'unseen' }, said), asks && banner(consent, texts, isNoted)];
    },
    act(does, relationship) {
      if (does === 'choose') return ensureCentre(host);
      const { consent } = relationship;
      const say = () => {
        // What could not be recorded is kept, and what it allows is not in force.
        said = consent.state().needsChoice ? host.texts.noted : summaryOf(relationship, host.texts);
        host.update();
      };
      consent.choose(answerOpen(consent, does === 'accept')).then(say, say);
    },
  };
}

function banner({ policy, state, ready }: VisibleConsent, texts: FirstTexts, isNoted: boolean): Child {
  const { pending, events } = state();
  const { purposes, parties, notice } = policy;
  const isOpen = (id: string, key: 'purpose' | 'party') => pending.some((pair) => pair[key] === id);
  const others = parties.filter(({ id }) => isOpen(id, 'party')).map(({ name }) => name);
  // Who chooses need not wait for what records it, and who reads need not wait for that.
  setTimeout(ready);
  return h(
    'section',
    { part: 'banner', 'aria-labelledby': 'title' },
    h('h2', { id: 'title', part: 'title' }, texts.bannerTitle),
    h(
      'p',
      {},
      texts[isNoted ? 'noted' : events.length > 0 ? 'bannerAgain' : 'bannerText'],
      ' ',
      link(notice, texts.notice),
    ),
    h(
      'ul',
      {},
      purposes.filter(({ id }) => isOpen(id, 'purpose')).map(({ title }) => h('li', {}, h('bdi', {}, title))),
    ),
    others.length > 0 && h('p', {}, fill(texts.bannerParties, { names: listed(others) })),
    h(
      'div',
      { class: 'pair' },
      button('refuse', texts.refuseAll, { class: 'strong' }),
      button('accept', texts.acceptAll, { class: 'strong' }),
      button('choose', texts.choose, { 'data-kindred-open': true }),
    ),
  );
}

/** More names than these are counted. */
const MAX_NAMES = 4;

/** `Intl.ListFormat` would write it more nicely, and takes longer to load than all of the banner. */
function listed(names: readonly string[]): string {
  const rest = names.length - MAX_NAMES;
  return `${names.slice(0, MAX_NAMES).join(', ')}${rest > 0 ? ` +${rest}` : ''}`;
}
