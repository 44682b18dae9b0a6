// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The inverse of a symmetric positive definite matrix A (n × n) by the symmetric sweep operator, in blocks.
//
// A. E. Beaton, The Use of Special Matrix Operators in Statistical Calculus (ETS RB-64-51, 1964); J. H. Goodnight, A Tutorial
// on the SWEEP Operator (The American Statistician 33(3), 1979). Sweeping the pivot block D = A[k, k]:
//
//     A[i, j] ← A[i, j] − A[i, k] D⁻¹ A[k, j]        A[i, k] ← A[i, k] D⁻¹        A[k, k] ← −D⁻¹
//
// After all blocks A is −A⁻¹. Only the lower triangle is kept. Nearly all the work is the first of the three: products of
// packed panels of 128 columns. Time n³ (as many multiplications as additions, together), memory n²/2 numbers beside A.
import { KindredError } from '../../core/index.ts';
import { type LongRun, throwIfAborted } from '../long-run.ts';
import { BLOCK, BLOCK_SIZE, blocksSize, type Floats, intoBlocks, outOfBlocks } from './blocks.ts';
import { createProgress, type Engine, type Progress } from './engine.ts';
import { SPD, TASKS } from './memory-plan.ts';
import { checkRoom, createLayout } from './room.ts';

const PRODUCT = BLOCK * BLOCK_SIZE;

export async function invertSpd(engine: Engine, matrix: Floats, n: number, run: LongRun): Promise<void> {
  checkSquare(matrix, n);
  throwIfAborted(run.signal);
  const blockCount = Math.ceil(n / BLOCK);
  const { head, numbers, blocks } = layOut(engine, matrix, blockCount);
  intoBlocks(matrix, n, numbers, blocks);
  const precision = matrix.BYTES_PER_ELEMENT;
  for (let i = 0; i < blockCount * BLOCK; i++) {
    numbers[head[SPD.diagonal]! / precision + i] = i < n ? matrix[i * n + i]! : 1;
  }
  const total = (blockCount * (blockCount + 1) * (blockCount + 2) * PRODUCT) / 2;
  const progress = createProgress(run, total);
  for (let pivot = 0; pivot < blockCount; pivot++) {
    head[SPD.pivot] = pivot;
    await sweep(engine, blockCount, progress);
    if (head[SPD.fault] !== 0) throw singular(head[SPD.fault]! - 1);
  }
  outOfBlocks(numbers, blocks, matrix, n);
  await progress.end();
}

async function sweep(engine: Engine, blockCount: number, progress: Progress): Promise<void> {
  await engine.run(TASKS.pivot, 1, PRODUCT, progress);
  await engine.run(TASKS.panel, blockCount, PRODUCT, progress);
  await engine.run(TASKS.update, (blockCount * (blockCount + 1)) / 2, PRODUCT, progress);
}

function layOut(
  engine: Engine,
  matrix: Floats,
  blockCount: number,
): { readonly head: Uint32Array; readonly numbers: Floats; readonly blocks: number } {
  const precision = matrix.BYTES_PER_ELEMENT;
  const layout = createLayout();
  const blocks = layout.take(blocksSize(blockCount) * precision);
  const diagonal = layout.take(blockCount * BLOCK * precision);
  const pivotPanel = layout.take(BLOCK_SIZE * precision);
  const rowPanels = layout.take(blockCount * BLOCK_SIZE * precision);
  const columnPanels = layout.take(blockCount * BLOCK_SIZE * precision);
  checkRoom(layout, `Inverting ${blockCount * BLOCK} rows`);
  const buffer = engine.room(layout.bytes);
  const head = new Uint32Array(buffer, 0, 64);
  head[SPD.precision] = precision;
  head[SPD.blockCount] = blockCount;
  head[SPD.blocks] = blocks;
  head[SPD.diagonal] = diagonal;
  head[SPD.pivotPanel] = pivotPanel;
  head[SPD.rowPanels] = rowPanels;
  head[SPD.columnPanels] = columnPanels;
  head[SPD.fault] = 0;
  const numbers = precision === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
  return { head, numbers, blocks: blocks / precision };
}

function checkSquare(matrix: Floats, n: number): void {
  if (Number.isSafeInteger(n) && n >= 1 && matrix.length === n * n) return;
  throw new KindredError('invalid-input', `A matrix of ${n} rows needs ${n * n} numbers; it has ${matrix.length}.`);
}

function singular(row: number): KindredError {
  return new KindredError(
    'singular-matrix',
    `The matrix has no inverse that its precision could hold: at row ${row} nothing is left of its diagonal. Raise lambda, or use 64 bits.`,
    { at: `row ${row}` },
  );
}
