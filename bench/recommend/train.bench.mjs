// @ts-check
// RP3beta training: the typed-array engine beside maps of maps; and alone on a set of Gowalla's size, for which maps take minutes: its time
// and the memory of its process.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { train } from 'kindred/recommend/train';
import { bench, group, summary } from 'mitata';
import { madeUp, onlineRetail } from './data.mjs';
import { plainRp3beta } from './plain-twin.mjs';

const options = { alpha: 0.8, beta: 0.3, count: 100 };
/** @type {import('kindred/recommend/train').TrainSpec} */
const spec = { algorithm: 'rp3beta', alpha: options.alpha, beta: options.beta, neighbours: options.count };

const sets = {
  'made up, 1,500 users, 2,000 items, 40,000 pairs': madeUp(1500, 2000, 40_000),
  'Online Retail': onlineRetail(),
};

for (const [name, interactions] of Object.entries(sets)) {
  if (interactions === undefined) continue;
  group(`train RP3beta, ${name}`, () => {
    summary(() => {
      bench('typed arrays', () => train(interactions, spec)).baseline(true);
      bench('maps of maps', () => plainRp3beta(interactions, options));
    });
  });
}

// Each time a process of its own, as after `kindred train`: cold, and with nothing else in its memory.
const RUNS = 5;
const large = madeUp(30_000, 41_000, 810_000);
const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-'));
try {
  writeFileSync(join(folder, 'start'), large.userStart);
  writeFileSync(join(folder, 'column'), large.itemIndex);
  writeFileSync(join(folder, 'ids.json'), JSON.stringify({ users: large.users, items: large.items }));
  const runs = Array.from({ length: RUNS }, () => alone({ ...spec, neighbours: 200 }));
  const seconds = runs.map(({ milliseconds }) => milliseconds / 1000).sort((a, b) => a - b);
  const megabytes = Math.max(...runs.map(({ bytes }) => bytes)) / 1e6;
  console.error(
    `RP3beta alone, made up, 30,000 users, 41,000 items, 810,000 pairs, K 200: ${seconds[0]?.toFixed(2)} s (median ${seconds[RUNS >> 1]?.toFixed(2)}), ${megabytes.toFixed(0)} MB with Node; load ${loadavg()[0]?.toFixed(1)}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {{ milliseconds: number, bytes: number }} */
function alone(/** @type {import('kindred/recommend/train').TrainSpec} */ given) {
  const program = fileURLToPath(new URL('alone.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, folder, JSON.stringify(given)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
