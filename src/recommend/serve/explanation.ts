// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { ListOrder } from './list.ts';
import type { Contribution } from './recommendations.ts';

/** The addends of a candidate's score, the largest first. */
export function contributionsOf(
  { entries = [], scores }: ListOrder,
  items: readonly string[],
  candidate: number,
  shares: Float64Array,
  boost = 1,
): readonly Contribution[] {
  const factor = scores.score[candidate]! < 0 ? 1 / boost : boost;
  const places: number[] = [];
  for (let n = 0; n < shares.length; n++) {
    // Most of a long history says nothing about one candidate.
    if (shares[n]! !== 0) places.push(n);
    shares[n]! *= factor;
  }
  // Numbers are sorted before anything is made of them: a list has ten long histories to explain.
  places.sort((a, b) => shares[b]! - shares[a]!);
  return places.map((n) => ({ item: items[entries[n]!.index]!, share: shares[n]! }));
}
