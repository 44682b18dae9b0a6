// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The best columns of many rows by dot product: tiles of scores, and for each row a sorted list of its best.
// Time rows · columns · factors; memory the columns twice, the rows, and the lists.
import { type LongRun, throwIfAborted } from '../long-run.ts';
import { checkRows, expectThat } from './check.ts';
import { createProgress, type Engine } from './engine.ts';
import type { TopColumns, TopQuery } from './kernels.ts';
import { ROWS_A_TASK, TASKS, TOP } from './memory-plan.ts';
import { checkRoom, createLayout } from './room.ts';

export async function topColumns(engine: Engine, query: TopQuery, run: LongRun): Promise<TopColumns> {
  checkQuery(query);
  throwIfAborted(run.signal);
  const { factors, rows, columns } = query;
  const rowCount = rows.length / factors;
  const count = Math.min(query.count, columns.length / factors);
  if (rowCount === 0 || count === 0) return { count, column: new Uint32Array(0), score: new Float32Array(0) };
  const { column, score } = layOut(engine, query, rowCount, count);
  const progress = createProgress(run, rows.length * (columns.length / factors));
  const work = ROWS_A_TASK * columns.length;
  await engine.run(TASKS.topRows, Math.ceil(rowCount / ROWS_A_TASK), work, progress);
  const answer = { count, column: column.slice(), score: score.slice() };
  await progress.end();
  return answer;
}

function layOut(
  engine: Engine,
  { factors, rows, columns, exclude }: TopQuery,
  rowCount: number,
  count: number,
): { readonly column: Uint32Array; readonly score: Float32Array } {
  const columnCount = columns.length / factors;
  const padded = Math.ceil(columnCount / 8) * 8;
  const layout = createLayout();
  const address = {
    rows: layout.take(rows.byteLength),
    strips: layout.take(padded * factors * 4),
    excludeStart: exclude === undefined ? 0 : layout.take(exclude.start.byteLength),
    excludeColumn: exclude === undefined ? 0 : layout.take(exclude.column.byteLength),
    column: layout.take(rowCount * count * 4),
    score: layout.take(rowCount * count * 4),
    scratch: layout.take(engine.threads * 4 * (padded + factors) * 4),
  };
  checkRoom(layout, `The best columns of ${rowCount} rows`);
  const buffer = engine.room(layout.bytes);
  const head = new Uint32Array(buffer, 0, 64);
  const numbers = { rowCount, width: factors, count, columnCount };
  for (const name of ['rowCount', 'width', 'count', 'columnCount'] as const) head[TOP[name]] = numbers[name];
  for (const name of ADDRESSES) head[TOP[name]] = address[name];
  new Float32Array(buffer, address.rows, rows.length).set(rows);
  if (exclude !== undefined) {
    new Uint32Array(buffer, address.excludeStart, exclude.start.length).set(exclude.start);
    new Uint32Array(buffer, address.excludeColumn, exclude.column.length).set(exclude.column);
  }
  intoStrips(columns, factors, new Float32Array(buffer, address.strips, padded * factors));
  return {
    column: new Uint32Array(buffer, address.column, rowCount * count),
    score: new Float32Array(buffer, address.score, rowCount * count),
  };
}

const ADDRESSES = ['rows', 'strips', 'excludeStart', 'excludeColumn', 'column', 'score', 'scratch'] as const;

function intoStrips(columns: Float32Array, width: number, strips: Float32Array): void {
  strips.fill(0);
  for (let j = 0; j * width < columns.length; j++) {
    const to = (j - (j % 8)) * width + (j % 8);
    for (let k = 0; k < width; k++) strips[to + k * 8] = columns[j * width + k]!;
  }
}

function checkQuery({ factors, rows, columns, count, exclude }: TopQuery): void {
  expectThat(Number.isSafeInteger(factors) && factors >= 1, 'factors', 'has to be a whole number above zero');
  expectThat(Number.isSafeInteger(count) && count >= 0, 'count', 'has to be a whole number');
  expectThat(rows.length % factors === 0, 'rows', 'has to have whole rows');
  expectThat(columns.length % factors === 0, 'columns', 'has to have whole rows');
  if (exclude === undefined) return;
  expectThat(exclude.start.length === rows.length / factors + 1, 'exclude', 'has to have as many rows');
  checkRows(exclude.start, exclude.column, columns.length / factors);
}
