import type { UiTexts } from './texts.ts';

/** What is read before anything is opened: the banner's messages, and the name of the button that opens the preference centre. */
export type FirstTexts = Pick<
  UiTexts,
  | 'bannerTitle'
  | 'bannerText'
  | 'bannerAgain'
  | 'bannerParties'
  | 'notice'
  | 'acceptAll'
  | 'refuseAll'
  | 'choose'
  | 'centreTitle'
  | 'saved'
  | 'failed'
  | 'noted'
>;

/** The first messages in English, which a page has at once; all others come when they are needed. */
export const FIRST_ENGLISH: FirstTexts = {
  bannerTitle: 'You decide what may be known',
  bannerText: 'Nothing is stored or sent until you choose. Change your mind any time.',
  bannerAgain: 'Something changed since you chose.',
  bannerParties: 'Also involved: {names}',
  notice: 'Privacy notice',
  acceptAll: 'Accept all',
  refuseAll: 'Refuse all',
  choose: 'Choose',
  centreTitle: 'Your permissions',
  saved: 'Saved. You allow {count} of {all} purposes.',
  failed: 'That did not work.',
  noted: 'Noted. A yes counts once recorded.',
};
