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
  const found: Contribution[] = [];
  entries.forEach(({ index }, n) => {
    const share = shares?.[n];
    // Most of a long history says nothing about one candidate.
    if (share) found.push({ item: items[index] ?? '', share: share * factor });
  });
  return found.sort((a, b) => b.share - a.share);
}
