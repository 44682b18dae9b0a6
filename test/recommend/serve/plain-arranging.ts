import type { Recommendation } from '../../../src/recommend/index.ts';

/** What a list is rearranged for, told without shortcuts. */
export interface PlainWishes {
  readonly diversity?: { readonly strength: number; readonly similarity: (item: string, other: string) => number };
  readonly calibration?: {
    readonly strength: number;
    readonly history: readonly string[];
    readonly valuesOf: (item: string) => readonly string[];
  };
}

/** Maximal marginal relevance and calibration as the papers have them: every candidate is compared with all that were taken, every time. */
export function plainlyArranged(candidates: readonly Recommendation[], count: number, wishes: PlainWishes) {
  const { diversity, calibration } = wishes;
  const largest = Math.max(0, ...candidates.map(({ score }) => Math.abs(score)));
  const scoresWeigh = (1 - (diversity?.strength ?? 0)) * (1 - (calibration?.strength ?? 0));
  const left = [...candidates];
  const list: Recommendation[] = [];
  const names = () => list.map(({ item }) => item);
  const gainOf = ({ item, score }: Recommendation): number => {
    const nearest = Math.max(0, ...names().map((other) => diversity?.similarity(item, other) ?? 0));
    const distance = calibration ? plainDistance([...names(), item], calibration) : 0;
    return (
      scoresWeigh * (largest > 0 ? score / largest : 0) -
      (diversity?.strength ?? 0) * nearest -
      (calibration?.strength ?? 0) * distance
    );
  };
  while (list.length < count && left.length > 0) {
    const gains = left.map(gainOf);
    list.push(...left.splice(gains.indexOf(Math.max(...gains)), 1));
  }
  return list;
}

/** The mean similarity of two items of a list. */
export function plainSimilarity(
  list: readonly string[],
  { similarity }: NonNullable<PlainWishes['diversity']>,
): number {
  const pairs = list.flatMap((item, n) => list.slice(0, n).map((other) => similarity(item, other)));
  return pairs.length === 0 ? 0 : pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
}

/** The Hellinger distance between the values of a list and those of a history. */
export function plainDistance(
  list: readonly string[],
  { history, valuesOf }: NonNullable<PlainWishes['calibration']>,
): number {
  const [p, q] = [sharesOf(history, valuesOf), sharesOf(list, valuesOf)];
  if (p.size === 0 || q.size === 0) return 1;
  let overlap = 0;
  for (const [value, share] of p) overlap += Math.sqrt(share * (q.get(value) ?? 0));
  return Math.sqrt(Math.max(0, 1 - overlap / Math.sqrt(totalOf(p) * totalOf(q))));
}

function sharesOf(items: readonly string[], valuesOf: (item: string) => readonly string[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const item of items) {
    const values = valuesOf(item);
    for (const value of values) shares.set(value, (shares.get(value) ?? 0) + 1 / values.length);
  }
  return shares;
}

function totalOf(shares: ReadonlyMap<string, number>): number {
  return [...shares.values()].reduce((sum, share) => sum + share, 0);
}
