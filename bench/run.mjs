// @ts-check
// `npm run bench`: times what matters, each beside a plain reference. `npm run bench -- rules` runs the files whose path has
// "rules"; `--json` prints the figures for programs.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from 'mitata';
import { ensureBuilt } from '../.ci/dist.mjs';
import { Obstacle, root } from '../.ci/prepare.mjs';

const words = process.argv.slice(2);
const isJson = words.includes('--json');
const filters = words.filter((word) => !word.startsWith('--'));

try {
  // Standard output belongs to the figures.
  await ensureBuilt((text) => console.error(text));
  const files = readdirSync(join(root, 'bench'), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.bench.mjs') && filters.every((filter) => path.includes(filter)))
    .sort();
  if (files.length === 0) throw new Obstacle(`No benchmark has "${filters.join('" and "')}" in its path.`);
  // Each file registers its groups; mitata runs them together, and prints one table.
  for (const file of files) await import(pathToFileURL(join(root, 'bench', file)).href);
  await run(isJson ? { format: { json: { debug: false, samples: false } } } : {});
} catch (error) {
  if (!(error instanceof Obstacle)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
