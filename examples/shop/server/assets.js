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
 * The built files of the package, as a page would load them from a CDN: `/kindred/kindred.global.js` is the script tag's, and
 * `/kindred/ui/blocking.js` is the module `kindred/ui/blocking`. What they load lies beside them.
 * @returns {(path: string) => ((request: Request) => Response) | undefined}
 */
export function kindredFiles() {
  const folder = fileURLToPath(new URL('.', import.meta.resolve('kindred/kindred.global.js')));
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) === '.js')
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)));
  /** @type {Map<string, ((request: Request) => Response) | undefined>} */
  const files = new Map(names.map((name) => [`/kindred/${name.split(sep).join('/')}`, undefined]));
  return (path) => {
    if (!files.has(path)) return undefined;
    const file =
      files.get(path) ?? sharedFile(readFileSync(join(folder, path.slice('/kindred/'.length))), TYPES['.js'] ?? '');
    files.set(path, file);
    return file;
  };
}
