// @ts-check
// Trains once in a process of its own, so that nothing else is in its memory: `node alone.mjs <folder> <spec>`. The folder holds raw
// numbers and ids; see train.bench.mjs. Prints how long it took, and the peak of the whole process, Node with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { train } from 'kindred/recommend/train';

const [folder = '', spec = '{}'] = process.argv.slice(2);
const { users, items } = JSON.parse(readFileSync(join(folder, 'ids.json'), 'utf8'));
const userStart = words('start');
const itemIndex = words('column');
const weight = new Float32Array(itemIndex.length).fill(1);
const time = new Float64Array(itemIndex.length).fill(Number.NaN);
const start = performance.now();
await train({ users, items, userStart, itemIndex, weight, time }, JSON.parse(spec));
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ milliseconds, bytes: process.resourceUsage().maxRSS * 1024 }));

function words(/** @type {string} */ name) {
  const bytes = readFileSync(join(folder, name));
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
