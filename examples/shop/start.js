// @ts-check
/**
 * Starts the shop: opens a store, serves the pages, fills the store through the collector's HTTP API, and trains a model on
 * what is in it.
 *
 *   node examples/shop/start.js --help
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCollector, createRecommendations } from 'kindred/server';
import { lindenCatalogue } from './catalogue/linden.js';
import { readShop } from './from-file/read-shop.js';
import { learn } from './learn.js';
import { readOptions, USAGE } from './options.js';
import { progressBar } from './progress.js';
import { openStore } from './server/event-store.js';
import { listen } from './server/listen.js';
import { createShop } from './server/shop-handler.js';
import { sendAll } from './simulator/send.js';
import { simulateShoppers } from './simulator/shoppers.js';

/**
 * @import { Catalogue } from './catalogue/catalogue.js'
 * @import { EventStore } from 'kindred/server'
 * @import { KindredEvent } from 'kindred/events'
 * @import { ShopOptions } from './options.js'
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
 * @typedef {object} Summary
 * @property {number} items
 * @property {number} categories
 * @property {string} loaded
 * @property {number} events that the store holds
 * @property {string} trained
 * @property {string} store
 * @property {number} seconds
 */

/** @typedef {{ url: string, port: number, store: EventStore, summary: Summary, close: () => Promise<void> }} RunningShop */

const PORT = 4242;
const SHOPPERS = 2000;

/**
 * @param {ShopOptions} [options]
 * @returns {Promise<RunningShop>}
 */
export async function startShop(options = {}) {
  const startedAt = performance.now();
  const { port = PORT, quiet = false } = options;
  const { catalogue, history, groups, loaded } = await open(options);
  const { store, where, remove } = await openStore(options.store);
  const shop = createShop({
    catalogue,
    collector: createCollector({ store }),
    // Everybody may ask what goes with an item, nobody what goes with somebody else: that is answered in the own page.
    recommendations: createRecommendations({ recommender: () => shop.recommender(), allowUser: () => false }),
  });
  const { port: found, close } = await listen(shop.handle, port);
  const url = `http://localhost:${found}`;
  const closeAll = async () => {
    await close();
    await store.close();
    remove();
  };
  try {
    await fill(`http://127.0.0.1:${found}`, history(), groups, quiet);
    const trained = await teach(shop, store, quiet);
    const events = await store.count();
    const seconds = (performance.now() - startedAt) / 1000;
    const summary = {
      items: catalogue.items.length,
      categories: catalogue.categories.length,
      loaded,
      events,
      trained,
      store: where,
      seconds,
    };
    return { url, port: found, store, summary, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** @param {ShopOptions} options @returns {Promise<Opening>} */
async function open({ data, shoppers = SHOPPERS, credit, currency, quiet = false }) {
  if (data !== undefined) {
    const bar = progressBar('Reading the file', quiet);
    try {
      return await readShop(data, { credit, currency, onProgress: bar.to });
    } finally {
      bar.end();
    }
  }
  const catalogue = lindenCatalogue();
  const nowMs = Date.now();
  return {
    catalogue,
    history: () => simulateShoppers(catalogue, { count: shoppers, seed: 'linden', nowMs }),
    groups: shoppers,
    loaded: `90 days of ${shoppers.toLocaleString('en')} simulated shoppers`,
  };
}

/** @param {string} url @param {Iterable<KindredEvent[]>} history @param {number} groups @param {boolean} quiet */
async function fill(url, history, groups, quiet) {
  const bar = progressBar('Filling the collector', quiet);
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

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') return console.log(USAGE);
  const { url, summary, close } = await startShop(options);
  console.log(`
  ${url}

  loaded   ${summary.items.toLocaleString('en')} items in ${summary.categories} categories; ${summary.loaded}
  stored   ${summary.events.toLocaleString('en')} events in ${summary.store}
  trained  ${summary.trained}

  Ready after ${summary.seconds.toFixed(1)} s. Ctrl-C closes the shop.
`);
  const leave = () => void close().then(() => process.exit(0));
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
}

const isMain = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isMain) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
