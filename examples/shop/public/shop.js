// @ts-check
/**
 * The page's part of the shop. One instance of kindred; everything else listens to it. Until the visitor allows more, all of
 * this changes nothing: no cookie, no storage, no message, and the pages stay as the server wrote them.
 */
import { showBanner } from './banner.js';
import { followPlacements } from './placements.js';
import { PURPOSES } from './purposes.js';
import { followShelves } from './shelves.js';
import { tellWhatHappens } from './tracking.js';

/** The script tag before this one defines `kindred`. @type {typeof import('kindred')} */
const { createKindred } = Reflect.get(window, 'kindred');

const kindred = createKindred({
  source: location.hostname,
  endpoint: '/v1',
  purposes: PURPOSES,
  rules: '/kindred/rules.json',
  model: '/kindred/model.safetensors',
});
kindred.start();

// For the curious: `shop.kindred.profile.snapshot()` in the console.
Reflect.set(window, 'shop', { kindred });

tellWhatHappens(kindred);
showBanner(kindred);
followPlacements(kindred);
followShelves(kindred);
if (document.body.dataset.page === 'you') {
  const { showWhatIsKnown } = await import('./you.js');
  showWhatIsKnown(kindred);
}
