// @ts-check
import { randomBytes } from 'node:crypto';
import { definePolicy } from 'kindred/consent';
import { anyOf, createCollector, createConsentService, createRecommendations, tokenFromRequest } from 'kindred/server';
import { learn } from './learn.js';
import { shopPolicy } from './policy/policy.js';
import { progressBar } from './progress.js';
import { createShop } from './server/shop-handler.js';
import { sendAll } from './simulator/send.js';

/**
 * @import { Catalogue } from './catalogue/catalogue.js'
 * @import { EventStore } from 'kindred/server'
 * @import { KindredEvent } from 'kindred/events'
 * @import { OpenStore } from './server/event-store.js'
 * @import { Door } from './server/listen.js'
 * @import { RulesFile } from './server/rules-file.js'
 * @import { Neighbourhood } from './pages/layout.js'
 * @import { ShopSign } from './shops.js'
 */

/**
 * A shop with its past.
 * @typedef {object} Opening
 * @property {Catalogue} catalogue
 * @property {() => Iterable<KindredEvent[]>} history
 * @property {number} groups how many lists of events the history has
 * @property {string} loaded what was loaded, in words
 */

/**
 * Opens a shop behind a door: lets its collector hear its past, as it hears visitors, and learns from that.
 * @param {{ door: Door, sign: ShopSign, opening: Opening, stores: OpenStore, rulesFile: RulesFile, neighbourhood: Neighbourhood, quiet: boolean }} parts
 * @returns {Promise<string>} what it has learnt, in words
 */
export async function openShop({ door, sign, opening, stores, rulesFile, neighbourhood, quiet }) {
  const { catalogue, history, groups } = opening;
  const { store, consents } = stores;
  const { name } = catalogue.shop;
  const { source } = sign;
  const policy = definePolicy(shopPolicy(sign, name, { partnersUrl: neighbourhood.partnersUrl }));
  // Tokens of an earlier start are worth nothing: pages get a new one with their next choice.
  const keys = [randomBytes(32)];
  const shop = createShop({
    catalogue,
    sign,
    neighbourhood,
    rulesFile,
    collector: anyOf(
      createConsentService({
        events: store,
        consents,
        source,
        policy,
        keys,
      }),
      createCollector({ store }),
    ),
    mayPersonalize: (request) =>
      tokenFromRequest(request, { keys, policy, source, now: Date.now() }).check({ purpose: 'personalization' }).allow,
    // Everybody may ask what goes with an item, nobody what goes with somebody else: that is answered in the own page.
    recommendations: createRecommendations({ recommender: () => shop.recommender(), allowUser: () => false }),
  });
  door.open(shop.handle);
  await fill(`http://127.0.0.1:${door.port}`, history(), groups, `Filling ${name}`, quiet);
  return teach(shop, store, quiet);
}

/** @param {string} url @param {Iterable<KindredEvent[]>} history @param {number} groups @param {string} label @param {boolean} quiet */
async function fill(url, history, groups, label, quiet) {
  const bar = progressBar(label, quiet);
  const { rejected } = await sendAll(url, history, (done) => bar.to(done, groups));
  bar.end();
  if (rejected > 0) throw new Error(`The collector rejected ${rejected} events of the history.`);
}

/** @param {ReturnType<typeof createShop>} shop @param {EventStore} store @param {boolean} quiet */
async function teach(shop, store, quiet) {
  const bar = progressBar('Training the recommender', quiet);
  const startedAt = performance.now();
  try {
    const learnt = await learn(store, bar.to);
    shop.learn(learnt);
    const ms = Math.round(performance.now() - startedAt);
    const count = (/** @type {number} */ n) => n.toLocaleString('en');
    return `RP3beta on ${count(learnt.interactions)} interactions of ${count(learnt.users)} people in ${ms} ms; ${Math.ceil(learnt.packed.length / 1024)} kB for the page`;
  } catch (error) {
    // A shop without a past opens all the same; it knows nothing yet.
    if (error instanceof Error && 'code' in error && error.code === 'empty-input')
      return 'nothing: there are no events yet';
    throw error;
  } finally {
    bar.end();
  }
}
