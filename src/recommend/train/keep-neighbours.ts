// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import type { Model } from '../index.ts';
import { createNeighbourColumns, type NeighbourColumns, transpose } from '../neighbour-columns.ts';
import type { Cut } from './spec.ts';
import { createStrongestFinder } from './strongest.ts';

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
  if (model.kind === 'popularity' || neighbours >= model.items.length) return model;
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
  const kept = createNeighbourColumns(rowCount);
  const { keepStrongest } = createStrongestFinder(rowCount);
  const candidates = new Uint32Array(rowCount);
  const values = new Float32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    let count = 0;
    for (let p = start[row]!; p < start[row + 1]!; p++) {
      candidates[count++] = neighbour[p]!;
      values[neighbour[p]!] = similarity[p]!;
    }
    if (count > neighbours) {
      keepStrongest(candidates, count, neighbours, values);
      count = neighbours;
      candidates.subarray(0, count).sort();
    }
    kept.append(candidates, count, values);
  }
  return kept.finish();
}
