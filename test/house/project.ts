import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Text by path; paths have forward slashes and start at the project's root. */
export type Files = ReadonlyMap<string, string>;

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The files below a folder of the project whose names match; none where there is no such folder. */
export function readFiles(folder: string, pattern: RegExp): Files {
  const files = new Map<string, string>();
  for (const path of listFiles(folder)) {
    if (pattern.test(path)) files.set(path, readFileSync(join(ROOT, path), 'utf8'));
  }
  return files;
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every file below a folder, sorted. */
export function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort();
  } catch {
    return [];
  }
}
