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
      addRows(
        weights,
        history.map(({ index }) => index * itemCount),
        history.map(worth),
        score,
      );
      return touchScored(score, touched);
    },
    shares: (history, candidate) =>
      sharesOf(history, (entry) => worth(entry) * weights[entry.index * itemCount + candidate]!),
  };
}

/**
 * Adds rows that begin at `starts`, each times its factor. Four at a time, which spares three quarters of the reads and writes of scores; the
 * additions are the same, in the same order.
 */
function addRows(
  weights: Float32Array | Int8Array,
  starts: readonly number[],
  factors: readonly number[],
  score: Float64Array,
): void {
  const itemCount = score.length;
  let row = 0;
  for (; row + 3 < starts.length; row += 4) {
    const [a, b, c, d] = [starts[row]!, starts[row + 1]!, starts[row + 2]!, starts[row + 3]!];
    const [fa, fb, fc, fd] = [factors[row]!, factors[row + 1]!, factors[row + 2]!, factors[row + 3]!];
    for (let n = 0; n < itemCount; n++) {
      score[n] = score[n]! + fa * weights[a + n]! + fb * weights[b + n]! + fc * weights[c + n]! + fd * weights[d + n]!;
    }
  }
  for (; row < starts.length; row++) {
    const [start, factor] = [starts[row]!, factors[row]!];
    for (let n = 0; n < itemCount; n++) score[n]! += factor * weights[start + n]!;
  }
}
