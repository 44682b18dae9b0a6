import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashJson } from '../../../src/recommend/artifact/manifest.ts';
import { type ParquetColumn, writeParquet } from '../../../src/recommend/artifact/parquet.ts';
import {
  createRecommender,
  type DenseModel,
  encodeArtifact,
  type FactorModel,
  loadModel,
  packModel,
  quantizeRows,
  unpackModel,
} from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { type Addition, additions, asDense, asFactors, digest, interactionsOf, plain, SHOP } from '../fixtures.ts';

async function trained(list: readonly Addition[], kind: 'dense' | 'factors'): Promise<DenseModel | FactorModel> {
  const interactions = interactionsOf(list);
  return kind === 'dense'
    ? asDense(await train(interactions, { algorithm: 'ease', lambda: 3 }))
    : asFactors(await train(interactions, { algorithm: 'ials', factors: 3, iterations: 2 }));
}

const anyKind = fc.constantFrom('dense' as const, 'factors' as const);

describe('rows of floats and of bytes', () => {
  test('A model of rows survives packing as it is.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyKind, fc.boolean(), async (list, kind, isShort) => {
        const whole = await trained(list, kind);
        const model = isShort ? quantizeRows(whole) : whole;
        const unpacked = await unpackModel(await packModel(model, { digest }), { digest });
        expect(plain(unpacked)).toEqual(plain(model));
      }),
      { numRuns: 40 },
    );
  });

  test('A model of rows survives being stored as a folder.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyKind, async (list, kind) => {
        const model = await trained(list, kind);
        const files = await encodeArtifact(model, { digest, histories: true });
        const loaded = await loadModel({ read: async (name) => files.get(name) }, { digest });
        expect(plain(loaded)).toEqual(plain(model));
        expect(loaded.histories).toEqual(model.histories);
        if (model.kind !== 'factors') return;
        expect(asFactors(loaded).userFactors).toEqual(model.userFactors);
        expect(asFactors(loaded).userIds).toEqual(model.userIds);
      }),
      { numRuns: 25 },
    );
  });

  test('Rows of bytes are stored in a folder as the floats that they stand for.', async () => {
    const model = quantizeRows(asDense(await trained(SHOP, 'dense')));
    const files = await encodeArtifact(model, { digest });
    const loaded = asDense(await loadModel({ read: async (name) => files.get(name) }, { digest }));
    const worth = [...model.weights].map((byte, n) => Math.fround(byte * (model.scale?.[Math.floor(n / 3)] ?? 0)));
    expect([...loaded.weights]).toEqual(worth);
  });

  test('A byte is at most half a step off, and a quarter of the size.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyKind, async (list, kind) => {
        const model = await trained(list, kind);
        const short = quantizeRows(model);
        const [rows, bytes, width] =
          model.kind === 'dense' && short.kind === 'dense'
            ? [model.weights, short.weights, model.items.length]
            : model.kind === 'factors' && short.kind === 'factors'
              ? [model.itemFactors, short.itemFactors, model.factors]
              : [new Float32Array(), new Int8Array(), 1];
        expect(bytes.byteLength).toBe(rows.byteLength / 4);
        rows.forEach((value, n) => {
          const step = short.scale?.[Math.floor(n / width)] ?? 0;
          expect(Math.abs(value - (bytes[n] ?? 0) * step)).toBeLessThanOrEqual(step * 0.5001);
        });
        expect(quantizeRows(short)).toBe(short);
      }),
      { numRuns: 25 },
    );
  });

  test('Unpacking copies no row, if the bytes are aligned.', async () => {
    const packed = await packModel(await trained(SHOP, 'dense'), { digest });
    expect(asDense(await unpackModel(packed, { digest })).weights.buffer).toBe(packed.buffer);
  });

  test('The factors of users are stored only with the histories, and never packed.', async () => {
    const model = await trained(SHOP, 'factors');
    expect([...(await encodeArtifact(model, { digest })).keys()]).not.toContain('user_factors.parquet');
    expect([...(await encodeArtifact(model, { digest, histories: true })).keys()]).toContain('user_factors.parquet');
    const packed = await packModel(model, { digest });
    expect(new TextDecoder('latin1').decode(packed)).not.toMatch(/ann|ben|user_factors/);
    expect(asFactors(await unpackModel(packed, { digest })).userFactors).toBeUndefined();
  });

  test('states the width of its factors', async () => {
    const files = await encodeArtifact(await trained(SHOP, 'factors'), { digest });
    const manifest: unknown = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
    expect(manifest).toMatchObject({ schema: 1, kind: 'factors', counts: { items: 3, neighbours: 0, factors: 3 } });
  });
});

type Columns = readonly ParquetColumn[];
const weights = (items: number[], candidates: number[], values: number[]): Columns => [
  { name: 'item_index', type: 'INT32', data: Int32Array.from(items) },
  { name: 'candidate_index', type: 'INT32', data: Int32Array.from(candidates) },
  { name: 'weight', type: 'FLOAT', data: Float32Array.from(values) },
];
const factors = (items: number[], rows: number[][]): Columns => [
  { name: 'item_index', type: 'INT32', data: Int32Array.from(items) },
  { name: 'features', type: 'FLOATS', data: rows.map((row) => Float32Array.from(row)) },
];
const NINE = [0, 0, 0, 1, 1, 1, 2, 2, 2];
const THRICE = [0, 1, 2, 0, 1, 2, 0, 1, 2];

/** A folder in which one file is another, with hashes that agree. */
async function loadWith(kind: 'dense' | 'factors', file: string, columns: Columns, spec?: object) {
  const files = new Map(await encodeArtifact(await trained(SHOP, kind), { digest }));
  const { hash: _, ...manifest } = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  const bytes = await writeParquet(columns);
  const sha256 = Buffer.from(await digest.sha256(bytes)).toString('hex');
  const changed = {
    ...manifest,
    ...(spec && { spec, specHash: await hashJson(spec, digest) }),
    files: { ...manifest.files, [file]: { bytes: bytes.length, sha256 } },
  };
  files.set(file, bytes);
  const text = JSON.stringify({ ...changed, hash: await hashJson(changed, digest) });
  files.set('manifest.json', new TextEncoder().encode(text));
  return loadModel({ read: async (name) => files.get(name) }, { digest });
}

describe('rows that cannot be', () => {
  test('Rows in another order are read as what they say.', async () => {
    const mixed = asDense(
      await loadWith(
        'dense',
        'weights.parquet',
        weights([...NINE].reverse(), [...THRICE].reverse(), [0, 1, 2, 3, 0, 4, 5, 6, 0]),
      ),
    );
    expect([...mixed.weights]).toEqual([0, 6, 5, 4, 0, 3, 2, 1, 0]);
    const rows = asFactors(
      await loadWith(
        'factors',
        'item_factors.parquet',
        factors(
          [2, 0, 1],
          [
            [1, 2, 3],
            [4, 5, 6],
            [7, 8, 9],
          ],
        ),
      ),
    );
    expect([...rows.itemFactors]).toEqual([4, 5, 6, 7, 8, 9, 1, 2, 3]);
  });

  test.each<[string, Columns]>([
    ['a weight of an item for itself', weights(NINE, THRICE, [1, 1, 1, 1, 0, 1, 1, 1, 0])],
    ['a weight that is no number', weights(NINE, THRICE, [0, Number.NaN, 1, 1, 0, 1, 1, 1, 0])],
    ['an infinite weight', weights(NINE, THRICE, [0, Number.POSITIVE_INFINITY, 1, 1, 0, 1, 1, 1, 0])],
    ['a pair twice', weights([0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 1, 0, 1, 2, 0, 1, 2], [0, 1, 1, 1, 0, 1, 1, 1, 0])],
    ['an item out of range', weights([0, 0, 9, 1, 1, 1, 2, 2, 2], THRICE, [0, 1, 1, 1, 0, 1, 1, 1, 0])],
    ['too few pairs', weights([0, 1], [1, 0], [1, 1])],
    ['no pairs', weights([], [], [])],
    ['rows of factors', factors([0, 1, 2], [[1], [2], [3]])],
  ])('%s among the weights is refused, although its hashes are right', async (_, columns) => {
    const loading = loadWith('dense', 'weights.parquet', columns);
    await expect(loading).rejects.toMatchObject({ code: 'model-corrupt', at: 'weights.parquet' });
  });

  test.each<[string, Columns]>([
    [
      'a row too short',
      factors(
        [0, 1, 2],
        [
          [1, 2, 3],
          [1, 2],
          [1, 2, 3],
        ],
      ),
    ],
    [
      'a row too long',
      factors(
        [0, 1, 2],
        [
          [1, 2, 3],
          [1, 2, 3, 4],
          [1, 2, 3],
        ],
      ),
    ],
    [
      'a factor that is no number',
      factors(
        [0, 1, 2],
        [
          [1, 2, 3],
          [1, Number.NaN, 3],
          [1, 2, 3],
        ],
      ),
    ],
    [
      'an item twice',
      factors(
        [0, 1, 1],
        [
          [1, 2, 3],
          [1, 2, 3],
          [1, 2, 3],
        ],
      ),
    ],
    [
      'an item out of range',
      factors(
        [0, 1, 7],
        [
          [1, 2, 3],
          [1, 2, 3],
          [1, 2, 3],
        ],
      ),
    ],
    ['too few items', factors([0], [[1, 2, 3]])],
    ['pairs of items', weights([0, 1, 2], [0, 1, 2], [1, 1, 1])],
  ])('%s among the factors is refused, although its hashes are right', async (_, columns) => {
    const loading = loadWith('factors', 'item_factors.parquet', columns);
    await expect(loading).rejects.toMatchObject({ code: 'model-corrupt', at: 'item_factors.parquet' });
  });

  test.each([
    ['no objective', { algorithm: 'ials' }],
    ['an objective that nobody knows', { algorithm: 'ials', objective: 'magic', alpha: 1, regularization: 1 }],
    ['a regularization below zero', { algorithm: 'ials', objective: 'hu', alpha: 1, regularization: -1 }],
    ['words for numbers', { algorithm: 'ials', objective: 'hu', alpha: 'much', regularization: 1 }],
  ])('a spec with %s is refused: nobody could be served', async (_, spec) => {
    const columns = factors(
      [0, 1, 2],
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    );
    const loading = loadWith('factors', 'item_factors.parquet', columns, spec);
    await expect(loading).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test('A flipped byte of packed rows is found, wherever it is.', async () => {
    for (const kind of ['dense', 'factors'] as const) {
      const packed = await packModel(quantizeRows(await trained(SHOP, kind)), { digest });
      for (let place = 0; place < packed.length; place++) {
        const flipped = packed.slice();
        flipped[place] = (flipped[place] ?? 0) ^ 0x20;
        await expect(unpackModel(flipped, { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
      }
      const list = createRecommender(await unpackModel(packed, { digest })).recommend({ items: ['oolong'] });
      expect(list.items.length).toBeGreaterThan(0);
    }
  });
});
