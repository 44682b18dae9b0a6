// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../index.ts';
import { DAY_MS } from './times.ts';

/**
 * For each item the median of days between two purchases of it by the same person; 0 where nobody bought it twice. Purchases on one day
 * (24 hours) are one. Without single events every item is 0.
 */
export function cadenceDays({ items, itemIndex, events }: Interactions): Float32Array {
  const cadence = new Float32Array(items.length);
  if (events === undefined) return cadence;
  const gaps = new Map<number, number[]>();
  for (let entry = 0; entry < itemIndex.length; entry++) {
    let last = Number.NaN;
    for (let event = events.start[entry]!; event < events.start[entry + 1]!; event++) {
      const at = events.time[event]!;
      const days = (at - last) / DAY_MS;
      if (days < 1) continue;
      if (days >= 1) addTo(gaps, itemIndex[entry]!, days);
      last = at;
    }
  }
  for (const [item, list] of gaps) cadence[item] = medianOf(list);
  return cadence;
}

function addTo(gaps: Map<number, number[]>, item: number, days: number): void {
  const list = gaps.get(item);
  if (list === undefined) gaps.set(item, [days]);
  else list.push(days);
}

function medianOf(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
