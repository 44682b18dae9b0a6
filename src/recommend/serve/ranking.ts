// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { createTopList, type Ranked } from './top-list.ts';

/** Scores of candidates, whose indices are the first `count` of `touched`. */
export interface Scores {
  readonly score: Float64Array;
  readonly touched: Uint32Array;
  readonly count: number;
}

/** Finds the best of those that are admitted; of equal scores the lower index first. */
export type Ranking = (size: number, admits: (index: number) => boolean) => readonly Ranked[];

/** Asks only about items that would be kept. Time: O(count + kept · log size). */
export function rankScores({ score, touched, count }: Scores): Ranking {
  return (size, admits) => {
    const top = createTopList(size, admits);
    let least = -Infinity;
    for (let n = 0; size > 0 && n < count; n++) {
      const index = touched[n]!;
      // Nearly all end here.
      if (score[index]! >= least) least = top.offer({ index, score: score[index]! });
    }
    return top.drain();
  };
}

/** Ranks what is in order already. Time: O(items that are asked about). */
export function rankOrdered({ score, touched }: Scores): Ranking {
  return (size, admits) => {
    const ranked: Ranked[] = [];
    for (const index of touched) {
      if (ranked.length >= size) break;
      if (admits(index)) ranked.push({ index, score: score[index]! });
    }
    return ranked;
  };
}

/** Indices by popularity, the most popular first: the same for everyone. */
export function popularityOrder(popularity: Float32Array): Uint32Array {
  const order = Uint32Array.from(popularity, (_, index) => index);
  return order.sort((a, b) => popularity[b]! - popularity[a]! || a - b);
}
