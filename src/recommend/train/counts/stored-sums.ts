// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Added, PairSums } from './engine.ts';

/** Sums that were counted before, each with its history item (row) and its candidate (column). */
export interface StoredSums {
  readonly row: Uint32Array;
  readonly column: Uint32Array;
  readonly value: Float64Array;
}

/** What the engine reads sums from that are there already. Time and memory: those of the sums, once for each direction. */
export function storedSums(itemCount: number, sums: StoredSums): PairSums {
  const rows = sortBy(itemCount, sums.row, sums.column, sums.value);
  const columns = sortBy(itemCount, sums.column, sums.row, sums.value);
  return {
    totalWork: sums.value.length,
    addRow: (item, sum, touched) => read(rows, item, sum, touched),
    addColumn: (item, sum, touched) => read(columns, item, sum, touched),
  };
}

interface Lists {
  readonly start: Uint32Array;
  readonly other: Uint32Array;
  readonly value: Float64Array;
}

function read({ start, other, value }: Lists, item: number, sum: Float64Array, touched: Uint32Array): Added {
  const [from, until] = [start[item]!, start[item + 1]!];
  for (let p = from; p < until; p++) {
    sum[other[p]!] = value[p]!;
    touched[p - from] = other[p]!;
  }
  return { count: until - from, work: until - from };
}

function sortBy(itemCount: number, key: Uint32Array, others: Uint32Array, values: Float64Array): Lists {
  const start = new Uint32Array(itemCount + 1);
  for (const item of key) start[item + 1]!++;
  for (let item = 0; item < itemCount; item++) start[item + 1]! += start[item]!;
  const next = start.slice();
  const other = new Uint32Array(key.length);
  const value = new Float64Array(key.length);
  for (let n = 0; n < key.length; n++) {
    const place = next[key[n]!]!++;
    other[place] = others[n]!;
    value[place] = values[n]!;
  }
  return { start, other, value };
}
