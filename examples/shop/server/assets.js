// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sharedFile } from './responses.js';

const TYPES = /** @type {Readonly<Record<string, string>>} */ ({
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
});

/**
 * The files of `public/` by their address. They are read once: an address that is not in the map does not exist, so no
 * address can lead out of the folder.
 * @returns {ReadonlyMap<string, (request: Request) => Response>}
 */
export function publicAssets() {
  const folder = fileURLToPath(new URL('../public', import.meta.url));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const address = `/assets/${relative(folder, file).split(sep).join('/')}`;
      return [address, sharedFile(readFileSync(file), TYPES[extname(file)] ?? 'application/octet-stream')];
    }),
  );
}

/**
 * A built file of the package for script tags, as a page would load it from a CDN.
 * @param {'kindred.global.js' | 'kindred.recommend.js'} name
 */
export function kindredScript(name) {
  const file = fileURLToPath(import.meta.resolve(`kindred/${name}`));
  return sharedFile(readFileSync(file), TYPES['.js'] ?? '');
}
