// @ts-check
// `npm run demo`: makes ready what the shop needs, then becomes the shop.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './dist.mjs';
import { ensurePackages, Obstacle, root, stopChildrenOnSignal } from './prepare.mjs';

const say = (/** @type {string} */ text) => console.log(text);

try {
  const leaveSignals = stopChildrenOnSignal();
  await ensurePackages(say);
  await ensureBuilt(say, 'shop');
  leaveSignals();
  const start = join(root, 'examples', 'shop', 'start.js');
  // The shop runs in this process, so that Ctrl-C and the exit code are its own.
  process.argv = [process.argv[0] ?? process.execPath, start, ...process.argv.slice(2)];
  await import(pathToFileURL(start).href);
} catch (error) {
  if (!(error instanceof Obstacle)) throw error;
  console.error(error.message);
  process.exit(1);
}
