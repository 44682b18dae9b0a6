import type { Facts } from '../condition/facts.ts';
import { type Extent, follow } from './sliding.ts';

type Read = (properties: Facts) => unknown;

/** How many different values of a property there are. Lists and objects equal nothing, and are no values. */
export function distinct(read: Read): (extent: Extent) => number {
  const counts = new Map<unknown, number>();
  const move = follow({
    count({ properties }, sign) {
      const value = read(properties);
      const count = (counts.get(value) ?? 0) + sign;
      if (!count) counts.delete(value);
      else if (typeof value !== 'object' && !Number.isNaN(value)) counts.set(value, count);
      return true;
    },
    clear: () => counts.clear(),
  });
  return (extent) => {
    move(extent);
    return counts.size;
  };
}

/**
 * The sum of the numbers that a property has, or their average. It is kept as a number and the rest that did not fit into it (Dekker,
 * "A floating-point technique for extending the available precision", 1971), so that it is as good as exact however many
 * numbers came and went, and in whatever order.
 */
export function sum(read: Read, isAverage: boolean): (extent: Extent) => number | null {
  let high = 0;
  let low = 0;
  let size = 0;
  const move = follow({
    count({ properties }, sign) {
      const number = read(properties);
      if (typeof number !== 'number' || !Number.isFinite(number)) return true;
      const added = sign * number;
      const sum = high + added;
      const part = sum - high;
      low += high - (sum - part) + (added - part);
      high = sum + low;
      low -= high - sum;
      size += sign;
      // Beside very large numbers the small ones were lost.
      return sign > 0 || (Number.isFinite(high) && Math.abs(number) <= Number.MAX_SAFE_INTEGER);
    },
    clear() {
      high = low = size = 0;
    },
  });
  return (extent) => {
    move(extent);
    const result = isAverage ? high / size : high;
    return Number.isFinite(result) ? result : null;
  };
}
