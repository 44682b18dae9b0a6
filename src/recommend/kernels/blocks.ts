// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The layout of a symmetric matrix during inversion: its lower triangle as square blocks of 128 × 128, each row-major, in the
// order (0,0), (1,0), (1,1), (2,0) … Half the memory of the full matrix, and a block lies in one piece. Where n is no multiple
// of 128 the matrix is continued by ones on the diagonal, which touch nothing else.

/** Numbers of one precision. */
export type Floats = Float32Array | Float64Array;

export const BLOCK = 128;
export const BLOCK_SIZE: number = BLOCK * BLOCK;

/** How many numbers the blocks of the lower triangle take. */
export function blocksSize(blockCount: number): number {
  return ((blockCount * (blockCount + 1)) / 2) * BLOCK_SIZE;
}

/** Where block (i, j) begins, for i ≥ j. */
export function blockStart(i: number, j: number): number {
  return blocksSize(i) + j * BLOCK_SIZE;
}

/** Copies the lower triangle of a row-major matrix into blocks that begin at `at`; what is above the diagonal is left. */
export function intoBlocks(matrix: Floats, n: number, room: Floats, at: number): void {
  for (let row = 0; row < Math.ceil(n / BLOCK) * BLOCK; row++) {
    const i = Math.floor(row / BLOCK);
    for (let j = 0; j <= i; j++) {
      const to = at + blockStart(i, j) + (row % BLOCK) * BLOCK;
      const from = row * n + j * BLOCK;
      const length = Math.max(0, Math.min(BLOCK, n - j * BLOCK));
      room.fill(0, to, to + BLOCK);
      if (row < n) room.set(matrix.subarray(from, from + length), to);
      else if (i === j) room[to + (row % BLOCK)] = 1;
    }
  }
}

/** Writes blocks back as a full symmetric matrix with the opposite sign: the sweep leaves −A⁻¹. */
export function outOfBlocks(room: Floats, at: number, matrix: Floats, n: number): void {
  const blockCount = Math.ceil(n / BLOCK);
  for (let i = 0; i < blockCount; i++) {
    for (let j = 0; j <= i; j++) writeBlock(room, at + blockStart(i, j), matrix, n, i * BLOCK, j * BLOCK);
  }
}

function writeBlock(room: Floats, from: number, matrix: Floats, n: number, top: number, left: number): void {
  const height = Math.min(BLOCK, n - top);
  const width = Math.min(BLOCK, n - left);
  for (let r = 0; r < height; r++) {
    const row = (top + r) * n + left;
    const source = from + r * BLOCK;
    const until = top === left ? r + 1 : width;
    for (let c = 0; c < until; c++) matrix[row + c] = -room[source + c]!;
  }
  // The mirror image, row by row too, so that the writes stay in few pages.
  for (let c = 0; c < width; c++) {
    const row = (left + c) * n + top;
    for (let r = top === left ? c + 1 : 0; r < height; r++) matrix[row + r] = -room[from + r * BLOCK + c]!;
  }
}
