// @ts-check
// How long the first list after loading takes, beside those that follow. Each first list is in a process of its own, which loads a packed model and makes one
// recommender; people are different ones. First: the one list right after `createRecommender`, or after `openRecommender` was awaited. Steady: the
// p99 over 2,000 lists of other people, each made once, after all people were served once; so both pay for memory that was not touched lately.
// `npm run bench -- first-list`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createRecommender, packModel, unpackModel } from 'kindred/recommend';
import { train } from 'kindred/recommend/train';
import { openRecommender } from 'kindred/server';
import { madeUp, onlineRetail } from './data.mjs';

const PROCESSES = 11;
const STEADY = 2_000;
const file = fileURLToPath(import.meta.url);
const digest = {
  sha256: async (/** @type {Uint8Array} */ bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
};

if (process.argv[1] === file) await serve(process.argv.slice(2));
else await measure();

async function measure() {
  const interactions = onlineRetail() ?? madeUp(4_000, 3_800, 230_000);
  const { users, items, userStart, itemIndex } = interactions;
  const histories = users.map((_, n) =>
    Array.from(itemIndex.subarray(userStart[n], userStart[n + 1]), (index) => items[index]),
  );
  const folder = mkdtempSync(join(tmpdir(), 'first-list-'));
  try {
    writeFileSync(join(folder, 'histories.json'), JSON.stringify(histories));
    for (const spec of /** @type {const} */ ([{ algorithm: 'rp3beta', neighbours: 100 }, { algorithm: 'ease' }])) {
      writeFileSync(join(folder, 'model'), await packModel(await train(interactions, spec), { digest }));
      for (const way of ['created', 'opened']) {
        const found = Array.from({ length: PROCESSES }, (_, n) => {
          const { stdout } = spawnSync(process.execPath, [file, folder, way, String(n)], { encoding: 'utf8' });
          return JSON.parse(stdout);
        });
        const of = (/** @type {string} */ name) => found.map((each) => each[name]).sort((a, b) => a - b);
        const [first, steady, opening] = [of('first'), of('steady'), of('opening')];
        const middle = PROCESSES >> 1;
        console.error(
          `${spec.algorithm}, ${way} in ${opening[middle].toFixed(0)} ms: first median ${first[middle].toFixed(3)} ms, worst of ${PROCESSES} ${first.at(-1).toFixed(3)} ms; steady p99 ${steady[middle].toFixed(3)} ms`,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function serve(/** @type {string[]} */ [folder = '', way, nth]) {
  const model = await unpackModel(readFileSync(join(folder, 'model')), { digest });
  /** @type {string[][]} */
  const histories = JSON.parse(readFileSync(join(folder, 'histories.json'), 'utf8'));
  const before = performance.now();
  const { recommend } = way === 'opened' ? await openRecommender(model) : createRecommender(model);
  const opening = performance.now() - before;
  const start = Math.floor((Number(nth) / PROCESSES) * histories.length);
  const people = [...histories.slice(start), ...histories.slice(0, start)];
  const timeOf = (/** @type {string[]} */ items) => {
    const begun = performance.now();
    recommend({ items });
    return performance.now() - begun;
  };
  const all = people.map(timeOf);
  const steady = people
    .slice(0, STEADY)
    .map(timeOf)
    .sort((a, b) => a - b);
  console.log(JSON.stringify({ opening, first: all[0], steady: steady[Math.floor(0.99 * steady.length)] }));
}
