import type { AlsSweep, SparseRows } from '../../../src/recommend/kernels/index.ts';

/** Numbers from 0 to 1 that a seed fixes (Numerical Recipes, 7.1). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A symmetric positive definite matrix: BᵀB and something on the diagonal. */
export function positiveDefinite(n: number, next: () => number): Float64Array {
  const b = Float64Array.from({ length: n * n }, () => next() - 0.5);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 + next() : 0;
      for (let k = 0; k < n; k++) sum += (b[k * n + i] ?? 0) * (b[k * n + j] ?? 0);
      matrix[i * n + j] = sum;
      matrix[j * n + i] = sum;
    }
  }
  return matrix;
}

/** Rows with about `share` of the columns each; the first row has none. */
export function sparseRows(rows: number, columns: number, share: number, next: () => number): Required<SparseRows> {
  const start = new Uint32Array(rows + 1);
  const column: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let each = 0; each < columns; each++) if (row > 0 && next() < share) column.push(each);
    start[row + 1] = column.length;
  }
  const value = Float32Array.from(column, () => 1 + Math.floor(next() * 5));
  return { start, column: Uint32Array.from(column), value, columns };
}

export function factorsOf(rows: number, factors: number, next: () => number): Float32Array {
  return Float32Array.from({ length: rows * factors }, () => next() - 0.5);
}

/** A sweep over made-up rows, with weights as implicit has them. */
export function sweepOver(rows: Required<SparseRows>, factors: number, next: () => number): AlsSweep {
  const { start, column, value, columns } = rows;
  return {
    start,
    column,
    squareWeight: value.map((each) => each - 1),
    targetWeight: value,
    gramWeight: 1,
    regularization: 0.1,
    factors,
    fixed: factorsOf(columns, factors, next),
    solved: factorsOf(start.length - 1, factors, next),
  };
}

/** Quicker than looking at each number, and stricter: it tells 0 from −0. */
export function haveSameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const left = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  const right = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
