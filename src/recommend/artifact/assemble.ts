// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Model } from '../model.ts';
import { corrupt, type Manifest } from './manifest.ts';

/** The parts of a model as a stored form gave them: of the right type, yet not to be trusted. */
export interface ModelParts {
  readonly items: readonly unknown[];
  readonly popularity: Float32Array;
  readonly neighbourStart: Uint32Array;
  readonly neighbour: Uint16Array | Uint32Array;
  readonly similarity: Float32Array;
}

/**
 * Puts a model together, once every index points into it and every number can be reckoned with. `fileOf` names the file that a
 * part came from.
 *
 * @throws KindredError `model-corrupt`
 */
export function assembleModel(
  manifest: Manifest,
  parts: ModelParts,
  fileOf: (part: keyof ModelParts) => string,
): Model {
  const { kind, spec, seed, data, counts, metrics } = manifest;
  const { popularity, neighbourStart, neighbour, similarity } = parts;
  const items = parts.items.filter((id) => typeof id === 'string' && id !== '').map(String);
  if (items.length !== parts.items.length) throw corrupt(fileOf('items'), 'an item id is empty or no text');
  if (items.length !== counts.items) throw corrupt(fileOf('items'), 'not as many items as the manifest says');
  if (new Set(items).size !== items.length) throw corrupt(fileOf('items'), 'an item id occurs twice');
  const isSound =
    popularity.length === items.length && popularity.every((count) => Number.isFinite(count) && count >= 0);
  if (!isSound) throw corrupt(fileOf('popularity'), 'not one number above zero for each item');
  const base = { spec, seed, data, items, popularity, ...(metrics && { metrics }) };
  if (kind === 'popularity') return { kind, ...base };
  const fault = findFault(items.length, neighbourStart, neighbour, similarity);
  if (fault !== undefined) throw corrupt(fileOf('neighbour'), fault);
  if (neighbour.length !== counts.neighbours)
    throw corrupt(fileOf('neighbour'), 'not as many neighbours as the manifest says');
  return { kind, ...base, neighbourStart, neighbour, similarity };
}

/** What is wrong with rows of neighbours, if anything: they must cover the list, ascend, and weigh more than nothing. */
function findFault(
  itemCount: number,
  start: Uint32Array,
  neighbour: Uint16Array | Uint32Array,
  similarity: Float32Array,
): string | undefined {
  if (start.length !== itemCount + 1 || start[0] !== 0) return 'not one row for each item';
  if (start[itemCount] !== neighbour.length || similarity.length !== neighbour.length)
    return 'rows and list differ in length';
  for (let item = 0; item < itemCount; item++) {
    const until = start[item + 1]!;
    if (until < start[item]! || until > neighbour.length) return 'a row ends before it begins';
    let before = -1;
    for (let p = start[item]!; p < until; p++) {
      const found = neighbour[p]!;
      if (found <= before || found >= itemCount || found === item) return 'a neighbour is out of range or out of order';
      if (!(similarity[p]! > 0 && similarity[p]! < Number.POSITIVE_INFINITY))
        return 'a similarity is no number above zero';
      before = found;
    }
  }
  return undefined;
}
