import type { ListOrder } from './list.ts';
import type { Contribution } from './recommendations.ts';

/** The addends of a candidate's score, the largest first. */
export function contributionsOf(
  { entries = [], sharesOf, scores }: ListOrder,
  items: readonly string[],
  candidate: number,
  boost = 1,
): readonly Contribution[] {
  const shares = candidate < 0 ? undefined : sharesOf?.(candidate);
  const factor = (scores.score[candidate] ?? 0) < 0 ? 1 / boost : boost;
  return entries
    .map(({ index }, n) => ({ item: items[index] ?? '', share: (shares?.[n] ?? 0) * factor }))
    .filter(({ share }) => share !== 0)
    .sort((a, b) => b.share - a.share);
}
