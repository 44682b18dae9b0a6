// @ts-check
/**
 * Starts the shop: opens a store, serves the pages, fills the store through the collector's HTTP API, and trains a model on
 * what is in it. Beside it a second shop, and the others that both work with.
 *
 *   node examples/shop/start.js --help
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lindenCatalogue } from './catalogue/linden.js';
import { lowTideCatalogue } from './catalogue/low-tide.js';
import { readShop } from './from-file/read-shop.js';
import { openShop } from './open-shop.js';
import { readOptions, USAGE } from './options.js';
import { createPartners } from './partners/partners.js';
import { progressBar } from './progress.js';
import { memoryStores, openStore } from './server/event-store.js';
import { listen } from './server/listen.js';
import { openRulesFile } from './server/rules-file.js';
import { LINDEN, LOW_TIDE, PARTNERS_HOST } from './shops.js';
import { simulateShoppers } from './simulator/shoppers.js';

/**
 * @import { Catalogue } from './catalogue/catalogue.js'
 * @import { EventStore } from 'kindred/server'
 * @import { Opening } from './open-shop.js'
 * @import { ShopOptions } from './options.js'
 * @import { Neighbourhood } from './pages/layout.js'
 * @import { Door } from './server/listen.js'
 * @import { ShopSign } from './shops.js'
 */

/**
 * @typedef {object} Summary
 * @property {number} items
 * @property {number} categories
 * @property {string} loaded
 * @property {number} events that the store holds
 * @property {string} trained
 * @property {string} store
 * @property {string} rules path of the file with the rules, which may be edited
 * @property {number} seconds
 */

/**
 * @typedef {object} RunningShop
 * @property {string} url
 * @property {number} port
 * @property {EventStore} store
 * @property {Summary} summary
 * @property {string} [otherShop]  address of the second shop
 * @property {string} [partners]  address of the others that both work with
 * @property {() => Promise<void>} close
 */

const PORT = 4242;
const SHOPPERS = 2000;
/** The second shop has not been open for long. */
const SHOPPERS_OF_THE_SECOND = 150;

/**
 * Starts the shop, and unless `shops` is 1 a second one and the others that both work with.
 * @param {ShopOptions} [options]
 * @returns {Promise<RunningShop>}
 */
export async function startShop(options = {}) {
  const startedAt = performance.now();
  const { quiet = false, shops = 2 } = options;
  /** @type {(() => Promise<void>)[]} */
  const closing = [];
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const opening = await open(options);
    const doors = await openDoors(options.port ?? PORT, shops, closing);
    const stores = await openStore(options.store);
    closing.push(stores.close);
    const rulesFile = openRulesFile(options.rules);
    closing.push(async () => rulesFile.close());
    const town = townOf(doors, opening.catalogue);
    const trained = await openShop({ ...town.first, opening, stores, rulesFile, quiet });
    if (town.second) {
      const second = memoryStores();
      const secondRules = openRulesFile();
      closing.push(second.close, async () => secondRules.close());
      await openShop({ ...town.second, opening: lowTide(), stores: second, rulesFile: secondRules, quiet });
    }
    const { items, categories } = opening.catalogue;
    const summary = {
      items: items.length,
      categories: categories.length,
      loaded: opening.loaded,
      events: await stores.store.count(),
      trained,
      store: stores.where,
      rules: rulesFile.path,
      seconds: (performance.now() - startedAt) / 1000,
    };
    const { url, otherShop, partners } = town;
    return {
      url,
      port: doors.first.port,
      store: stores.store,
      summary,
      ...(otherShop !== undefined && { otherShop }),
      ...(partners !== undefined && { partners }),
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** @typedef {{ first: Door, second?: Door, partners?: Door }} Doors */

/** @param {number} port @param {number} shops @param {(() => Promise<void>)[]} closing @returns {Promise<Doors>} */
async function openDoors(port, shops, closing) {
  const next = async (/** @type {number} */ wanted) => {
    const door = await listen(wanted);
    closing.push(door.close);
    return door;
  };
  const first = await next(port);
  if (shops < 2) return { first };
  const after = (/** @type {Door} */ door) => (port === 0 ? 0 : door.port + 1);
  const second = await next(after(first));
  return { first, second, partners: await next(after(second)) };
}

/**
 * Who is where, and opens the doors of those who are neither of the shops.
 * @param {Doors} doors @param {Catalogue} catalogue of the first shop
 */
function townOf({ first, second, partners }, catalogue) {
  const url = addressOf(LINDEN, first);
  if (!second || !partners) {
    return { url, first: { door: first, sign: LINDEN, neighbourhood: {} }, otherShop: undefined, partners: undefined };
  }
  const otherShop = addressOf(LOW_TIDE, second);
  const partnersUrl = `http://${PARTNERS_HOST}:${partners.port}`;
  const names = [catalogue.shop.name, lowTideCatalogue().shop.name];
  const [firstName = '', secondName = ''] = names;
  partners.open(
    createPartners([
      { ...LINDEN, name: firstName, url },
      { ...LOW_TIDE, name: secondName, url: otherShop },
    ]),
  );
  /** @type {(name: string, address: string) => Neighbourhood} */
  const beside = (name, address) => ({ partnersUrl, otherShop: { name, url: address } });
  return {
    url,
    otherShop,
    partners: partnersUrl,
    first: { door: first, sign: LINDEN, neighbourhood: beside(secondName, otherShop) },
    second: { door: second, sign: LOW_TIDE, neighbourhood: beside(firstName, url) },
  };
}

/** @param {ShopSign} sign @param {Door} door */
const addressOf = ({ host }, { port }) => `http://${host}:${port}`;

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
  return simulated(lindenCatalogue(), shoppers, 'linden');
}

/** @returns {Opening} */
const lowTide = () => simulated(lowTideCatalogue(), SHOPPERS_OF_THE_SECOND, 'low tide');

/** @param {Catalogue} catalogue @param {number} shoppers @param {string} seed @returns {Opening} */
function simulated(catalogue, shoppers, seed) {
  const nowMs = Date.now();
  return {
    catalogue,
    history: () => simulateShoppers(catalogue, { count: shoppers, seed, nowMs }),
    groups: shoppers,
    loaded: `90 days of ${shoppers.toLocaleString('en')} simulated shoppers`,
  };
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') return console.log(USAGE);
  const { url, otherShop, partners, summary, close } = await startShop(options);
  const others =
    otherShop === undefined
      ? ''
      : `
  ${otherShop}  a second shop
  ${partners}  the others that both work with
`;
  console.log(`
  ${url}
${others}
  loaded   ${summary.items.toLocaleString('en')} items in ${summary.categories} categories; ${summary.loaded}
  stored   ${summary.events.toLocaleString('en')} events in ${summary.store}
  trained  ${summary.trained}
  rules    ${summary.rules}: edit it, and open pages follow

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
