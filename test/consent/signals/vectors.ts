import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../../shared/vectors/', import.meta.url);

/** Whether the vectors of others lie beside the project; where they do not, their tests are skipped, and say so. */
export const HAS_VECTORS = existsSync(FOLDER);
if (!HAS_VECTORS) console.warn('../shared is not here: the vectors of signals are SKIPPED');

/** A file of vectors, of which a test says what it expects in it. */
export function readVectors(name: string) {
  return HAS_VECTORS ? JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) : undefined;
}
