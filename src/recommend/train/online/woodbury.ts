// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { decompose } from '../../cholesky.ts';
import { breathe, type LongRun } from '../../long-run.ts';

/** A column of few numbers. */
export interface SparseColumn {
  readonly index: readonly number[];
  readonly value: readonly number[];
}

/** Additions between two pauses: a few milliseconds. */
const WORK_PER_BREATH = 4_000_000;

/**
 * Replaces the inverse P of a symmetric positive definite matrix by that of the matrix plus or minus U·Uᵀ (Woodbury 1950):
 *
 *     P ∓ V·M⁻¹·Vᵀ   with V = P·U and M = I ± Uᵀ·V
 *
 * `M` is small, and positive definite as long as the result is; it is decomposed after Cholesky, M = L·Lᵀ, so that what is taken away is
 * W·Wᵀ with W = V·L⁻ᵀ, symmetric to the last bit. `false`, with `P` as it was, where the result would not be positive definite.
 *
 * Time for m columns: n²·m / 2 and n·m². Memory: n·m.
 */
export async function updateInverse(
  inverse: Float64Array,
  n: number,
  columns: readonly SparseColumn[],
  sign: 1 | -1,
  run: LongRun,
): Promise<boolean> {
  const m = columns.length;
  const product = timesColumns(inverse, n, columns);
  const small = new Float64Array(m * m);
  columns.forEach(({ index, value }, column) => {
    for (let row = 0; row < m; row++) {
      let sum = row === column ? 1 : 0;
      for (let k = 0; k < index.length; k++) sum += sign * value[k]! * product[row * n + index[k]!]!;
      small[row * m + column] = sum;
    }
  });
  if (!decompose(small, m)) return false;
  divideByLower(product, n, small, m);
  await takeAway(inverse, n, product, m, sign, run);
  return true;
}

/** Vᵀ, columns × n: P is symmetric, and so its rows can be added up. */
function timesColumns(inverse: Float64Array, n: number, columns: readonly SparseColumn[]): Float64Array {
  const product = new Float64Array(columns.length * n);
  columns.forEach(({ index, value }, column) => {
    for (let k = 0; k < index.length; k++) addRow(product, column * n, inverse, index[k]! * n, value[k]!, n);
  });
  return product;
}

/** Wᵀ = L⁻¹·Vᵀ, in place. */
function divideByLower(rows: Float64Array, n: number, lower: Float64Array, m: number): void {
  for (let row = 0; row < m; row++) {
    for (let k = 0; k < row; k++) addRow(rows, row * n, rows, k * n, -lower[row * m + k]!, n);
    const pivot = lower[row * m + row]!;
    for (let i = 0; i < n; i++) rows[row * n + i]! /= pivot;
  }
}

function addRow(to: Float64Array, at: number, from: Float64Array, begin: number, factor: number, n: number): void {
  for (let i = 0; i < n; i++) to[at + i]! += factor * from[begin + i]!;
}

async function takeAway(
  inverse: Float64Array,
  n: number,
  rows: Float64Array,
  m: number,
  sign: 1 | -1,
  run: LongRun,
): Promise<void> {
  let work = 0;
  for (let i = 0; i < n; i++) {
    for (let row = 0; row < m; row++) addRow(inverse, i * n, rows, row * n, -sign * rows[row * n + i]!, i + 1);
    for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j]!;
    work += m * i;
    if (work < WORK_PER_BREATH) continue;
    work = 0;
    await breathe(run, i, n);
  }
}

/**
 * The inverse over other items: rows and columns move to where their items are now. What is new stands alone, with `alone` on the diagonal;
 * what is gone must have stood alone, too.
 */
export function rearrange(
  inverse: Float64Array,
  before: readonly string[],
  after: readonly string[],
  alone: number,
): Float64Array {
  const places = new Map(before.map((item, place) => [item, place]));
  const origin = after.map((item) => places.get(item) ?? -1);
  const moved = new Float64Array(after.length * after.length);
  for (let row = 0; row < after.length; row++) {
    const from = origin[row]!;
    const [at, begin] = [row * after.length, from * before.length];
    if (from < 0) moved[at + row] = alone;
    else for (let n = 0; n < after.length; n++) moved[at + n] = origin[n]! < 0 ? 0 : inverse[begin + origin[n]!]!;
  }
  return moved;
}
