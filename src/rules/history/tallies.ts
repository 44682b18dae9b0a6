import type { Facts } from '../condition/facts.ts';
import type { Tally } from './sliding.ts';

type Read = (properties: Facts) => unknown;

// A sum that held numbers beyond this one has lost the small ones beside them.
const LARGE = 2 ** 53;

/** How many different values of a property there are. Lists and objects equal nothing, and are no values. */
export function distinctTally(read: Read): Tally & { size(): number } {
  const counts = new Map<unknown, number>();
  return {
    add(event) {
      const value = read(event.properties);
      if (isValue(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    remove(event) {
      const value = read(event.properties);
      const count = (counts.get(value) ?? 0) - 1;
      if (count > 0) counts.set(value, count);
      else counts.delete(value);
    },
    clear: () => counts.clear(),
    size: () => counts.size,
  };
}

function isValue(value: unknown): boolean {
  return value !== null && typeof value !== 'object' && !Number.isNaN(value);
}

/**
 * The sum of the numbers that a property has. It is kept as a number and the rest that did not fit into it (Dekker, "A
 * floating-point technique for extending the available precision", 1971), so that it is as good as exact however many
 * numbers came and went, and in whatever order.
 */
export function sumTally(read: Read): Tally & { sum(): number; count(): number } {
  let high = 0;
  let low = 0;
  let count = 0;
  let isLost = false;

  function add(value: unknown, sign: number): void {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    const sum = high + sign * value;
    const part = sum - high;
    low += high - (sum - part) + (sign * value - part);
    high = sum + low;
    low -= high - sum;
    count += sign;
    if (sign < 0 && (Math.abs(value) > LARGE || !Number.isFinite(high))) isLost = true;
  }

  return {
    add: ({ properties }) => add(read(properties), 1),
    remove: ({ properties }) => add(read(properties), -1),
    clear() {
      high = low = count = 0;
      isLost = false;
    },
    sum: () => high,
    count: () => count,
    isLost: () => isLost,
  };
}
