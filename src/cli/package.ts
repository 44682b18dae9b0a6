import { existsSync, readFileSync } from 'node:fs';
import { isRecord, ownValue } from '../core/index.ts';

/** The folder of the installed package, wherever the built or the source file lies in it. It ends with a slash. */
export function packageRoot(): URL {
  let folder = new URL('./', import.meta.url);
  while (!isOurs(folder)) {
    const parent = new URL('../', folder);
    if (parent.href === folder.href) throw new Error('The package of kindred is incomplete: install it again');
    folder = parent;
  }
  return folder;
}

export function packageVersion(): string {
  const version = ownValue(manifestIn(packageRoot()), 'version');
  return typeof version === 'string' ? version : 'unknown';
}

function isOurs(folder: URL): boolean {
  return ownValue(manifestIn(folder), 'name') === 'kindred';
}

function manifestIn(folder: URL): Readonly<Record<string, unknown>> {
  const file = new URL('package.json', folder);
  const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return isRecord(manifest) ? manifest : {};
}
