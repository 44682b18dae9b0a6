/** Plain twins: matrices as lists of rows, nothing clever. */
export type Matrix = number[][];

export function zeros(rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}

export function at(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] ?? Number.NaN;
}

/** By Gauss and Jordan, with pivots. */
export function inverseOf(matrix: Matrix): Matrix {
  const n = matrix.length;
  const work = matrix.map((row, r) => [...row, ...row.map((_, c) => (r === c ? 1 : 0))]);
  for (let column = 0; column < n; column++) {
    const rows = work.slice(column);
    const pivot = rows.reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    work.splice(work.indexOf(pivot), 1);
    const scaled = pivot.map((value) => value / (pivot[column] ?? 0));
    work.splice(column, 0, scaled);
    work.forEach((row, r) => {
      if (r === column) return;
      const factor = row[column] ?? 0;
      work[r] = row.map((value, c) => value - factor * (scaled[c] ?? 0));
    });
  }
  return work.map((row) => row.slice(n));
}

export function timesVector(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, n) => sum + value * (vector[n] ?? 0), 0));
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, n) => sum + value * (b[n] ?? 0), 0);
}

/** Rows of a flat array. */
export function rowsOf(flat: ArrayLike<number>, width: number): Matrix {
  return Array.from({ length: flat.length / width }, (_, row) =>
    Array.from({ length: width }, (_unused, column) => flat[row * width + column] ?? Number.NaN),
  );
}
