import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { createKernels } from '../../../src/recommend/kernels/index.ts';
import { factorsOf, haveSameBytes, numbersFrom, positiveDefinite, sparseRows, sweepOver } from './made-up.ts';

const startThread = (script: string) => new Worker(script, { eval: true });
const alone = await createKernels();
const together = await createKernels({ threads: 3, startThread });
afterAll(() => together.stop());

test('However many threads work, the bytes are the same.', async () => {
  expect([alone.threads, together.threads]).toEqual([1, 3]);
  // Memories of several sizes, one after another: threads follow.
  for (const n of [40, 500, 300, 900]) {
    const next = numbersFrom(n);
    const matrix = diagonallyDominant(n, next);
    const [one, many] = [matrix.slice(), matrix.slice()];
    await alone.invertSpd(one, n);
    await together.invertSpd(many, n);
    expect(haveSameBytes(many, one)).toBe(true);

    const rows = sparseRows(n, 50, 0.2, next);
    const sweep = sweepOver(rows, 20, next);
    const again = { ...sweep, solved: sweep.solved.slice() };
    await alone.alsSweep(sweep);
    await together.alsSweep(again);
    expect(haveSameBytes(again.solved, sweep.solved)).toBe(true);

    const [first, second] = [new Float64Array(2500), new Float64Array(2500)];
    await alone.gram(rows, first);
    await together.gram(rows, second);
    expect(haveSameBytes(second, first)).toBe(true);

    const query = { factors: 9, rows: factorsOf(n, 9, next), columns: factorsOf(50, 9, next), count: 7, exclude: rows };
    expect(await together.topColumns(query)).toEqual(await alone.topColumns(query));
  }
});

test('an aborted call leaves no thread behind in it', async () => {
  const matrix = diagonallyDominant(600, numbersFrom(1));
  const [one, many] = [matrix.slice(), matrix.slice()];
  const controller = new AbortController();
  const run = { signal: controller.signal, pause: async () => controller.abort() };
  await expect(together.invertSpd(many, 600, run)).rejects.toMatchObject({ code: 'aborted' });
  expect(haveSameBytes(many, matrix)).toBe(true);
  await alone.invertSpd(one, 600);
  await together.invertSpd(many, 600);
  expect(haveSameBytes(many, one)).toBe(true);
});

test('threads are told once to end, after what is under way', async () => {
  const ended: string[] = [];
  const kernels = await createKernels({
    threads: 2,
    startThread: () => ({ postMessage: () => {}, terminate: () => ended.push('ended') }),
  });
  const matrix = positiveDefinite(150, numbersFrom(2));
  const alike = matrix.slice();
  const answer = kernels.invertSpd(matrix, 150).then(() => ended.push('inverted'));
  kernels.stop();
  await answer;
  await kernels.gram({ start: new Uint32Array(1), column: new Uint32Array(0), columns: 1 }, new Float32Array(1));
  expect(ended).toEqual(['inverted', 'ended']);
  // Threads that never come are not waited for.
  await alone.invertSpd(alike, 150);
  expect(haveSameBytes(matrix, alike)).toBe(true);
});

describe('bad options are refused', () => {
  test.each([0, -1, 1.5, 65, Number.NaN])('threads: %d', async (threads) => {
    await expect(createKernels({ threads, startThread })).rejects.toMatchObject({
      code: 'invalid-options',
      at: 'threads',
    });
  });

  test('threads without a way to start them', async () => {
    await expect(createKernels({ threads: 2 })).rejects.toMatchObject({ code: 'invalid-options', at: 'startThread' });
  });
});

function diagonallyDominant(n: number, next: () => number): Float32Array {
  const matrix = new Float32Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      matrix[i * n + j] = next();
      matrix[j * n + i] = matrix[i * n + j] ?? 0;
    }
    matrix[i * n + i] = n;
  }
  return matrix;
}
