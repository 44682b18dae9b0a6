// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../../core/index.ts';
import type { DenseModel, Model, ModelBase, NeighbourModel } from '../index.ts';
import { createNeighbourColumns, type NeighbourColumns, transpose } from '../neighbour-columns.ts';
import { createPairSorter, createStrongestFinder } from './counts/strongest.ts';
import type { Cut } from './spec.ts';

/**
 * The same model with fewer neighbours, small enough for a page, as if it had been trained so. `cut` names the side that keeps
 * `neighbours` of them; 50 by candidate cost no quality on Online Retail. Of a model with a weight for every pair (EASE) the greatest
 * weights above zero become neighbours; other kinds stay as they are.
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
  const { cut = 'candidate' } = options;
  if (neighbours >= model.items.length) return model;
  if (model.kind === 'dense')
    return withNeighbours(model, keepGreatestWeights(model, neighbours, cut), neighbours, cut);
  if (model.kind !== 'neighbours') return model;
  const rows: NeighbourColumns = {
    start: model.neighbourStart,
    neighbour: Uint32Array.from(model.neighbour),
    similarity: model.similarity,
  };
  const kept =
    cut === 'candidate'
      ? transpose(keepStrongestOfRows(transpose(rows), neighbours))
      : keepStrongestOfRows(rows, neighbours);
  return withNeighbours(model, kept, neighbours, cut);
}

function withNeighbours(model: ModelBase, kept: NeighbourColumns, neighbours: number, cut: Cut): NeighbourModel {
  const { spec, seed, data, items, popularity, metrics, histories } = model;
  return {
    kind: 'neighbours',
    spec: { ...spec, neighbours, cut },
    seed,
    data,
    items,
    popularity,
    ...(metrics && { metrics }),
    ...(histories && { histories }),
    neighbourStart: kept.start,
    neighbour: kept.neighbour,
    similarity: kept.similarity,
  };
}

/** Line by line: the whole matrix as neighbours would take three times its room. */
function keepGreatestWeights({ weights, scale, items }: DenseModel, neighbours: number, cut: Cut): NeighbourColumns {
  const n = items.length;
  const kept = createNeighbourColumns(n, n * neighbours);
  const { keepStrongest } = createStrongestFinder(n);
  const sortTogether = createPairSorter(n);
  const others = new Uint32Array(n);
  const strengths = new Float32Array(n);
  for (let line = 0; line < n; line++) {
    let count = 0;
    for (let other = 0; other < n; other++) {
      const [item, candidate] = cut === 'candidate' ? [other, line] : [line, other];
      const weight = weights[item * n + candidate]! * (scale?.[item] ?? 1);
      if (!(weight > 0)) continue;
      others[count] = other;
      strengths[count++] = weight;
    }
    if (count > neighbours) {
      keepStrongest(others, strengths, count, neighbours);
      sortTogether(others, strengths, neighbours);
    }
    kept.append(others, strengths, Math.min(count, neighbours));
  }
  return cut === 'candidate' ? transpose(kept.finish()) : kept.finish();
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
