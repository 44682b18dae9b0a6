import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../../shared/vectors/', import.meta.url);

export const HAS_VECTORS: boolean = existsSync(FOLDER);
if (!HAS_VECTORS) console.warn('../shared is not here: the vectors of 27560, Kantara and IEEE 7012 are SKIPPED');

export function readVector(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}
