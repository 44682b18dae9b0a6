import { RIGHTS_ENGLISH } from '../texts/unfolded-rights.ts';
import { button, downloading, h, leftOf, newSitting } from './means.ts';
import { offeredDraft } from './offer.ts';
import type { Part } from './part.ts';

/** Taking data along, pausing and erasing. */
export const part: Part = {
  render({ relationship: { consent, rights }, sitting: { isErasing }, texts, spoken = RIGHTS_ENGLISH }) {
    return [
      h(
        'div',
        { class: 'pair' },
        consent.state().isPaused ? button('resume', texts.resume) : button('pause', spoken.pause),
        rights && button('export', spoken.export),
        rights?.carry && button('carry', spoken.carry),
      ),
      rights?.offerFrom &&
        h('label', { class: 'row' }, spoken.offer, h('input', { type: 'file', accept: '.json', 'data-do': 'offer' })),
      rights && (isErasing ? question(spoken) : button('erase', spoken.erase)),
    ];
  },
  acts: {
    pause: ({ relationship }) => void relationship.consent.pause(),
    export: downloading('export'),
    carry: downloading('carry'),
    async offer({ relationship: { consent, rights }, spoken = RIGHTS_ENGLISH }, { file }) {
      const draft = offeredDraft((await rights?.offerFrom?.((await file?.text()) ?? '')) ?? [], consent);
      return draft.size > 0 ? { draft, isOffer: true, said: '' } : { said: spoken.offerNone };
    },
    erase: () => ({ isErasing: true }),
    keep: () => ({ isErasing: false }),
    async eraseNow({ relationship, texts, spoken = RIGHTS_ENGLISH }) {
      return newSitting(leftOf(await relationship.rights?.erase(), texts, spoken.erased));
    },
  },
};

function question({ eraseAsk, eraseNo, eraseYes }: typeof RIGHTS_ENGLISH) {
  return h(
    'div',
    { class: 'stack alert', role: 'group', 'aria-labelledby': 'erase' },
    h('p', { id: 'erase' }, eraseAsk),
    h('div', { class: 'pair' }, button('keep', eraseNo), button('eraseNow', eraseYes)),
  );
}
