import { type Child, h } from '../node.ts';
import type { Relationship } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { action, section } from './section.ts';

/** Taking data along, pausing and erasing. */
export function rightsFields({ consent, rights }: Relationship, texts: UiTexts, isErasing: boolean): Child {
  const { isPaused } = consent.state();
  return section(
    'rights',
    texts.rights,
    h(
      'div',
      { class: 'pair' },
      isPaused ? action('resume', texts.resume) : action('pause', texts.pause),
      rights && action('export', texts.export),
      rights?.carry && action('carry', texts.carry),
    ),
    rights?.offerFrom &&
      h('label', { class: 'row' }, texts.offer, h('input', { type: 'file', accept: '.json', 'data-do': 'offer' })),
    rights && (isErasing ? question(texts) : action('erase', texts.erase)),
  );
}

function question(texts: UiTexts): Child {
  return h(
    'div',
    { class: 'stack alert', role: 'group', 'aria-labelledby': 'erase' },
    h('p', { id: 'erase' }, texts.eraseAsk),
    h('div', { class: 'pair' }, action('keep', texts.eraseNo), action('eraseNow', texts.eraseYes)),
  );
}
