// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// Half a sweep of implicit alternating least squares by conjugate gradients.
//
// Y. Hu, Y. Koren, C. Volinsky, Collaborative Filtering for Implicit Feedback Datasets (ICDM 2008); G. Takács, I. Pilászy,
// D. Tikk, Applications of the Conjugate Gradient Method for Implicit Feedback Collaborative Filtering (RecSys 2011): a few
// steps from the factors of the last sweep take the place of an exact solution. S. Rendle et al., Revisiting the Performance
// of iALS on Item Recommendation Benchmarks (RecSys 2022), for the weights that `AlsSweep` allows.
//
// With f factors and s steps, time is (2s + 1) · entries · f + (s + 1) · rows · f² + columns · f² / 2 multiplications;
// memory is the factors twice, and 12 bytes for each entry.
import { type LongRun, throwIfAborted } from '../long-run.ts';
import { checkRows, expectThat } from './check.ts';
import { createProgress, type Engine } from './engine.ts';
import type { AlsSweep } from './kernels.ts';
import { ALS, FIXED_ROWS_A_TASK, ROWS_A_TASK, TASKS } from './memory-plan.ts';
import { checkRoom, createLayout } from './room.ts';

const STEPS = 3;

export async function alsSweep(engine: Engine, sweep: AlsSweep, run: LongRun): Promise<void> {
  checkSweep(sweep);
  throwIfAborted(run.signal);
  const { factors, start, column, fixed, solved, steps = STEPS } = sweep;
  const width = Math.ceil(factors / 8) * 8;
  const [rowCount, fixedCount] = [start.length - 1, fixed.length / factors];
  const memory = layOut(engine, sweep, width);
  const rowWork = (rowCount * width * width * (steps + 1) + column.length * width * (2 * steps + 1)) / rowCount;
  const chunkWork = FIXED_ROWS_A_TASK * width;
  const chunks = Math.ceil(fixedCount / FIXED_ROWS_A_TASK);
  const strips = width / 8;
  const progress = createProgress(run, rowCount * rowWork + chunks * chunkWork + (fixedCount * width * width) / 2);
  await engine.run(TASKS.factorStrips, chunks, chunkWork, progress);
  await engine.run(TASKS.factorGram, strips, (fixedCount * width * width) / 2 / strips, progress);
  packGram(memory.lowerGram, memory.gram, width, sweep.gramWeight);
  await engine.run(TASKS.alsRows, Math.ceil(rowCount / ROWS_A_TASK), rowWork * ROWS_A_TASK, progress);
  narrow(memory.solved, width, solved, factors);
  await progress.end();
}

/** The weighted Gram matrix in strips of 8 columns, from its lower triangle. */
function packGram(lower: Float32Array, strips: Float32Array, width: number, weight: number): void {
  const scale = Math.fround(weight);
  for (let k = 0; k < width; k++) {
    for (let j = 0; j < width; j++) {
      const value = k >= j ? lower[k * width + j]! : lower[j * width + k]!;
      strips[(j - (j % 8)) * width + k * 8 + (j % 8)] = scale * value;
    }
  }
}

interface AlsMemory {
  readonly lowerGram: Float32Array;
  readonly gram: Float32Array;
  readonly solved: Float32Array;
}

function layOut(engine: Engine, sweep: AlsSweep, width: number): AlsMemory {
  const { start, column, factors, fixed, solved, steps = STEPS } = sweep;
  const [rowCount, fixedCount] = [start.length - 1, fixed.length / factors];
  const layout = createLayout();
  const address = {
    start: layout.take(start.byteLength),
    column: layout.take(column.byteLength),
    squareWeight: layout.take(column.byteLength),
    targetWeight: layout.take(column.byteLength),
    regularization: layout.take(rowCount * 4),
    fixed: layout.take(fixedCount * width * 4),
    solved: layout.take(rowCount * width * 4),
    gram: layout.take(width * width * 4),
    scratch: layout.take(engine.threads * SCRATCH_ROWS * width * 4),
    strips: layout.take(fixedCount * width * 4),
    lowerGram: layout.take(width * width * 4),
  };
  checkRoom(layout, `A sweep over ${rowCount} rows with ${factors} factors`);
  const buffer = engine.room(layout.bytes);
  const floats = (at: number, length: number) => new Float32Array(buffer, at, length);
  const head = new Uint32Array(buffer, 0, 64);
  const numbers = { rowCount, width, steps, fixedCount };
  for (const name of ['rowCount', 'width', 'steps', 'fixedCount'] as const) head[ALS[name]] = numbers[name];
  for (const name of ADDRESSES) head[ALS[name]] = address[name];
  new Uint32Array(buffer, address.start, start.length).set(start);
  new Uint32Array(buffer, address.column, column.length).set(column);
  put(sweep.squareWeight, floats(address.squareWeight, column.length));
  put(sweep.targetWeight, floats(address.targetWeight, column.length));
  put(sweep.regularization, floats(address.regularization, rowCount));
  widen(fixed, factors, floats(address.fixed, fixedCount * width), width);
  widen(solved, factors, floats(address.solved, rowCount * width), width);
  return {
    lowerGram: floats(address.lowerGram, width * width),
    gram: floats(address.gram, width * width),
    solved: floats(address.solved, rowCount * width),
  };
}

/** 4 rows side by side; residual, direction and image of each; and what of them goes on. */
const SCRATCH_ROWS = 17;

const ADDRESSES = [
  'start',
  'column',
  'squareWeight',
  'targetWeight',
  'regularization',
  'fixed',
  'solved',
  'gram',
  'scratch',
  'strips',
  'lowerGram',
] as const;

function put(values: Float32Array | number, to: Float32Array): void {
  if (typeof values === 'number') to.fill(values);
  else to.set(values);
}

/** Rows with zeros behind them, up to a multiple of 8 factors. */
function widen(from: Float32Array, factors: number, to: Float32Array, width: number): void {
  to.fill(0);
  for (let row = 0; row * factors < from.length; row++) {
    to.set(from.subarray(row * factors, (row + 1) * factors), row * width);
  }
}

function narrow(from: Float32Array, width: number, to: Float32Array, factors: number): void {
  for (let row = 0; row * factors < to.length; row++) {
    to.set(from.subarray(row * width, row * width + factors), row * factors);
  }
}

function checkSweep(sweep: AlsSweep): void {
  const { factors, start, column, fixed, solved, steps = STEPS } = sweep;
  const rows = start.length - 1;
  expectThat(isCount(factors), 'factors', 'has to be a whole number above zero');
  expectThat(isCount(steps), 'steps', 'has to be a whole number above zero');
  expectThat(fixed.length % factors === 0, 'fixed', 'has to have whole rows');
  expectThat(solved.length === rows * factors, 'solved', 'has to have a row for each row of entries');
  for (const name of ['squareWeight', 'targetWeight'] as const) {
    const value = sweep[name];
    expectThat(
      typeof value === 'number' || value.length === column.length,
      name,
      'has to have a number for each entry',
    );
  }
  const { regularization } = sweep;
  const isFit = typeof regularization === 'number' || regularization.length === rows;
  expectThat(isFit, 'regularization', 'has to have a number for each row');
  checkRows(start, column, fixed.length / factors);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
