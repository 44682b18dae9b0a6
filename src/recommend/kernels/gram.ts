// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// XᵀX of sparse rows X: for each column, the rows that have it, each up to that column; then the mirror image.
// Time Σ entries(u)² / 2 over the rows u; memory 16 bytes for each entry of X, and a slab of the result.
import { type LongRun, throwIfAborted } from '../long-run.ts';
import type { Floats } from './blocks.ts';
import { checkRows, expectThat } from './check.ts';
import { createProgress, type Engine } from './engine.ts';
import type { SparseRows } from './kernels.ts';
import { GRAM, TASKS } from './memory-plan.ts';
import { checkRoom, createLayout } from './room.ts';

/** Rows of the result in memory at one time take about so much. */
const SLAB_BYTES = 16 * 2 ** 20;

export async function gram(engine: Engine, rows: SparseRows, matrix: Floats, run: LongRun): Promise<void> {
  const { start, column, value, columns } = rows;
  expectThat(
    matrix.length === columns * columns,
    'matrix',
    `needs ${columns * columns} numbers; it has ${matrix.length}`,
  );
  expectThat(value === undefined || value.length === column.length, 'value', 'has to have a number for each entry');
  checkRows(start, column, columns);
  throwIfAborted(run.signal);
  const precision = matrix.BYTES_PER_ELEMENT;
  const slab = Math.max(1, Math.min(columns, Math.floor(SLAB_BYTES / (columns * precision))));
  const { head, result, work } = layOut(engine, rows, precision, slab);
  const progress = createProgress(run, work);
  for (let first = 0; first < columns; first += slab) {
    const count = Math.min(slab, columns - first);
    head[GRAM.firstRow] = first;
    await engine.run(TASKS.gram, count, work / columns, progress);
    matrix.set(result.subarray(0, count * columns), first * columns);
  }
  mirror(matrix, columns);
  await progress.end();
}

function layOut(
  engine: Engine,
  rows: SparseRows,
  precision: number,
  slab: number,
): { readonly head: Uint32Array; readonly result: Floats; readonly work: number } {
  const { start, column, value, columns } = rows;
  const layout = createLayout();
  const addresses = {
    start: layout.take(start.byteLength),
    column: layout.take(column.byteLength),
    value: value === undefined ? 0 : layout.take(value.byteLength),
    byColumn: layout.take((columns + 1) * 4),
    entryRow: layout.take(column.byteLength),
    entryPlace: layout.take(column.byteLength),
    result: layout.take(slab * columns * precision),
  };
  checkRoom(layout, `The co-occurrence of ${columns} items`);
  const buffer = engine.room(layout.bytes);
  const words = (address: number, length: number) => new Uint32Array(buffer, address, length);
  const head = words(0, 64);
  head[GRAM.precision] = precision;
  head[GRAM.columns] = columns;
  for (const name of ['start', 'column', 'value', 'byColumn', 'entryRow', 'entryPlace', 'result'] as const) {
    head[GRAM[name]] = addresses[name];
  }
  words(addresses.start, start.length).set(start);
  words(addresses.column, column.length).set(column);
  if (value !== undefined) new Float32Array(buffer, addresses.value, value.length).set(value);
  const byColumn = words(addresses.byColumn, columns + 1);
  byEntry(rows, byColumn, words(addresses.entryRow, column.length), words(addresses.entryPlace, column.length));
  const result =
    precision === 4 ? new Float32Array(buffer, addresses.result) : new Float64Array(buffer, addresses.result);
  return { head, result, work: countWork(start) };
}

/** The entries of X by their columns, rows ascending. */
function byEntry(rows: SparseRows, byColumn: Uint32Array, entryRow: Uint32Array, entryPlace: Uint32Array): void {
  const { start, column, columns } = rows;
  byColumn.fill(0);
  for (const c of column) byColumn[c + 1] = byColumn[c + 1]! + 1;
  for (let c = 0; c < columns; c++) byColumn[c + 1] = byColumn[c + 1]! + byColumn[c]!;
  const next = byColumn.slice();
  for (let row = 0; row + 1 < start.length; row++) {
    for (let p = start[row]!; p < start[row + 1]!; p++) {
      const at = next[column[p]!]!;
      next[column[p]!] = at + 1;
      entryRow[at] = row;
      entryPlace[at] = p;
    }
  }
}

/** In multiplications of SIMD: one addition of a number alone takes about as long as 8 of them. */
function countWork(start: Uint32Array): number {
  let work = 0;
  for (let row = 0; row + 1 < start.length; row++) work += (start[row + 1]! - start[row]!) ** 2 * 4;
  return work;
}

const TILE = 64;

/** Copies the lower triangle to the upper, in tiles that stay in the cache. */
function mirror(matrix: Floats, n: number): void {
  for (let top = 0; top < n; top += TILE) {
    for (let left = 0; left <= top; left += TILE) {
      const bottom = Math.min(n, top + TILE);
      for (let j = left; j < Math.min(n, left + TILE); j++) {
        for (let i = Math.max(top, j + 1); i < bottom; i++) matrix[j * n + i] = matrix[i * n + j]!;
      }
    }
  }
}
