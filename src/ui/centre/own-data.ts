import { RIGHTS_ENGLISH } from '../texts/unfolded-rights.ts';
import { leftOf } from './left.ts';
import { button, downloading, h, newSitting } from './means.ts';
import { offeredDraft } from './offer.ts';
import type { Part } from './part.ts';

/** Taking data along, pausing and erasing. */
export const OWN_DATA: Part = {
  render({ relationship: { consent, rights }, sitting: { isErasing }, spoken = RIGHTS_ENGLISH }) {
    return [
      h(
        'div',
        { class: 'pair' },
        consent.state().isPaused ? button('resume', spoken.resume) : button('pause', spoken.pause),
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
    resume: ({ relationship }) => void relationship.consent.resume(),
    export: downloading('export'),
    carry: downloading('carry'),
    async offer({ relationship: { consent, rights }, spoken = RIGHTS_ENGLISH }, target) {
      const file = target instanceof HTMLInputElement ? target.files?.[0] : undefined;
      const draft = offeredDraft((await rights?.offerFrom?.((await file?.text()) ?? '')) ?? [], consent);
      return draft.size > 0 ? { draft, isOffer: true, said: '' } : { said: spoken.offerNone };
    },
    erase: () => ({ isErasing: true }),
    keep: () => ({ isErasing: false }),
    async eraseNow({ relationship: { rights }, spoken }) {
      return newSitting(leftOf(await rights?.erase(), spoken, (spoken ?? RIGHTS_ENGLISH).erased));
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
