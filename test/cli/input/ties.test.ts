import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInteractions } from '../../../src/cli/input/read-interactions.ts';
import { createTieBreaker } from '../../../src/cli/input/ties.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { memoryIo } from '../memory-io.ts';
import { temporaryFile } from './tables.ts';

const given = (times: readonly (number | undefined)[]) => {
  const inOrder = createTieBreaker();
  return times.map((time) => inOrder('u', time));
};

test('rows of one user and one time follow each other as they are written', () => {
  expect(given([5000, 5000, 5000, 9000])).toEqual([5000, 5001, 5002, 9000]);
});

test('rows of others, and rows without a time, do not matter to it', () => {
  const inOrder = createTieBreaker();
  const rows: [string, number | undefined][] = [
    ['u', 1],
    ['v', 1],
    ['u', undefined],
    ['u', 1],
  ];
  expect(rows.map(([user, time]) => inOrder(user, time))).toEqual([1, 1, undefined, 2]);
});

test('a row that comes out of order keeps its time', () => {
  expect(given([5000, 5000, 4000])).toEqual([5000, 5001, 4000]);
});

test('whatever is written in order has times that only rise', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(8)), (steps) => {
      const written = steps.toSorted((a, b) => a - b);
      const times = given(written).map(Number);
      times.forEach((time, n) => {
        expect(time).toBeGreaterThanOrEqual(written[n] ?? 0);
        expect(time).toBeGreaterThan(times[n - 1] ?? -1);
      });
    }),
  );
});

const trained = async (rows: readonly string[], more = {}) => {
  const file = await temporaryFile('log.csv', ['user,item,timestamp', ...rows, ''].join('\n'));
  const options = { paths: [file], columns: {}, isStrict: true, keepsEvents: true, isOrdered: true, ...more };
  const { interactions } = await readInteractions(options, memoryIo());
  const model = await train(interactions, { algorithm: 'sequential-rules', neighbours: 10 });
  return model.kind === 'neighbours' && [model.items, model.neighbourStart, model.neighbour, model.similarity];
};

test('rules of a log of whole days are those of its rows in their order', async () => {
  const days = await trained(['u,z,2026-01-01', 'u,b,2026-01-01', 'u,a,2026-01-01', 'u,c,2026-01-02']);
  const hours = ['08', '09', '10'].map((hour, n) => `u,${'zba'[n]},2026-01-01T${hour}:00:00Z`);
  expect(days).toEqual(await trained([...hours, 'u,c,2026-01-02']));
  expect(days).not.toEqual(await trained([...hours.toReversed(), 'u,c,2026-01-02'].map((row) => row.slice(0, 14))));
  // Also where it is compared with what fades, for which a place would not do as a time.
  expect(await trained([...hours, 'u,c,2026-01-02'], { needsTimes: true })).toEqual(days);
});
