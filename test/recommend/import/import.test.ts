import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importImplicit, importSparkAls } from '../../../src/recommend/import/index.ts';
import {
  createRecommender,
  encodeArtifact,
  foldIn,
  isKindredError,
  loadModel,
  similarItems,
  similarUsers,
} from '../../../src/recommend/index.ts';
import { digest, interactionsOf, plain } from '../fixtures.ts';
import {
  IMPLICIT_LISTS,
  IMPLICIT_NPZ,
  IMPLICIT_SIMILAR,
  SPARK_ITEMS,
  SPARK_METADATA,
  SPARK_USERS,
} from './foreign-files.ts';

const ITEMS = ['i0', 'i1', 'i2', 'i3', 'i4'];
const USERS = ['u0', 'u1', 'u2', 'u3', 'u4', 'u5'];

/** An array as numpy writes it. */
function npy(type: string, shape: string, data: Uint8Array, order = 'False'): Uint8Array {
  const header = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117).concat('\n');
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\0', 'latin1'), Buffer.from([118, 0]), Buffer.from(header), data]);
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** A ZIP archive, its members deflated. */
function npz(members: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(members)) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length + 4, 22);
    const file = Buffer.from(`${name}.npy`);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, file, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, file);
    at += 30 + file.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(members).length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, entries, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const number = (value: number) => npy('<f8', '()', bytesOf(Float64Array.of(value)));

describe('models of implicit', () => {
  test('A model of implicit recommends what implicit recommends.', async () => {
    const { recommend } = createRecommender(await importImplicit(IMPLICIT_NPZ, { items: ITEMS }));
    for (const { history, items, scores } of IMPLICIT_LISTS) {
      const given = history.map(([item, weight]) => ({ item: `i${item}`, weight }));
      const list = recommend({ items: given, repeats: 'allow', count: 5 });
      expect(list.items.map(({ item }) => item)).toEqual(items.map((item) => `i${item}`));
      for (const [n, { score }] of list.items.entries()) expect(score).toBeCloseTo(scores[n] ?? Number.NaN, 4);
    }
  });

  test('finds the same items and users similar', async () => {
    const model = await importImplicit(IMPLICIT_NPZ, { items: ITEMS, users: USERS });
    expect(similarItems(model, 'i0').map(({ item }) => item)).toEqual(
      IMPLICIT_SIMILAR.items.slice(1).map((n) => `i${n}`),
    );
    expect(similarUsers(model, 'u0').map(({ user }) => user)).toEqual(
      IMPLICIT_SIMILAR.users.slice(1).map((n) => `u${n}`),
    );
  });

  test('reads arrays that are deflated, in double precision, column by column', async () => {
    const model = await importImplicit(
      npz({
        item_factors: npy('<f8', '(3, 2)', bytesOf(Float64Array.of(1, 3, 5, 2, 4, 6)), 'True'),
        regularization: number(0.5),
      }),
      { items: ['a', 'b', 'c'] },
    );
    expect([...model.itemFactors]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(model.spec).toMatchObject({ objective: 'implicit', alpha: 1, regularization: 0.5, factors: 2 });
  });

  test('serves the users of the training, and what is popular, where it is told the interactions', async () => {
    const interactions = interactionsOf([
      ['u0', 'i1'],
      ['u0', 'i4'],
      ['u1', 'i4'],
    ]);
    const model = await importImplicit(IMPLICIT_NPZ, { items: ITEMS, users: USERS, interactions });
    const { recommend } = createRecommender(model);
    expect(recommend({ user: 'u0' })).toMatchObject({ kind: 'personal' });
    expect(recommend().items[0]?.item).toBe('i4');
  });

  test('survives being stored as a folder', async () => {
    const model = await importImplicit(IMPLICIT_NPZ, { items: ITEMS, users: USERS });
    const files = await encodeArtifact(model, { digest, histories: true });
    const loaded = await loadModel({ read: async (name) => files.get(name) }, { digest });
    expect(plain(loaded)).toEqual(plain(model));
  });

  test.each<[string, Parameters<typeof importImplicit>[1], string]>([
    ['too few ids', { items: ['a', 'b'] }, 'items'],
    ['an id twice', { items: ['a', 'b', 'c', 'd', 'a'] }, 'items'],
    ['an empty id', { items: ['a', 'b', 'c', 'd', ''] }, 'items'],
    ['too many users', { items: ITEMS, users: [...USERS, 'u6'] }, 'users'],
  ])('refuses %s', async (_, options, place) => {
    await expect(importImplicit(IMPLICIT_NPZ, options)).rejects.toMatchObject({ code: 'invalid-input', at: place });
  });

  test.each<[string, Uint8Array]>([
    ['no archive', new TextEncoder().encode('PK and so on')],
    ['nothing at all', new Uint8Array()],
    ['no factors', npz({ regularization: number(1) })],
    ['factors that are no matrix', npz({ item_factors: number(1), regularization: number(1) })],
    ['pickled objects', npz({ item_factors: npy('|O', '(1, 1)', new Uint8Array(8)), regularization: number(1) })],
    [
      'fewer numbers than stated',
      npz({ item_factors: npy('<f4', '(5, 2)', new Uint8Array(8)), regularization: number(1) }),
    ],
    [
      'a header that is none',
      npz({ item_factors: Buffer.from('\x93NUMPY\x01\0\x02\0{}', 'latin1'), regularization: number(1) }),
    ],
  ])('refuses a file with %s', async (_, file) => {
    await expect(importImplicit(file, { items: ITEMS })).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test('refuses a file without regularization: nobody could be folded in', async () => {
    const file = npz({ item_factors: npy('<f4', '(1, 1)', bytesOf(Float32Array.of(1))) });
    await expect(importImplicit(file, { items: ['a'] })).rejects.toMatchObject({ code: 'invalid-options' });
  });
});

describe('models of Spark', () => {
  const files = { metadata: SPARK_METADATA, itemFactors: [SPARK_ITEMS], userFactors: [SPARK_USERS] };

  test('A model of Spark recommends what its factors say.', async () => {
    const model = await importSparkAls(files, { regularization: 0.2, alpha: 4 });
    expect(model.items).toEqual(['7', '30', '112']);
    expect([...model.itemFactors]).toEqual([0.5, -1, 1, 2, 0, 3]);
    expect(model.userIds).toEqual(['1', '2']);
    expect([...(model.userFactors ?? [])]).toEqual([0.25, 4, 1, 0]);
    // YᵀY = [[1.25, 1.5], [1.5, 14]]; for item 30 with weight 2: + 8·[[1, 2], [2, 4]] + 0.2·I, against 9·[1, 2].
    const [a, b, c] = [1.25 + 8 + 0.2, 1.5 + 16, 14 + 32 + 0.2];
    const determinant = a * c - b * b;
    const [x = 0, y = 0] = foldIn(model, { complete: true, items: [{ item: '30', weight: 2 }] });
    expect(x).toBeCloseTo((c * 9 - b * 18) / determinant, 6);
    expect(y).toBeCloseTo((a * 18 - b * 9) / determinant, 6);
  });

  test('takes ids from the labels of an indexer, and parts in any number', async () => {
    const options = { itemId: (id: number) => `sku-${id}`, userId: (id: number) => `person-${id}` };
    const model = await importSparkAls({ ...files, itemFactors: [SPARK_ITEMS, SPARK_ITEMS] }, options);
    expect(model.items).toEqual(['sku-112', 'sku-30', 'sku-7']);
    expect([...model.itemFactors]).toEqual([0, 3, 1, 2, 0.5, -1]);
    expect(model.userIds).toEqual(['person-1', 'person-2']);
  });

  test.each<[string, Partial<typeof files>, string, string]>([
    ['metadata that are no JSON', { metadata: '{' }, 'model-corrupt', 'metadata'],
    [
      'metadata of another model',
      { metadata: '{"class":"org.apache.spark.ml.feature.PCAModel"}' },
      'invalid-input',
      'metadata',
    ],
    [
      'metadata without a rank',
      { metadata: SPARK_METADATA.replace('"rank":2', '"rank":0') },
      'model-corrupt',
      'metadata',
    ],
    [
      'another rank than its rows',
      { metadata: SPARK_METADATA.replace('"rank":2', '"rank":3') },
      'model-corrupt',
      'itemFactors',
    ],
    ['no Parquet', { itemFactors: [new TextEncoder().encode('PAR1PAR1')] }, 'model-corrupt', 'itemFactors'],
    ['a truncated file', { itemFactors: [SPARK_ITEMS.slice(0, -9)] }, 'model-corrupt', 'itemFactors'],
  ])('refuses %s', async (_, others, code, at) => {
    await expect(importSparkAls({ ...files, ...others })).rejects.toMatchObject({ code, at });
  });

  test('refuses numbers that the model cannot have been trained with', async () => {
    await expect(importSparkAls(files, { regularization: Number.NaN })).rejects.toMatchObject({
      code: 'invalid-options',
    });
  });
});

test('Whatever the bytes of a foreign file, there is a model that can be served, or an error.', async () => {
  const readers: [Uint8Array, (bytes: Uint8Array) => Promise<unknown>][] = [
    [IMPLICIT_NPZ, (bytes) => importImplicit(bytes, { items: ITEMS, users: USERS })],
    [SPARK_ITEMS, (bytes) => importSparkAls({ metadata: SPARK_METADATA, itemFactors: [bytes] })],
  ];
  for (const [file, read] of readers) {
    for (let at = 0; at < file.length; at++) {
      for (const bytes of at % 5 === 0 ? [file.slice(0, at), flipped(file, at)] : [flipped(file, at)]) {
        const found = await read(bytes).catch((error: unknown) => error);
        if (isKindredError(found)) expect(['model-corrupt', 'invalid-input', 'invalid-options']).toContain(found.code);
        else expect(found).toMatchObject({ kind: 'factors', factors: 2 });
      }
    }
  }
}, 30_000);

function flipped(file: Uint8Array, at: number): Uint8Array {
  const bytes = Uint8Array.from(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}
