// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import type { Model } from '../index.ts';
import { createNeighbourColumns, type NeighbourColumns, transpose } from '../neighbour-columns.ts';
import { createPairSorter, createStrongestFinder } from './counts/strongest.ts';
import type { Cut } from './spec.ts';

/**
 * The same model with fewer neighbours, small enough for a page, as if it had been trained so. `cut` names the side that keeps
 * `neighbours` of them; 50 by candidate cost no quality on Online Retail.
 *
 * @throws KindredError `invalid-options`
 *
 * @example
 * ```ts
 * import { type Model, packModel, type PackOptions } from 'kindred/recommend';
 * import { keepNeighbours } from 'kindred/recommend/train';
 *
 * export const packForPage = (model: Model, options: PackOptions) => packModel(keepNeighbours(model, 50), options);
 * ```
 */
export function keepNeighbours(model: Model, neighbours: number, options: { readonly cut?: Cut } = {}): Model {
  if (!Number.isSafeInteger(neighbours) || neighbours <= 0) {
    const message = `Cannot keep ${neighbours} neighbours. Give a whole number above zero.`;
    throw new KindredError('invalid-options', message, { at: 'neighbours' });
  }
  if (model.kind !== 'neighbours' || neighbours >= model.items.length) return model;
  const { cut = 'candidate' } = options;
  const rows: NeighbourColumns = {
    start: model.neighbourStart,
    neighbour: Uint32Array.from(model.neighbour),
    similarity: model.similarity,
  };
  const kept =
    cut === 'candidate'
      ? transpose(keepStrongestOfRows(transpose(rows), neighbours))
      : keepStrongestOfRows(rows, neighbours);
  return {
    ...model,
    spec: { ...model.spec, neighbours, cut },
    neighbourStart: kept.start,
    neighbour: kept.neighbour,
    similarity: kept.similarity,
  };
}

function keepStrongestOfRows({ start, neighbour, similarity }: NeighbourColumns, neighbours: number): NeighbourColumns {
  const rowCount = start.length - 1;
  const kept = createNeighbourColumns(rowCount, Math.min(neighbour.length, rowCount * neighbours));
  const { keepStrongest } = createStrongestFinder(rowCount);
  const sortTogether = createPairSorter(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const candidates = neighbour.slice(start[row]!, start[row + 1]!);
    const strengths = similarity.slice(start[row]!, start[row + 1]!);
    const count = Math.min(candidates.length, neighbours);
    if (count < candidates.length) {
      keepStrongest(candidates, strengths, candidates.length, count);
      sortTogether(candidates, strengths, count);
    }
    kept.append(candidates, strengths, count);
  }
  return kept.finish();
}
