// A page that asks with kindred: the permissions, and the banner with its preference centre.
import { createConsent } from '../../../src/consent/index.ts';
import { browserPlatform } from '../../../src/platform/index.ts';
import { webStorage } from '../../../src/storage/index.ts';
import { defineElements } from '../../../src/ui/index.ts';
import { PARTIES, PURPOSES } from './questions.js';

const consent = createConsent({
  ...browserPlatform(),
  source: 'shop.example',
  policy: { notice: '/privacy', purposes: PURPOSES, parties: PARTIES },
  store: webStorage(() => localStorage, 'kindred:'),
});
consent.start();
defineElements();
const banner = document.createElement('kindred-banner');
banner.relationship = { consent, language: 'en' };
document.body.append(banner, document.createElement('kindred-centre'));
