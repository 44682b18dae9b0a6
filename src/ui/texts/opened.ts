import type { FirstTexts } from './first.ts';

/** The messages of the opened preference centre in English, but for the first. */
export const OPENED = {
  language: 'en',
  centreText: 'Choose what may be known for each purpose. Nothing holds before you save.',
  close: 'Close',
  save: 'Save my choices',
  withdrawAll: 'Withdraw all',
  none: 'Off',
  noneHint: 'Nothing is used for this.',
  'on-device': 'Stays on this device',
  'on-deviceHint': 'Used in this browser only.',
  anonymous: 'Without any number or name',
  anonymousHint: 'Sent coarsened, without a way back to you.',
  pseudonymous: 'Under a random number',
  pseudonymousHint: 'Sent under a number that means nothing elsewhere.',
  identified: 'With my name',
  identifiedHint: 'Sent with your account.',
  gives: 'You get: {text}',
  takes: 'It takes: {text}',
  undecided: 'Not decided yet',
  until: 'Until {date}',
  expired: 'Your choice has run out',
  outdated: 'This has changed since you chose',
  review: 'Time to look at this again',
  validFor: 'Valid for',
  others: 'Others for this purpose: {count}',
  release: 'Interests that may go with it',
  interests: 'My interests',
  known: 'What is known about me',
  history: 'My decisions so far',
  rights: 'My data',
};

/** What is read once the preference centre is opened, and before anything in it is unfolded. */
export type OpenedTexts = FirstTexts & typeof OPENED;
