// A page that asks with vanilla-cookieconsent: the same purposes, the same texts.
import * as CookieConsent from 'vanilla-cookieconsent';
import { PURPOSES } from './questions.js';

CookieConsent.run({
  // It shows nothing under a webdriver otherwise.
  hideFromBots: false,
  guiOptions: { consentModal: { layout: 'bar', position: 'bottom', equalWeightButtons: true } },
  categories: Object.fromEntries(PURPOSES.map(({ id }) => [id, {}])),
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: {
          title: 'You decide what may be known',
          description: 'Nothing is stored or sent until you choose. You can change your mind at any time.',
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Refuse all',
          showPreferencesBtn: 'Choose',
        },
        preferencesModal: {
          title: 'Your permissions',
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Refuse all',
          savePreferencesBtn: 'Save my choices',
          closeIconLabel: 'Close',
          sections: PURPOSES.map(({ id, title, description }) => ({ title, description, linkedCategory: id })),
        },
      },
    },
  },
});
