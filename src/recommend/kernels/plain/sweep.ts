// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The three tasks of the blocked symmetric sweep; see ../spd-inverse.ts. `m` is the memory as numbers, addresses are indices.
import { BLOCK, BLOCK_SIZE, blockStart, type Floats } from '../blocks.ts';
import { SPD } from '../memory-plan.ts';

/** What differs between 32 and 64 bits. */
export interface Precision {
  readonly m: Floats;
  /** How many columns lie side by side in a strip. */
  readonly strip: number;
  readonly round: (value: number) => number;
  /** A pivot that lost all but this share of its diagonal has no right digit left. */
  readonly least: number;
  /** m[to + 4 rows × row + 4 columns] = base + sign × Σ over k of a[k, row] · b[k, column]; see tiles.ts. */
  readonly multiply: (a: number, b: number, stride: number, to: number, mode: 'set' | 'subtract') => void;
  /** A word of the head that is an address, as an index of `m`. */
  readonly at: (word: number) => number;
  /** The head. */
  readonly head: Uint32Array;
}

/** Replaces the pivot block D by −D⁻¹ (Gauss–Jordan), and writes D⁻¹ in strips. */
export function sweepPivot(precision: Precision): void {
  const { m, head, at } = precision;
  const pivot = head[SPD.pivot]!;
  const block = at(SPD.blocks) + blockStart(pivot, pivot);
  const diagonal = at(SPD.diagonal) + pivot * BLOCK;
  mirror(m, block);
  for (let k = 0; k < BLOCK; k++) {
    const value = m[block + k * (BLOCK + 1)]!;
    if (!(value > precision.round(precision.least * m[diagonal + k]!)) || value === Number.POSITIVE_INFINITY) {
      head[SPD.fault] = pivot * BLOCK + k + 1;
      return;
    }
    eliminate(precision, block, k, precision.round(1 / value));
  }
  mirror(m, block);
  packPivot(precision, block);
}

/** One step of Gauss–Jordan: row k leaves all other rows. */
function eliminate({ m, round }: Precision, block: number, k: number, inverse: number): void {
  const own = block + k * BLOCK;
  for (let i = 0; i < BLOCK; i++) {
    if (i === k) continue;
    const row = block + i * BLOCK;
    const factor = round(m[row + k]! * inverse);
    for (let j = 0; j < BLOCK; j++) m[row + j] = m[row + j]! - round(factor * m[own + j]!);
    m[row + k] = factor;
  }
  for (let j = 0; j < BLOCK; j++) m[own + j] = m[own + j]! * inverse;
  m[own + k] = -inverse;
}

function mirror(m: Floats, block: number): void {
  for (let i = 1; i < BLOCK; i++) {
    for (let j = 0; j < i; j++) m[block + j * BLOCK + i] = m[block + i * BLOCK + j]!;
  }
}

function packPivot({ m, at, strip }: Precision, block: number): void {
  const panel = at(SPD.pivotPanel);
  for (let k = 0; k < BLOCK; k++) {
    for (let j = 0; j < BLOCK; j++) m[panel + stripIndex(j, k, strip)] = -m[block + k * BLOCK + j]!;
  }
}

/** Where column j of row k lies in strips of `strip` columns. */
function stripIndex(j: number, k: number, strip: number): number {
  return (j - (j % strip)) * BLOCK + k * strip + (j % strip);
}

/** Packs A[i, pivot] for the update, and replaces it by A[i, pivot] D⁻¹. */
export function sweepPanel(precision: Precision, i: number): void {
  const { m, head, at, strip } = precision;
  const pivot = head[SPD.pivot]!;
  if (i === pivot) return;
  const isAbove = i < pivot;
  const block = at(SPD.blocks) + (isAbove ? blockStart(pivot, i) : blockStart(i, pivot));
  const rows = at(SPD.rowPanels) + i * BLOCK_SIZE;
  const columns = at(SPD.columnPanels) + i * BLOCK_SIZE;
  for (let r = 0; r < BLOCK; r++) {
    for (let k = 0; k < BLOCK; k++) {
      const value = m[block + (isAbove ? k * BLOCK + r : r * BLOCK + k)]!;
      m[columns + stripIndex(r, k, strip)] = value;
      m[rows + stripIndex(r, k, 4)] = value;
    }
  }
  multiplyBlock(precision, block, rows, at(SPD.pivotPanel), 'set', false);
  for (let r = 0; r < BLOCK; r++) {
    for (let k = 0; k < BLOCK; k++) m[rows + stripIndex(r, k, 4)] = m[block + r * BLOCK + k]!;
  }
  if (isAbove) transpose(m, block);
}

function transpose(m: Floats, block: number): void {
  for (let i = 1; i < BLOCK; i++) {
    for (let j = 0; j < i; j++) {
      const below = m[block + i * BLOCK + j]!;
      m[block + i * BLOCK + j] = m[block + j * BLOCK + i]!;
      m[block + j * BLOCK + i] = below;
    }
  }
}

/** A[i, j] −= A[i, pivot] D⁻¹ · A[j, pivot]ᵀ, for the block of this number in the lower triangle. */
export function sweepUpdate(precision: Precision, index: number): void {
  const { head, at } = precision;
  const pivot = head[SPD.pivot]!;
  const i = Math.floor((Math.sqrt(8 * index + 1) - 1) / 2);
  const j = index - (i * (i + 1)) / 2;
  if (i === pivot || j === pivot) return;
  const rows = at(SPD.rowPanels) + i * BLOCK_SIZE;
  const columns = at(SPD.columnPanels) + j * BLOCK_SIZE;
  multiplyBlock(precision, at(SPD.blocks) + index * BLOCK_SIZE, rows, columns, 'subtract', i === j);
}

/** All tiles of a block; of a block on the diagonal those that reach it or lie below it. */
function multiplyBlock(
  { multiply, strip }: Precision,
  block: number,
  rows: number,
  columns: number,
  mode: 'set' | 'subtract',
  isLower: boolean,
): void {
  for (let left = 0; left < BLOCK; left += 4) {
    const b = columns + (left - (left % strip)) * BLOCK + (left % strip);
    for (let top = isLower ? left - (left % 8) : 0; top < BLOCK; top += 4) {
      multiply(rows + top * BLOCK, b, strip, block + top * BLOCK + left, mode);
    }
  }
}
