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

  test('A part of a file that is not what was hashed is refused, and no list is made of it.', async () => {
    const file = await packed([
      ['a', 'tea'],
      ['a', 'pot'],
      ['b', 'pot'],
      ['b', 'cup'],
    ]);
    const query = { items: ['tea', 'pot', 'cup'], repeats: 'allow', explain: true } as const;
    const listOf = async (bytes: Uint8Array) => {
      const { modelFor } = await openSlices(served(bytes).read, { digest });
      return createRecommender(await modelFor(query.items)).recommend(query);
    };
    const truth = await listOf(file);
    const hashAt = 8 + '{"__metadata__":{"sha256":"'.length;
    for (let at = 0; at < file.length; at++) {
      const damaged = file.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 + (at % 255));
      const found = await listOf(damaged).catch((error: unknown) => error);
      // The hash of the whole file is for those who read the whole file.
      if (at >= hashAt && at < hashAt + 64) continue;
      if (JSON.stringify(found) === JSON.stringify(truth)) expect(file[at]).toBe(0x20);
      else expect(found).toMatchObject({ code: expect.stringMatching(/^(model-(corrupt|version)|unavailable)$/) });
    }
  });

  test('of a file that was packed without their hashes are refused', async () => {
    const file = await packed([
      ['a', 'tea'],
      ['a', 'pot'],
    ]);
    const text = new TextDecoder('latin1').decode(file).replace('"head"', '"HEAD"');
    const old = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    await expect(openSlices(served(old).read, { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test('of another version of the file do not go with the first', async () => {
    const chains = [chain(), chain().map(([user, item], n): Addition => [user, item, 1, n])];
    const [one, other] = [await packed(chains[0] ?? []), await packed((chains[1] ?? []).slice(0, -7000))];
    let isReplaced = false;
    const read = async (begin: number, end: number) => (isReplaced ? other : one).slice(begin, end);
    const { modelFor } = await openSlices(read, { digest });
    isReplaced = true;
    await expect(modelFor(['item 7'])).rejects.toMatchObject({ code: 'model-corrupt' });
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
