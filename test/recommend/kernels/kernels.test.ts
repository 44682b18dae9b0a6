import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlsSweep, createKernels, type Kernels } from '../../../src/recommend/kernels/index.ts';
import { factorsOf, haveSameBytes, numbersFrom, positiveDefinite, sparseRows, sweepOver } from './made-up.ts';

const simd = await createKernels({ only: 'simd' });
const plain = await createKernels({ only: 'typescript' });
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('the same bytes', () => {
  test('WebAssembly and plain TypeScript give the same bytes: an inverse', async () => {
    for (const n of [1, 5, 127, 128, 129, 300]) {
      const matrix = positiveDefinite(n, numbersFrom(n));
      for (const Numbers of [Float32Array, Float64Array]) {
        const [fast, slow] = [Numbers.from(matrix), Numbers.from(matrix)];
        await simd.invertSpd(fast, n);
        await plain.invertSpd(slow, n);
        expect(haveSameBytes(fast, slow)).toBe(true);
      }
    }
  });

  test('WebAssembly and plain TypeScript give the same bytes: half a sweep of ALS', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (seed, factors, steps) => {
          const next = numbersFrom(seed);
          const rows = sparseRows(1 + Math.floor(next() * 70), 1 + Math.floor(next() * 300), next() / 3, next);
          const sweep = { ...sweepOver(rows, factors, next), steps };
          const [fast, slow] = [
            { ...sweep, solved: sweep.solved.slice() },
            { ...sweep, solved: sweep.solved.slice() },
          ];
          await simd.alsSweep(fast);
          await plain.alsSweep(slow);
          expect(haveSameBytes(fast.solved, slow.solved)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('WebAssembly and plain TypeScript give the same bytes: Gram matrices and best columns', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const next = numbersFrom(seed);
        const [count, columns, factors] = [1, 1, 1].map(() => 1 + Math.floor(next() * 40));
        const rows = sparseRows(count ?? 1, columns ?? 1, next(), next);
        for (const Numbers of [Float32Array, Float64Array]) {
          for (const each of [rows, { ...rows, value: rows.value.map(() => next()) }, withoutValues(rows)]) {
            const [fast, slow] = [new Numbers(rows.columns ** 2), new Numbers(rows.columns ** 2)];
            await simd.gram(each, fast);
            await plain.gram(each, slow);
            expect(haveSameBytes(fast, slow)).toBe(true);
          }
        }
        const query = {
          factors: factors ?? 1,
          rows: factorsOf(count ?? 1, factors ?? 1, next),
          columns: factorsOf(columns ?? 1, factors ?? 1, next),
          count: 1 + Math.floor(next() * 12),
          exclude: rows,
        };
        const [fast, slow] = [await simd.topColumns(query), await plain.topColumns(query)];
        expect([fast.count, fast.column]).toEqual([slow.count, slow.column]);
        expect(haveSameBytes(fast.score, slow.score)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe.each([simd, plain])('$name', (kernels: Kernels) => {
  test('An inverse times its matrix is one.', async () => {
    for (const n of [1, 3, 130, 260]) {
      const matrix = positiveDefinite(n, numbersFrom(n));
      for (const { inverse, tolerance } of [
        { inverse: Float32Array.from(matrix), tolerance: 1e-3 },
        { inverse: matrix.slice(), tolerance: 1e-11 },
      ]) {
        // Only the lower triangle is read.
        for (let i = 0; i < n; i++) inverse.fill(Number.NaN, i * n + i + 1, (i + 1) * n);
        await kernels.invertSpd(inverse, n);
        expect(distanceFromOne(matrix, inverse, n)).toBeLessThan(tolerance);
        expect(isSymmetric(inverse, n)).toBe(true);
      }
    }
  });

  test('A matrix without an inverse is refused, and stays as it was.', async () => {
    for (const Numbers of [Float32Array, Float64Array]) {
      const twins = Numbers.from([2, 2, 2, 2]);
      await expect(kernels.invertSpd(twins, 2)).rejects.toMatchObject({ code: 'singular-matrix', at: 'row 1' });
      expect([...twins]).toEqual([2, 2, 2, 2]);
      for (const bad of [[0], [-1], [Number.NaN], [Number.POSITIVE_INFINITY]]) {
        await expect(kernels.invertSpd(Numbers.from(bad), 1)).rejects.toMatchObject({ code: 'singular-matrix' });
      }
      await expect(kernels.invertSpd(new Numbers(3), 2)).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  test('Many steps of ALS solve the equations of each row.', async () => {
    const next = numbersFrom(7);
    const sweep = { ...sweepOver(sparseRows(40, 60, 0.2, next), 12, next), steps: 30 };
    await kernels.alsSweep(sweep);
    expect(largestResidual(sweep)).toBeLessThan(1e-4);
    expect([...sweep.solved.subarray(0, 12)]).toEqual(new Array(12).fill(0));
  });

  test('ALS refuses a sweep whose arrays do not fit together', async () => {
    const next = numbersFrom(8);
    const sweep = sweepOver(sparseRows(4, 6, 0.5, next), 3, next);
    const bad: readonly Partial<AlsSweep>[] = [
      { factors: 0 },
      { steps: 0 },
      { fixed: sweep.fixed.subarray(1) },
      { fixed: sweep.fixed.subarray(3) },
      { solved: sweep.solved.subarray(3) },
      { start: sweep.start.subarray(1) },
      { start: sweep.start.map((at, row) => (row === 1 ? 9 : at)) },
      { start: sweep.start.map((at, row) => (row === 0 ? 1 : at)) },
      { squareWeight: new Float32Array(1) },
      { regularization: new Float32Array(1) },
    ];
    for (const each of bad) {
      await expect(
        kernels.alsSweep({ ...sweep, column: sweep.column.map((c) => (c === 0 ? 5 : c)), ...each }),
      ).rejects.toMatchObject({
        code: 'invalid-input',
      });
    }
  });

  test('a Gram matrix of rows that do not fit together is refused', async () => {
    const rows = { start: Uint32Array.of(0, 2), column: Uint32Array.of(0, 1), columns: 2 };
    const bad = [
      { ...rows, column: Uint32Array.of(0, 2) },
      { ...rows, start: Uint32Array.of(0, 1) },
      { ...rows, value: new Float32Array(1) },
      { ...rows, columns: 3 },
    ];
    for (const each of bad) {
      await expect(kernels.gram(each, new Float32Array(4))).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  test('A Gram matrix counts what rows have in common.', async () => {
    const rows = sparseRows(30, 25, 0.3, numbersFrom(9));
    const matrix = new Float32Array(625);
    await kernels.gram(rows, matrix);
    expect([...matrix]).toEqual(plainGram(rows));
  });

  test('The best columns are those of a full sort, ties to the lower column.', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const next = numbersFrom(seed);
        // Few values, so that there are ties.
        const few = (length: number) => Float32Array.from({ length }, () => Math.floor(next() * 3));
        const exclude = sparseRows(9, 30, 0.4, next);
        const query = { factors: 2, rows: few(18), columns: few(60), count: 1 + Math.floor(next() * 32), exclude };
        const top = await kernels.topColumns(query);
        for (let row = 0; row < 9; row++) {
          const scores = Array.from({ length: 30 }, (_, j) => dot(query.rows, row, query.columns, j, 2));
          const excluded = new Set(exclude.column.subarray(exclude.start[row], exclude.start[row + 1]));
          const best = [...scores.keys()]
            .filter((j) => !excluded.has(j))
            .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
          const found = [...top.column.subarray(row * top.count, (row + 1) * top.count)].filter(
            (j) => j !== 0xffffffff,
          );
          expect(found).toEqual(best.slice(0, query.count));
        }
      }),
    );
  });

  test('Kernels end with `aborted` when their signal says so, and leave everything as it was.', async () => {
    const matrix = positiveDefinite(300, numbersFrom(3));
    const before = matrix.slice();
    const controller = new AbortController();
    const pause = async () => controller.abort();
    const run = { signal: controller.signal, pause };
    await expect(kernels.invertSpd(matrix, 300, run)).rejects.toMatchObject({ code: 'aborted' });
    expect(haveSameBytes(matrix, before)).toBe(true);
    // The next call works as if nothing had been.
    await kernels.invertSpd(matrix, 300);
    expect(distanceFromOne(before, matrix, 300)).toBeLessThan(1e-10);
  });

  test('Progress rises to its total', async () => {
    const told: number[] = [];
    const matrix = positiveDefinite(200, numbersFrom(4));
    await kernels.invertSpd(matrix, 200, { onProgress: (done, total) => told.push(done / total) });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });
});

test('calls at the same time are answered one after another', async () => {
  const matrix = positiveDefinite(140, numbersFrom(5));
  const alone = matrix.slice();
  await simd.invertSpd(alone, 140);
  const several = [matrix.slice(), matrix.slice(), matrix.slice()];
  await Promise.all(several.map((each) => simd.invertSpd(each, 140, { pause: async () => {} })));
  for (const each of several) expect(haveSameBytes(each, alone)).toBe(true);
});

function withoutValues({ start, column, columns }: ReturnType<typeof sparseRows>) {
  return { start, column, columns };
}

function dot(a: Float32Array, row: number, b: Float32Array, column: number, width: number): number {
  let sum = 0;
  for (let f = 0; f < width; f++) sum += (a[row * width + f] ?? 0) * (b[column * width + f] ?? 0);
  return sum;
}

function distanceFromOne(matrix: Float64Array, inverse: Float32Array | Float64Array, n: number): number {
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? -1 : 0;
      for (let k = 0; k < n; k++) sum += (matrix[i * n + k] ?? 0) * (inverse[k * n + j] ?? 0);
      worst = Math.max(worst, Math.abs(sum));
    }
  }
  return worst;
}

function isSymmetric(matrix: Float32Array | Float64Array, n: number): boolean {
  return matrix.every((value, at) => value === matrix[(at % n) * n + Math.floor(at / n)]);
}

/** How far the factors are from solving their equations, by the definition. */
function largestResidual({ start, column, squareWeight, targetWeight, factors, fixed, solved }: AlsSweep): number {
  const weight = (of: Float32Array | number, e: number) => (typeof of === 'number' ? of : (of[e] ?? 0));
  let worst = 0;
  for (let u = 0; u + 1 < start.length; u++) {
    if (start[u] === start[u + 1]) continue;
    const residual = Array.from({ length: factors }, (_, f) => 0.1 * (solved[u * factors + f] ?? 0));
    const add = (scale: number, y: number) => {
      for (let f = 0; f < factors; f++) residual[f] = (residual[f] ?? 0) + scale * (fixed[y * factors + f] ?? 0);
    };
    for (let y = 0; y * factors < fixed.length; y++) add(dot(fixed, y, solved, u, factors), y);
    for (let e = start[u] ?? 0; e < (start[u + 1] ?? 0); e++) {
      const y = column[e] ?? 0;
      add(weight(squareWeight, e) * dot(fixed, y, solved, u, factors) - weight(targetWeight, e), y);
    }
    worst = Math.max(worst, ...residual.map(Math.abs));
  }
  return worst;
}

function plainGram({ start, column, value, columns }: ReturnType<typeof sparseRows>): number[] {
  const matrix = new Array<number>(columns * columns).fill(0);
  for (let u = 0; u + 1 < start.length; u++) {
    for (let p = start[u] ?? 0; p < (start[u + 1] ?? 0); p++) {
      for (let q = start[u] ?? 0; q < (start[u + 1] ?? 0); q++) {
        const at = (column[p] ?? 0) * columns + (column[q] ?? 0);
        matrix[at] = (matrix[at] ?? 0) + (value[p] ?? 0) * (value[q] ?? 0);
      }
    }
  }
  return matrix;
}
