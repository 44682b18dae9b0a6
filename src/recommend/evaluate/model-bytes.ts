import type { Model } from '../index.ts';

/** What a model takes in memory to be served: its arrays, without ids and histories. */
export function modelBytes(model: Model): number {
  const { histories: _, ...served } = model;
  return Object.values(served).reduce<number>((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0);
}
