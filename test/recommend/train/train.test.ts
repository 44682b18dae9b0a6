import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, createRecommender } from '../../../src/recommend/index.ts';
import { type TrainSpec, train } from '../../../src/recommend/train/index.ts';
import { additions, asNeighbours, interactionsOf, matrixOf, plain, sparseAdditions } from '../fixtures.ts';
import { plainSimilarities } from './plain-twin.ts';

const anyAdditions = fc.oneof(additions(), sparseAdditions());
const algorithm = fc.constantFrom('cooccurrence' as const, 'cosine' as const, 'rp3beta' as const);
const weights = fc.constantFrom('binary' as const, 'given' as const);
const cut = fc.constantFrom('candidate' as const, 'history-item' as const);

describe('train', () => {
  test('The fast engine equals a plain twin on random input.', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyAdditions,
        algorithm,
        weights,
        fc.constantFrom(0, 0.5, 0.8, 1.3),
        fc.constantFrom(0, 0.3, 1),
        async (list, name, given, alpha, beta) => {
          const exponents = name === 'rp3beta' ? { alpha, beta } : {};
          const spec = { algorithm: name, weights: given, ...exponents } as TrainSpec & { algorithm: typeof name };
          const fast = matrixOf(await train(interactionsOf(list), spec));
          const twin = plainSimilarities(list, { algorithm: name, weights: given, alpha, beta });
          expect([...fast.keys()].sort()).toEqual([...twin.keys()].sort());
          for (const [item, neighbours] of twin) {
            expect([...(fast.get(item)?.keys() ?? [])].sort()).toEqual([...neighbours.keys()].sort());
            for (const [neighbour, similarity] of neighbours) {
              const found = fast.get(item)?.get(neighbour) ?? 0;
              expect(Math.abs(found / similarity - 1)).toBeLessThan(1e-6);
            }
          }
        },
      ),
    );
  });

  test('The neighbours kept are those that a full sort would keep.', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyAdditions,
        algorithm,
        cut,
        fc.integer({ min: 1, max: 6 }),
        async (list, name, side, neighbours) => {
          const interactions = interactionsOf(list);
          const all = asNeighbours(await train(interactions, { algorithm: name, neighbours: 'all' }));
          const cutModel = asNeighbours(await train(interactions, { algorithm: name, neighbours, cut: side }));
          const entries = entriesOf(all);
          const kept = all.items.flatMap((_, index) =>
            entries
              .filter(({ row, column }) => (side === 'candidate' ? column : row) === index)
              .sort((a, b) => b.similarity - a.similarity || a.row - b.row || a.column - b.column)
              .slice(0, neighbours),
          );
          kept.sort((a, b) => a.row - b.row || a.column - b.column);
          expect(entriesOf(cutModel)).toEqual(kept);
        },
      ),
    );
  });

  test('Ties go to the lower index.', async () => {
    // Every pair of the four items was had together by the same three users: all similarities are equal.
    const list = ['u', 'v', 'w'].flatMap((user) => ['a', 'b', 'c', 'd'].map((item) => ({ user, item })));
    const data = createInteractions();
    for (const { user, item } of list) data.add(user, item);
    const model = asNeighbours(await train(data.build(), { algorithm: 'cosine', neighbours: 2, cut: 'history-item' }));
    const kept = model.items.map((_, row) =>
      entriesOf(model)
        .filter((entry) => entry.row === row)
        .map(({ column }) => column),
    );
    expect(kept).toEqual([
      [1, 2],
      [0, 2],
      [0, 1],
      [0, 1],
    ]);
  });

  test('The same interactions give the same model, in whatever order they were added.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions().chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        algorithm,
        async ([list, shuffled], name) => {
          const spec = { algorithm: name, neighbours: 3 };
          expect(plain(await train(interactionsOf(shuffled), spec))).toEqual(
            plain(await train(interactionsOf(list), spec)),
          );
        },
      ),
    );
  });

  test('counts users for popularity, or adds their weights', async () => {
    const interactions = interactionsOf([
      ['ann', 'tea', 5],
      ['ann', 'cup', 1],
      ['ben', 'cup', 1],
    ]);
    const binary = await train(interactions, { algorithm: 'popularity' });
    const given = await train(interactions, { algorithm: 'popularity', weights: 'given' });
    expect([binary.items, [...binary.popularity], [...given.popularity]]).toEqual([
      ['cup', 'tea'],
      [2, 1],
      [2, 5],
    ]);
  });

  test('states the whole spec, the seed and the window of the data', async () => {
    const interactions = interactionsOf([
      ['ann', 'tea', 1, 2000],
      ['ann', 'cup', 1, 1000],
      ['ben', 'cup'],
    ]);
    const model = await train(interactions, { algorithm: 'rp3beta', neighbours: 1 }, { seed: 7 });
    expect(model.spec).toEqual({
      algorithm: 'rp3beta',
      alpha: 0.8,
      beta: 0.3,
      neighbours: 1,
      cut: 'candidate',
      weights: 'binary',
    });
    expect(model.seed).toBe(7);
    expect(model.data).toEqual({ users: 2, interactions: 3, fromMs: 1000, untilMs: 2000 });
  });

  test('trains on one user, on one item, and on an item that everyone has', async () => {
    for (const name of ['popularity', 'cooccurrence', 'cosine', 'rp3beta'] as const) {
      const one = await train(interactionsOf([['ann', 'tea']]), { algorithm: name });
      expect(createRecommender(one).recommend({ user: 'ann' }).items).toEqual([]);
      expect(createRecommender(one).recommend({ user: 'ben' }).items).toEqual([{ item: 'tea', score: 1 }]);
      const everyone = ['a', 'b', 'c'].flatMap((user) => [[user, 'tea'] as const, [user, `own ${user}`] as const]);
      const shared = createRecommender(await train(interactionsOf(everyone), { algorithm: name }));
      expect(shared.recommend({ items: ['own a'] }).items[0]?.item).toBe('tea');
    }
  });

  test('refuses an empty set with a clear error', async () => {
    await expect(train(interactionsOf([]), { algorithm: 'rp3beta' })).rejects.toMatchObject({
      code: 'empty-input',
      message: 'Cannot train: there are no interactions. Add at least one.',
    });
  });

  test.each([
    [{ algorithm: 'eese' }, 'algorithm'],
    [{ algorithm: '__proto__' }, 'algorithm'],
    [{ algorithm: 'rp3beta', alpha: Number.NaN }, 'alpha'],
    [{ algorithm: 'rp3beta', beta: -1 }, 'beta'],
    [{ algorithm: 'cosine', neighbours: 0 }, 'neighbours'],
    [{ algorithm: 'cosine', neighbours: 1.5 }, 'neighbours'],
    [{ algorithm: 'cosine', cut: 'both' }, 'cut'],
    [{ algorithm: 'popularity', weights: 'some' }, 'weights'],
    [{ algorithm: 'popularity', alpha: 1 }, 'alpha'],
    [{ algorithm: 'jaccard', weights: 'given' }, 'weights'],
  ])('refuses the spec %j', async (spec, at) => {
    await expect(train(interactionsOf([['ann', 'tea']]), spec as TrainSpec)).rejects.toMatchObject({
      code: 'invalid-options',
      at,
    });
  });

  test('stays finite with absurd weights', async () => {
    const interactions = interactionsOf([
      ['ann', 'tea', 3.4e38],
      ['ann', 'tea', 3.4e38],
      ['ann', 'cup', 1e-40],
      ['ben', 'tea', 3.4e38],
      ['ben', 'cup', 3.4e38],
    ]);
    for (const name of ['cooccurrence', 'cosine', 'rp3beta'] as const) {
      const model = asNeighbours(await train(interactions, { algorithm: name, weights: 'given' }));
      expect([...model.similarity, ...model.popularity].every((value) => value > 0 && Number.isFinite(value))).toBe(
        true,
      );
    }
  });
});

describe('a training that takes long', () => {
  const users = Array.from({ length: 300 }, (_, user) => `user ${user}`);
  const large = interactionsOf(
    users.flatMap((user, n) => Array.from({ length: 250 }, (_, m) => [user, `i${(n * 7 + m) % 400}`] as const)),
  );

  test('Training ends with `aborted` when its signal says so.', async () => {
    const abort = new AbortController();
    let pauses = 0;
    const pause = async () => {
      if (++pauses === 2) abort.abort();
    };
    const training = train(large, { algorithm: 'rp3beta' }, { signal: abort.signal, pause });
    await expect(training).rejects.toMatchObject({ code: 'aborted' });
    expect(pauses).toBe(2);
    await expect(train(large, { algorithm: 'popularity' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  test('Other things get their turn while training runs, when a pause is given.', async () => {
    let turns = 0;
    let isDone = false;
    const others = (async () => {
      while (!isDone) {
        turns++;
        await new Promise((resume) => setImmediate(resume));
      }
    })();
    await train(large, { algorithm: 'cosine' }, { pause: () => new Promise((resume) => setImmediate(resume)) });
    isDone = true;
    await others;
    expect(turns).toBeGreaterThan(3);
  });

  test('tells of its progress up to the end', async () => {
    const told: [number, number][] = [];
    await train(large, { algorithm: 'cosine' }, { onProgress: (done, total) => told.push([done, total]) });
    expect(told.length).toBeGreaterThan(2);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).sort((a, b) => a - b));
    expect(told.at(-1)).toEqual([large.items.length, large.items.length]);
  });
});

interface Entry {
  readonly row: number;
  readonly column: number;
  readonly similarity: number;
}

function entriesOf({ items, neighbourStart, neighbour, similarity }: ReturnType<typeof asNeighbours>): Entry[] {
  return items.flatMap((_, row) => {
    const [from, until] = [neighbourStart[row] ?? 0, neighbourStart[row + 1] ?? 0];
    return Array.from(neighbour.subarray(from, until), (column, n) => ({
      row,
      column,
      similarity: similarity[from + n] ?? 0,
    }));
  });
}
