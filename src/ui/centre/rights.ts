import { button } from '../button.ts';
import { type Child, h } from '../node.ts';
import type { Relationship } from '../relationship.ts';
import type { UiTexts } from '../texts/texts.ts';
import { section } from './section.ts';
import type { Sitting } from './sitting.ts';

/** Taking data along, pausing and erasing. */
export function rightsFields({ consent, rights }: Relationship, texts: UiTexts, { isErasing }: Sitting): Child {
  const { isPaused } = consent.state();
  return section(
    'rights',
    texts.rights,
    h(
      'div',
      { class: 'pair' },
      isPaused ? button('resume', texts.resume) : button('pause', texts.pause),
      rights && button('export', texts.export),
      rights?.carry && button('carry', texts.carry),
    ),
    rights?.offerFrom &&
      h('label', { class: 'row' }, texts.offer, h('input', { type: 'file', accept: '.json', 'data-do': 'offer' })),
    rights && (isErasing ? question(texts) : button('erase', texts.erase)),
  );
}

function question(texts: UiTexts): Child {
  return h(
    'div',
    { class: 'stack alert', role: 'group', 'aria-labelledby': 'erase' },
    h('p', { id: 'erase' }, texts.eraseAsk),
    h('div', { class: 'pair' }, button('keep', texts.eraseNo), button('eraseNow', texts.eraseYes)),
  );
}
