// @ts-check
import { parseArgs } from 'node:util';

/**
 * @typedef {object} ShopOptions
 * @property {number} [port] 4242 unless given; 0 for any
 * @property {number} [shoppers] how many to simulate; 2,000 unless given
 * @property {string} [data] a file of interactions that the shop is made from
 * @property {string} [store] a file that keeps the events
 * @property {string} [rules] a rules file that the first shop follows; written where there is none
 * @property {string} [credit] a line for the foot of the pages: where the data come from
 * @property {string} [currency] ISO 4217, for the prices of `data`
 * @property {1 | 2} [shops] 2 unless given: with 1 there is neither a second shop nor anybody else
 * @property {boolean} [quiet] print nothing
 */

export const USAGE = `A shop that uses kindred, on this machine.

  npm run demo -- [options]          or  node examples/shop/start.js [options]

  --data FILE       make the catalogue and its history from a file of interactions:
                    csv or ndjson, also gzipped, with user, item[, quantity, price, timestamp]
  --port N          default 4242, or the next free one; the others follow
  --shoppers N      how many shoppers to simulate without --data (default 2000)
  --shops N         1 leaves out the second shop and the others (default 2)
  --store FILE      keep the events in this SQLite file (default: a temporary one)
  --rules FILE      follow these rules (default: a temporary file, whose path is printed)
  --credit TEXT     a line for the foot of the pages: where the data come from
  --currency CODE   of the prices in --data (default EUR)
  --help            this text

  npm run demo
  npm run demo -- --data orders.csv.gz --currency GBP
`;

/** @param {string[]} args @returns {ShopOptions | 'help'} */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      shoppers: { type: 'string' },
      shops: { type: 'string' },
      store: { type: 'string' },
      rules: { type: 'string' },
      credit: { type: 'string' },
      currency: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const { port, shoppers, shops, help: _, ...texts } = values;
  if (texts.currency !== undefined && !/^[A-Z]{3}$/.test(texts.currency))
    throw new Error('--currency takes three letters, such as EUR.');
  if (shops !== undefined && shops !== '1' && shops !== '2') throw new Error('--shops takes 1 or 2.');
  return {
    ...texts,
    ...(shops !== undefined && { shops: shops === '1' ? 1 : 2 }),
    ...(port !== undefined && { port: wholeNumber('--port', port, 65_535) }),
    ...(shoppers !== undefined && { shoppers: wholeNumber('--shoppers', shoppers, 100_000) }),
  };
}

/** @param {string} name @param {string} text @param {number} max */
function wholeNumber(name, text, max) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new Error(`${name} takes a whole number from 0 to ${max}, not "${text}".`);
}
