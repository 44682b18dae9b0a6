// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { DenseModel } from '../../model.ts';
import { touchScored } from './scoreboard.ts';
import { type HistoryEntry, type Scorer, sharesOf } from './scorer.ts';

/**
 * Scores by a weight for every pair of items (Steck 2019, "Embarrassingly shallow autoencoders"): s = x·B. Every item that is spoken for or
 * against is a candidate. Time: items, for each item of the history.
 */
export function createDenseScorer(model: DenseModel): Scorer {
  const { weights, items } = model;
  const itemCount = items.length;
  const worth = ({ index, weight }: HistoryEntry) =>
    model.scale === undefined ? weight : weight * model.scale[index]!;
  return {
    score(history, { score, touched }) {
      const rows = history.map(({ index }) => index);
      const factors = history.map(worth);
      if (model.addRows) model.addRows(rows, factors, score);
      else addRows(weights, rows, factors, score);
      return touchScored(score, touched);
    },
    shares: (history, candidates, _query, from) =>
      sharesOf(
        history,
        candidates,
        (candidate) => (entry) => worth(entry) * weights[entry.index * itemCount + candidate]!,
        from,
      ),
  };
}

/**
 * Adds rows, each times its factor. Four at a time, which spares three quarters of the reads and writes of scores; the
 * additions are the same, in the same order. What is missing in the last four counts nothing.
 */
function addRows(
  weights: Float32Array | Int8Array,
  rows: readonly number[],
  factors: readonly number[],
  score: Float64Array,
): void {
  const columns = score.length;
  for (let row = 0; row < rows.length; row += 4) {
    const [a = 0, b = a, c = a, d = a] = rows.slice(row, row + 4).map((index) => index * columns);
    const [fa = 0, fb = 0, fc = 0, fd = 0] = factors.slice(row, row + 4);
    for (let n = 0; n < columns; n++) {
      score[n] = score[n]! + fa * weights[a + n]! + fb * weights[b + n]! + fc * weights[c + n]! + fd * weights[d + n]!;
    }
  }
}
