// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { ListOrder } from './list.ts';
import type { Contribution } from './recommendations.ts';

/** The addends of a candidate's score, the largest first. */
export function contributionsOf(
  { entries = [], sharesOf, scores }: ListOrder,
  items: readonly string[],
  candidate: number,
  boost = 1,
): readonly Contribution[] {
  if (candidate < 0 || !sharesOf) return [];
  const shares = sharesOf(candidate);
  const factor = scores.score[candidate]! < 0 ? 1 / boost : boost;
  const places: number[] = [];
  for (let n = 0; n < shares.length; n++) {
    // Most of a long history says nothing about one candidate.
    if (shares[n]! !== 0) places.push(n);
    shares[n]! *= factor;
  }
  return descending(places, shares).map((n) => ({ item: items[entries[n]!.index]!, share: shares[n]! }));
}

/** Of equal shares the earlier place first. By merging: `sort` takes nearly twice as long, and a list has ten long histories to explain. */
function descending(places: number[], shares: Float64Array): readonly number[] {
  const { length } = places;
  let from = places;
  let to: number[] = [];
  for (let width = 1; width < length; width *= 2) {
    for (let left = 0, at = 0; at < length; ) {
      const middle = Math.min(left + width, length);
      const end = Math.min(middle + width, length);
      for (let right = middle; at < end; at++) {
        const isLeft = right === end || (left < middle && shares[from[left]!]! >= shares[from[right]!]!);
        to[at] = isLeft ? from[left++]! : from[right++]!;
      }
      left = end;
    }
    [from, to] = [to, from];
  }
  return from;
}
