// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/**
 * Cholesky's decomposition A = L·Lᵀ of a symmetric positive definite matrix, row-major; only the lower triangle is read, and `L`
 * replaces it. `false` where the matrix is not positive definite. Time: n³/6 multiplications. Sums run in ascending order, and
 * nothing but + − · / √ is used: the same bits on every platform.
 */
export function decompose(matrix: Float64Array, n: number): boolean {
  for (let column = 0; column < n; column++) {
    const at = column * n;
    for (let row = column; row < n; row++) {
      let sum = matrix[row * n + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[row * n + k]! * matrix[at + k]!;
      matrix[row * n + column] = sum;
    }
    const pivot = matrix[at + column]!;
    // The turned comparison also stops at what is no number.
    if (!(pivot > 0)) return false;
    const root = Math.sqrt(pivot);
    for (let row = column; row < n; row++) matrix[row * n + column]! /= root;
  }
  return true;
}

/** Solves L·Lᵀ·x = b; `x` replaces `b`. */
export function solveDecomposed(lower: Float64Array, n: number, b: Float64Array): void {
  for (let row = 0; row < n; row++) {
    let sum = b[row]!;
    for (let k = 0; k < row; k++) sum -= lower[row * n + k]! * b[k]!;
    b[row] = sum / lower[row * n + row]!;
  }
  for (let row = n - 1; row >= 0; row--) {
    let sum = b[row]!;
    for (let k = row + 1; k < n; k++) sum -= lower[k * n + row]! * b[k]!;
    b[row] = sum / lower[row * n + row]!;
  }
}
