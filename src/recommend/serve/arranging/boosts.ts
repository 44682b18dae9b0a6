// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { isRecord } from '../../../core/index.ts';
import type { Factors } from '../list.ts';
import type { ListQuery } from '../query.ts';
import type { Scores } from '../ranking.ts';

/**
 * Multiplies scores by the query's factors. A score below zero is divided, so that it, too, gains by a factor above 1. Factors
 * that make no sense are passed over. Time: the number of factors, or of candidates where a function tells them.
 */
export function applyBoost(
  boost: ListQuery['boost'],
  items: readonly string[],
  places: ReadonlyMap<string, number>,
  scores: Scores,
): Factors {
  if (typeof boost !== 'function' && !isRecord(boost)) return new Map();
  const factors = new Map<number, number>();
  const apply = (index: number | undefined, factor: unknown): void => {
    if (index === undefined || !isFactor(factor)) return;
    const before = scores.score[index]!;
    scores.score[index] = before < 0 ? before / factor : before * factor;
    if (before !== 0) factors.set(index, factor);
  };
  if (typeof boost === 'object') for (const item of Object.keys(boost)) apply(places.get(item), boost[item]);
  else for (const index of scores.touched.subarray(0, scores.count)) apply(index, askSafely(boost, items[index] ?? ''));
  return factors;
}

function isFactor(factor: unknown): factor is number {
  return typeof factor === 'number' && factor > 0 && factor < Infinity && factor !== 1;
}

function askSafely(boost: (item: string) => number, item: string): unknown {
  try {
    return boost(item);
  } catch {
    return undefined;
  }
}
