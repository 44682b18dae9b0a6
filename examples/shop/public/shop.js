// @ts-check
/**
 * The page's part of the shop. One instance of kindred; everything else listens to it. Until the visitor allows more, all of
 * this changes nothing: no cookie, no storage, no message, and the pages stay as the server wrote them.
 */
import { signalsOfPage } from '/kindred/consent/signals.js';
import { categoryOf } from './catalogue.js';
import { holdOthers } from './held.js';
import { carryLanguage } from './language.js';
import { showPermissions } from './permissions.js';
import { followPlacements } from './placements.js';
import { settings } from './settings.js';
import { followShelves } from './shelves.js';
import { tellWhatHappens } from './tracking.js';
import { explainPlacements } from './why.js';

/** The script tag before this one defines `kindred`. @type {typeof import('kindred') & { defineElements(): Promise<void> }} */
const { createKindred, defineElements } = Reflect.get(window, 'kindred');

const { source, policy, destinations, language } = settings;
const kindred = createKindred({
  source,
  endpoint: '/v1',
  policy,
  destinations,
  signals: signalsOfPage(navigator),
  rules: '/kindred/rules.json',
  // Whoever edits the file sees the open page follow.
  rulesEverySeconds: 2,
  model: '/kindred/model.safetensors',
  catalogue: { attributes: { category: categoryOf } },
});
kindred.start();

// For the curious: `shop.kindred.profile.snapshot()` in the console.
Reflect.set(window, 'shop', { kindred });

void holdOthers(kindred, language);
tellWhatHappens(kindred);
void showPermissions(kindred, language, defineElements);
carryLanguage();
followPlacements(kindred);
explainPlacements(kindred);
followShelves(kindred);
const { page } = document.body.dataset;
if (page === 'you') {
  const { showWhatIsKnown } = await import('./you.js');
  showWhatIsKnown(kindred);
}
if (page === 'parties') {
  const { showParties } = await import('./parties.js');
  showParties(kindred);
}
