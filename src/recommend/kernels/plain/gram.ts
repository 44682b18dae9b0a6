// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// A row of XᵀX for sparse X: for every row u of X that has the column, its columns up to that one.
import { GRAM } from '../memory-plan.ts';
import type { MemoryViews } from './memory-views.ts';

/** The row `firstRow + task` of XᵀX, up to its diagonal. */
export function gramRow({ head, words, f32, f64 }: MemoryViews, task: number): void {
  const is32 = head[GRAM.precision] === 4;
  const numbers = is32 ? f32 : f64;
  const round = is32 ? Math.fround : identity;
  const column = head[GRAM.firstRow]! + task;
  const byColumn = head[GRAM.byColumn]! / 4;
  const entryRow = head[GRAM.entryRow]! / 4;
  const entryPlace = head[GRAM.entryPlace]! / 4;
  const columns = head[GRAM.columns]!;
  const result = head[GRAM.result]! / head[GRAM.precision]! + task * columns;
  numbers.fill(0, result, result + columns);
  const from = words[byColumn + column]!;
  const until = words[byColumn + column + 1]!;
  const start = head[GRAM.start]! / 4;
  const others = head[GRAM.column]! / 4;
  const value = head[GRAM.value]! / 4;
  for (let e = from; e < until; e++) {
    const first = words[start + words[entryRow + e]!]!;
    const own = words[entryPlace + e]!;
    if (value === 0) for (let p = first; p <= own; p++) numbers[result + words[others + p]!]!++;
    else {
      const v = f32[value + own]!;
      for (let p = first; p <= own; p++) {
        const at = result + words[others + p]!;
        numbers[at] = numbers[at]! + round(v * f32[value + p]!);
      }
    }
  }
}

function identity(value: number): number {
  return value;
}
