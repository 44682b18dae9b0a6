// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// Sums over factors in 32 bits, in the order that 4 lanes take: every loop here is what two vector registers do.

const { fround } = Math;

/** Σ a·b over `width` numbers (a multiple of 8): 8 sums side by side, then the halves added, then 4 in order. */
export function dot(m: Float32Array, a: number, b: number, width: number): number {
  let s0 = fround(0);
  let s1 = fround(0);
  let s2 = fround(0);
  let s3 = fround(0);
  let s4 = fround(0);
  let s5 = fround(0);
  let s6 = fround(0);
  let s7 = fround(0);
  for (let f = 0; f < width; f += 8) {
    s0 = fround(s0 + fround(m[a + f]! * m[b + f]!));
    s1 = fround(s1 + fround(m[a + f + 1]! * m[b + f + 1]!));
    s2 = fround(s2 + fround(m[a + f + 2]! * m[b + f + 2]!));
    s3 = fround(s3 + fround(m[a + f + 3]! * m[b + f + 3]!));
    s4 = fround(s4 + fround(m[a + f + 4]! * m[b + f + 4]!));
    s5 = fround(s5 + fround(m[a + f + 5]! * m[b + f + 5]!));
    s6 = fround(s6 + fround(m[a + f + 6]! * m[b + f + 6]!));
    s7 = fround(s7 + fround(m[a + f + 7]! * m[b + f + 7]!));
  }
  return fround(fround(fround(fround(s0 + s4) + fround(s1 + s5)) + fround(s2 + s6)) + fround(s3 + s7));
}

/** to += scale · row. */
export function addScaled(m: Float32Array, to: number, scale: number, row: number, width: number): void {
  for (let f = 0; f < width; f++) m[to + f] = m[to + f]! + fround(scale * m[row + f]!);
}

/** to[j] = Σ over k of row[k] · matrix[k, j], k ascending; the matrix in strips of 8 columns. */
export function multiplyStrips(
  m: Float32Array,
  row: number,
  strips: number,
  columns: number,
  width: number,
  to: number,
): void {
  for (let j = 0; j < columns; j++) {
    const column = strips + (j - (j % 8)) * width + (j % 8);
    let sum = 0;
    for (let k = 0; k < width; k++) sum = fround(sum + fround(m[row + k]! * m[column + k * 8]!));
    m[to + j] = sum;
  }
}
