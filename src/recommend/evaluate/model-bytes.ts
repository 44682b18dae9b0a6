import type { Model } from '../index.ts';

/**
 * What a model takes in memory to be served, in bytes: its arrays, without ids and histories.
 *
 * @example
 * ```ts
 * import type { Model } from 'kindred/recommend';
 * import { modelBytes } from 'kindred/recommend/evaluate';
 *
 * export const isSmall = (model: Model) => modelBytes(model) < 1_000_000;
 * ```
 */
export function modelBytes(model: Model): number {
  if (model.kind === 'blend')
    return model.parts.reduce((sum, part) => sum + modelBytes(part), model.popularity.byteLength);
  const { histories: _, ...served } = model;
  return Object.values(served).reduce<number>((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0);
}
