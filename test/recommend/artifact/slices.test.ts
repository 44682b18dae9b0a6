import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecommender, openSlices, packModel } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { type Addition, additions, digest, interactionsOf } from '../fixtures.ts';

/** A file of which parts are given, as a server does that knows ranges. */
function served(file: Uint8Array) {
  const asked: number[] = [];
  const read = async (begin: number, end: number): Promise<Uint8Array> => {
    const part = file.slice(begin, end);
    asked.push(part.length);
    return part;
  };
  return { read, bytes: () => asked.reduce((sum, length) => sum + length, 0), requests: () => asked.length };
}

const packed = async (list: readonly Addition[], algorithm: 'cosine' | 'popularity' = 'cosine') =>
  packModel(await train(interactionsOf(list), { algorithm }), { digest });

/** 3,000 items, each of which goes with its next hundred. */
function chain(): readonly Addition[] {
  return Array.from({ length: 3000 }, (_, user) =>
    Array.from({ length: 60 }, (_, n): Addition => [`${user}`, `item ${(user + n) % 3000}`]),
  ).flat();
}

describe('slices', () => {
  test('A slice gives the lists of the whole model.', async () => {
    const ids = fc.uniqueArray(fc.constantFrom('tea', 'pot', 'cup', '__proto__', '茶', 'no such item'));
    await fc.assert(
      fc.asyncProperty(additions(), ids, async (list, items) => {
        const model = await train(interactionsOf(list), { algorithm: 'rp3beta' });
        const { modelFor } = await openSlices(served(await packModel(model, { digest })).read, { digest });
        const query = { items, explain: true, count: 20 };
        expect(createRecommender(await modelFor(items)).recommend(query)).toEqual(
          createRecommender(model).recommend(query),
        );
      }),
    );
  });

  test('of one item are a small part of the file, and are read once', async () => {
    const file = await packed(chain());
    const server = served(file);
    const { modelFor, items } = await openSlices(server.read, { digest });
    expect(items).toHaveLength(3000);
    const [bytes, requests] = [server.bytes(), server.requests()];
    await modelFor(['item 7']);
    expect(server.bytes() - bytes).toBeLessThan(1000);
    expect(server.requests() - requests).toBe(2);
    await modelFor(['item 7', 'item 7']);
    expect(server.requests() - requests).toBe(2);
    expect(server.bytes()).toBeLessThan(file.length / 20);
  });

  test('of a file that ends too early, or is none, are refused', async () => {
    const file = await packed([
      ['a', 'tea'],
      ['a', 'pot'],
      ['b', 'pot'],
    ]);
    for (let length = 0; length < file.length; length++) {
      const reading = openSlices(served(file.subarray(0, length)).read, { digest }).then(({ modelFor }) =>
        modelFor(['tea', 'pot']),
      );
      await expect(reading).rejects.toMatchObject({ code: 'model-corrupt' });
    }
  });

  test('that are not what they should be give a model that can be served, or an error', async () => {
    const file = await packed([
      ['a', 'tea'],
      ['a', 'pot'],
      ['b', 'pot'],
      ['b', 'cup'],
    ]);
    const flip = fc.record({ at: fc.nat({ max: file.length - 1 }), to: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(flip, async ({ at, to }) => {
        const damaged = file.slice();
        damaged[at] = to;
        try {
          const { modelFor } = await openSlices(served(damaged).read, { digest });
          const { items } = createRecommender(await modelFor(['tea', 'pot', 'cup'])).recommend({ items: ['tea'] });
          for (const { item, score } of items) expect([typeof item, Number.isFinite(score)]).toEqual(['string', true]);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^model-(corrupt|version)$/) });
        }
      }),
      { numRuns: 400 },
    );
  });

  test('of other kinds are not to be had', async () => {
    const file = await packed([['a', 'tea']], 'popularity');
    await expect(openSlices(served(file).read, { digest })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('that could not be read are asked for again', async () => {
    const { read } = served(
      await packed([
        ['a', 'tea'],
        ['a', 'pot'],
      ]),
    );
    let isAway = false;
    const flaky = async (begin: number, end: number) => {
      if (isAway) throw new Error('offline');
      return read(begin, end);
    };
    const { modelFor } = await openSlices(flaky, { digest });
    isAway = true;
    await expect(modelFor(['tea'])).rejects.toThrow('offline');
    isAway = false;
    expect((await modelFor(['tea'])).kind).toBe('neighbours');
  });
});
