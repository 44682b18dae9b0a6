import type { Facts } from '../condition/facts.ts';
import type { Tally } from './sliding.ts';

type Read = (properties: Facts) => unknown;

/** How many different values of a property there are. Lists and objects equal nothing, and are no values. */
export function distinctTally(read: Read): Tally & { size(): number } {
  const counts = new Map<unknown, number>();
  return {
    count({ properties }, sign) {
      const value = read(properties);
      if (typeof value === 'object' || Number.isNaN(value)) return true;
      const count = (counts.get(value) ?? 0) + sign;
      if (count) counts.set(value, count);
      else counts.delete(value);
      return true;
    },
    clear: () => counts.clear(),
    size: () => counts.size,
  };
}

/**
 * The sum of the numbers that a property has. It is kept as a number and the rest that did not fit into it (Dekker, "A
 * floating-point technique for extending the available precision", 1971), so that it is as good as exact however many
 * numbers came and went, and in whatever order.
 */
export function sumTally(read: Read): Tally & { sum(): number; size(): number } {
  let high = 0;
  let low = 0;
  let size = 0;
  return {
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
    sum: () => high,
    size: () => size,
  };
}
