// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// The tasks of half a sweep of ALS; see ../als.ts for the paper. All numbers have 32 bits.
import { ALS, FIXED_ROWS_A_TASK as CHUNK, ROWS_A_TASK } from '../memory-plan.ts';
import type { MemoryViews } from './memory-views.ts';
import { addScaled, dot, multiplyStrips } from './sums.ts';

const { fround } = Math;

const SMALLEST_RESIDUAL = fround(1e-20);

/** Copies 128 rows of `fixed` into strips of 8 columns. */
export function factorStrips({ head, f32 }: MemoryViews, task: number): void {
  const width = head[ALS.width]!;
  const count = head[ALS.fixedCount]!;
  const fixed = head[ALS.fixed]! / 4;
  const strips = head[ALS.strips]! / 4;
  const until = Math.min(count, (task + 1) * CHUNK);
  for (let row = task * CHUNK; row < until; row++) {
    for (let f = 0; f < width; f++) {
      f32[strips + (f - (f % 8)) * count + row * 8 + (f % 8)] = f32[fixed + row * width + f]!;
    }
  }
}

/** 8 rows of YᵀY, up to the diagonal's strip. */
export function factorGram({ head, f32 }: MemoryViews, task: number): void {
  const width = head[ALS.width]!;
  const count = head[ALS.fixedCount]!;
  const strips = head[ALS.strips]! / 4;
  const result = head[ALS.lowerGram]! / 4;
  for (let i = task * 8; i < task * 8 + 8; i++) {
    for (let j = 0; j < task * 8 + 8; j++) {
      const a = strips + task * 8 * count + (i % 8);
      const b = strips + (j - (j % 8)) * count + (j % 8);
      let total = 0;
      for (let row = 0; row < count; row += CHUNK) {
        total = fround(total + chunkSum(f32, a, b, row, Math.min(count, row + CHUNK)));
      }
      f32[result + i * width + j] = total;
    }
  }
}

function chunkSum(m: Float32Array, a: number, b: number, from: number, until: number): number {
  let sum = 0;
  for (let row = from; row < until; row++) sum = fround(sum + fround(m[a + row * 8]! * m[b + row * 8]!));
  return sum;
}

/** Where everything of one row is. */
interface Row {
  readonly x: number;
  readonly r: number;
  readonly p: number;
  readonly ap: number;
  readonly from: number;
  readonly until: number;
  readonly lambda: number;
}

/** {@link ROWS_A_TASK} rows, each solved as far as `steps` steps bring it. */
export function alsRows(views: MemoryViews, task: number, thread: number): void {
  const { head, words, f32 } = views;
  const width = head[ALS.width]!;
  const scratch = head[ALS.scratch]! / 4 + thread * 17 * width;
  const until = Math.min(head[ALS.rowCount]!, (task + 1) * ROWS_A_TASK);
  for (let u = task * ROWS_A_TASK; u < until; u++) {
    const start = head[ALS.start]! / 4 + u;
    solveRow(views, width, {
      x: head[ALS.solved]! / 4 + u * width,
      r: scratch,
      p: scratch + width,
      ap: scratch + 2 * width,
      from: words[start]!,
      until: words[start + 1]!,
      lambda: f32[head[ALS.regularization]! / 4 + u]!,
    });
  }
}

function solveRow(views: MemoryViews, width: number, row: Row): void {
  const { head, f32 } = views;
  const { x, r, p, ap } = row;
  const steps = head[ALS.steps]!;
  if (row.from === row.until) {
    f32.fill(0, x, x + width);
    return;
  }
  residual(views, width, row);
  f32.copyWithin(p, r, r + width);
  let rs = dot(f32, r, r, width);
  for (let step = 1; step <= steps && rs >= SMALLEST_RESIDUAL; step++) {
    const curvature = multiply(views, width, row, step === steps);
    // Not above zero: the matrix is not positive definite, or the numbers left the range.
    if (!(curvature > 0)) return;
    const alpha = fround(rs / curvature);
    addScaled(f32, x, alpha, p, width);
    if (step === steps) return;
    addScaled(f32, r, -alpha, ap, width);
    const rsNew = dot(f32, r, r, width);
    const beta = fround(rsNew / rs);
    for (let f = 0; f < width; f++) f32[p + f] = f32[r + f]! + fround(beta * f32[p + f]!);
    rs = rsNew;
  }
}

/** r = b − A x. */
function residual({ head, words, f32 }: MemoryViews, width: number, { x, r, from, until, lambda }: Row): void {
  multiplyStrips(f32, x, head[ALS.gram]! / 4, width, width, r);
  for (let f = 0; f < width; f++) f32[r + f] = -fround(f32[r + f]! + fround(lambda * f32[x + f]!));
  for (let e = from; e < until; e++) {
    const y = head[ALS.fixed]! / 4 + words[head[ALS.column]! / 4 + e]! * width;
    const square = f32[head[ALS.squareWeight]! / 4 + e]!;
    const target = f32[head[ALS.targetWeight]! / 4 + e]!;
    addScaled(f32, r, fround(target - fround(square * dot(f32, y, x, width))), y, width);
  }
}

/**
 * ap = A p; answers p · ap. The last step needs only the latter: p · A p = p · (gram + λ) p + Σ square · (y · p)², which saves
 * half the work of a step.
 */
function multiply(views: MemoryViews, width: number, row: Row, isLast: boolean): number {
  const { head, words, f32 } = views;
  const { p, ap, from, until, lambda } = row;
  multiplyStrips(f32, p, head[ALS.gram]! / 4, width, width, ap);
  addScaled(f32, ap, lambda, p, width);
  const lanes = [0, 0, 0, 0];
  for (let e = from; e < until; e++) {
    const y = head[ALS.fixed]! / 4 + words[head[ALS.column]! / 4 + e]! * width;
    const product = dot(f32, y, p, width);
    const scaled = fround(f32[head[ALS.squareWeight]! / 4 + e]! * product);
    if (isLast) lanes[(e - from) % 4] = fround(lanes[(e - from) % 4]! + fround(scaled * product));
    else addScaled(f32, ap, scaled, y, width);
  }
  const dense = dot(f32, p, ap, width);
  if (!isLast) return dense;
  return fround(dense + fround(fround(fround(lanes[0]! + lanes[1]!) + lanes[2]!) + lanes[3]!));
}
