// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The best columns of a row by dot product, kept in a sorted list: most candidates end at one comparison.
import { ROWS_A_TASK, TOP } from '../memory-plan.ts';
import type { MemoryViews } from './memory-views.ts';
import { multiplyStrips } from './sums.ts';

/** {@link ROWS_A_TASK} rows. */
export function topRows(views: MemoryViews, task: number, thread: number): void {
  const { head, f32 } = views;
  const width = head[TOP.width]!;
  const columns = Math.ceil(head[TOP.columnCount]! / 8) * 8;
  const scores = head[TOP.scratch]! / 4 + thread * 4 * (columns + width);
  const until = Math.min(head[TOP.rowCount]!, (task + 1) * ROWS_A_TASK);
  for (let row = task * ROWS_A_TASK; row < until; row++) {
    multiplyStrips(f32, head[TOP.rows]! / 4 + row * width, head[TOP.strips]! / 4, columns, width, scores);
    dropExcluded(views, row, scores);
    keepBest(views, row, scores);
  }
}

/** NaN is never above anything, so it is never kept. */
function dropExcluded({ head, words, f32 }: MemoryViews, row: number, scores: number): void {
  if (head[TOP.excludeStart] === 0) return;
  const start = head[TOP.excludeStart]! / 4 + row;
  const column = head[TOP.excludeColumn]! / 4;
  for (let e = words[start]!; e < words[start + 1]!; e++) f32[scores + words[column + e]!] = Number.NaN;
}

function keepBest({ head, words, f32 }: MemoryViews, row: number, scores: number): void {
  const count = head[TOP.count]!;
  const column = head[TOP.column]! / 4 + row * count;
  const score = head[TOP.score]! / 4 + row * count;
  words.fill(0xffffffff, column, column + count);
  f32.fill(Number.NEGATIVE_INFINITY, score, score + count);
  const last = count - 1;
  for (let j = 0; j < head[TOP.columnCount]!; j++) {
    const value = f32[scores + j]!;
    if (!(value > f32[score + last]!)) continue;
    let place = last;
    for (; place > 0 && value > f32[score + place - 1]!; place--) {
      f32[score + place] = f32[score + place - 1]!;
      words[column + place] = words[column + place - 1]!;
    }
    f32[score + place] = value;
    words[column + place] = j;
  }
}
