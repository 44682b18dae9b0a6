// @ts-check
// Twenty million made-up interactions through `kindred train`: memory and time as planned and as measured. The file is made here, the same
// every time: 500,000 users, 50,000 items, both of which a few make up much of. `npm run bench -- twenty-million`; ROWS=1000000 for fewer.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { seededRandom } from 'kindred/testing';

const ROWS = Number(process.env.ROWS ?? 20_000_000);
const [USERS, ITEMS] = [500_000, 50_000];
const CHUNK = 4_000_000; // characters that are written at once
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'kindred-bench-'));
try {
  const input = join(folder, 'interactions.csv');
  writeInteractions(input);
  for (const flags of [
    ['popularity', '--no-histories'],
    ['cooccurrence', '--no-histories'],
    ['cosine', '--no-histories'],
    ['rp3beta'],
  ]) {
    console.error(measure(input, flags));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Zipf's law, with an even head: rank r has a share of 1 / (r + 20)^exponent. */
function zipf(/** @type {number} */ count, /** @type {number} */ exponent) {
  const upTo = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += (rank + 20) ** -exponent;
    upTo[rank] = sum;
  }
  return (/** @type {number} */ share) => {
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) < share * sum) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function writeInteractions(/** @type {string} */ path) {
  const random = seededRandom(20_000_000);
  const [user, item] = [zipf(USERS, 0.6), zipf(ITEMS, 0.9)];
  const file = openSync(path, 'w');
  let text = 'user,item,time\n';
  for (let row = 0; row < ROWS; row++) {
    text += `${user(random.next())},${item(random.next())},${1_600_000_000 + 3 * row}\n`;
    if (text.length < CHUNK) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
}

/** Trains in a process of its own, whose peak is that of this training alone. */
function measure(/** @type {string} */ input, /** @type {readonly string[]} */ flags) {
  const out = join(folder, 'model');
  const args = ['train', '--input', input, '--out', out, '--json', '--algorithm', ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  if (status !== 0) return `${flags.join(' ')}: ${stderr}`;
  const { peakMemoryBytes, plannedMemoryBytes, plannedMilliseconds, milliseconds } = JSON.parse(stdout);
  const memory = `${mega(peakMemoryBytes)} MB, planned ${mega(plannedMemoryBytes)} (×${(plannedMemoryBytes / peakMemoryBytes).toFixed(2)})`;
  const time = `trained in ${seconds(milliseconds.training)} s, planned ${seconds(plannedMilliseconds)}`;
  const rest = `read in ${seconds(milliseconds.reading)} s, written in ${seconds(milliseconds.writing)} s`;
  return `${flags.join(' ')}: ${memory}; ${time}; ${rest}; load ${loadavg()[0]?.toFixed(1)}`;
}

function mega(/** @type {number} */ bytes) {
  return Math.round(bytes / 1e6);
}

function seconds(/** @type {number} */ milliseconds) {
  return (milliseconds / 1000).toFixed(1);
}
