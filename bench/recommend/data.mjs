// @ts-check
// What the recommender's benchmarks run on: Online Retail where it is at hand, and made-up interactions of any size.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createInteractions } from 'kindred/recommend';
import { seededRandom } from 'kindred/testing';

const RETAIL = fileURLToPath(new URL('../../../shared/data/online-retail/lines.csv.gz', import.meta.url));

/** @typedef {import('kindred/recommend').Interactions} Interactions */

/**
 * Online Retail (UCI id 352, D. Chen, 2015, CC BY 4.0), purchases before 2011-11-09; `undefined` where the file is absent.
 *
 * @param {{ everyNthUser?: number }} [options]
 * @returns {Interactions | undefined}
 */
export function onlineRetail({ everyNthUser = 1 } = {}) {
  if (!existsSync(RETAIL)) return undefined;
  const interactions = createInteractions();
  for (const line of gunzipSync(readFileSync(RETAIL)).toString('utf8').split('\n').slice(1)) {
    const fields = /^([^,]+),("(?:[^"]|"")*"|[^,]*),(\d+),([\d.]+),(\d+),/.exec(line);
    if (fields === null || !(Number(fields[3]) > 0) || !(Number(fields[4]) > 0) || Number(fields[5]) >= 1_320_796_800)
      continue;
    if (Number(fields[1]) % everyNthUser !== 0) continue;
    interactions.add(String(fields[1]), String(fields[2]), Number(fields[3]));
  }
  return interactions.build();
}

/**
 * Popularity and activity fall off as in real data: a few items and users make up much of it.
 *
 * @param {number} users
 * @param {number} items
 * @param {number} pairs
 * @returns {Interactions}
 */
export function madeUp(users, items, pairs) {
  const random = seededRandom(20_111_109);
  const interactions = createInteractions();
  const seen = new Set();
  while (seen.size < pairs) {
    const user = Math.floor(users * random.next() ** 2);
    const item = Math.floor(items * random.next() ** 3);
    const pair = user * items + item;
    if (seen.has(pair)) continue;
    seen.add(pair);
    interactions.add(`user ${user}`, `item ${item}`);
  }
  return interactions.build();
}

/**
 * Sessions of two to nine clicks, each a minute after the one before, on items of which a few make up much.
 *
 * @param {number} sessions
 * @param {number} items
 * @returns {Interactions}
 */
export function madeUpSessions(sessions, items) {
  const random = seededRandom(20_200_701);
  const interactions = createInteractions({ events: true });
  for (let session = 0; session < sessions; session++) {
    const clicks = 2 + Math.floor(8 * random.next() ** 2);
    for (let click = 0; click < clicks; click++) {
      interactions.add(`${session}`, `${Math.floor(items * random.next() ** 2)}`, 1, session * 60_000 + click);
    }
  }
  return interactions.build();
}
