import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecommender, isKindredError, loadModel, packModel, unpackModel } from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { additions, asNeighbours, digest, interactionsOf, plain } from '../fixtures.ts';

const anyAlgorithm = fc.constantFrom('popularity' as const, 'cosine' as const, 'rp3beta' as const);

async function packedShop(): Promise<Uint8Array> {
  const interactions = interactionsOf([
    ['ann', 'oolong'],
    ['ann', 'teapot'],
    ['ben', 'oolong'],
    ['ben', 'cup'],
    ['cleo', 'カップ'],
  ]);
  return packModel(await train(interactions, { algorithm: 'rp3beta' }), { digest });
}

interface Header {
  __metadata__: { sha256: string; manifest: string };
  [tensor: string]: unknown;
}

/** The same file with another header, and hashes that are right again unless told otherwise. */
async function withHeader(packed: Uint8Array, change: (header: Header) => void): Promise<Uint8Array> {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(packed.subarray(8, 8 + length)));
  change(header);
  return assemble(JSON.stringify(header), packed.subarray(8 + length));
}

async function assemble(header: string, data: Uint8Array): Promise<Uint8Array> {
  const blank = header.replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${'0'.repeat(64)}"`);
  const encoded = new TextEncoder().encode(blank);
  const padded = Math.ceil(encoded.length / 8) * 8;
  const file = new Uint8Array(8 + padded + data.length);
  new DataView(file.buffer).setUint32(0, padded, true);
  file.fill(0x20, 8, 8 + padded).set(encoded, 8);
  file.set(data, 8 + padded);
  const hashes = new Uint8Array(64);
  hashes.set(await digest.sha256(file.slice(0, 8 + padded)));
  hashes.set(await digest.sha256(data), 32);
  const hash = Buffer.from(await digest.sha256(hashes)).toString('hex');
  file.set(new TextEncoder().encode(hash), 8 + blank.indexOf('0'.repeat(64)));
  return file;
}

describe('the packed form', () => {
  test('A model survives packing as it is.', async () => {
    await fc.assert(
      fc.asyncProperty(additions(), anyAlgorithm, async (list, algorithm) => {
        const model = await train(interactionsOf(list), { algorithm });
        const unpacked = await unpackModel(await packModel(model, { digest }), { digest });
        expect(plain(unpacked)).toEqual(plain(model));
      }),
    );
  });

  test('The same model is packed into the same bytes.', async () => {
    expect(await packedShop()).toEqual(await packedShop());
  });

  test('The packed form holds no history of any user.', async () => {
    const text = new TextDecoder('latin1').decode(await packedShop());
    expect(text).not.toMatch(/ann|ben|cleo/);
    expect((await unpackModel(await packedShop(), { digest })).histories).toBeUndefined();
  });

  test('Unpacking copies no array, if the bytes are aligned.', async () => {
    const packed = await packedShop();
    const { similarity, neighbour } = asNeighbours(await unpackModel(packed, { digest }));
    expect(similarity.buffer).toBe(packed.buffer);
    expect(neighbour.buffer).toBe(packed.buffer);
  });

  test('unpacks bytes that lie anywhere in a larger buffer', async () => {
    const packed = await packedShop();
    const larger = new Uint8Array(packed.length + 3);
    larger.set(packed, 3);
    const model = await unpackModel(larger.subarray(3), { digest });
    expect(plain(model)).toEqual(plain(await unpackModel(packed, { digest })));
  });

  test('is a safetensors file: arrays without gaps, aligned, in a JSON header', async () => {
    const packed = await packedShop();
    const length = new DataView(packed.buffer).getUint32(0, true);
    const header: Record<string, { dtype: string; data_offsets: [number, number] }> = JSON.parse(
      new TextDecoder().decode(packed.subarray(8, 8 + length)),
    );
    const widths: Record<string, number> = { F32: 4, U32: 4, U16: 2, U8: 1 };
    let end = 0;
    for (const [name, { dtype, data_offsets }] of Object.entries(header)) {
      if (name === '__metadata__') continue;
      expect(data_offsets[0]).toBe(end);
      expect((8 + length + data_offsets[0]) % (widths[dtype] ?? 0)).toBe(0);
      end = data_offsets[1];
    }
    expect(8 + length + end).toBe(packed.length);
  });

  test('loads through loadModel, too', async () => {
    const packed = await packedShop();
    expect(plain(await loadModel(packed, { digest }))).toEqual(plain(await unpackModel(packed, { digest })));
  });
});

describe('a damaged packed model', () => {
  test('A flipped byte is found, wherever it is.', async () => {
    const packed = await packedShop();
    for (let at = 0; at < packed.length; at++) {
      const flipped = packed.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      await expect(unpackModel(flipped, { digest })).rejects.toMatchObject({
        code: 'model-corrupt',
        at: 'the packed model',
      });
    }
  });

  test('A truncated file is found, wherever it ends.', async () => {
    const packed = await packedShop();
    for (let length = 0; length < packed.length; length++) {
      await expect(unpackModel(packed.slice(0, length), { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
    }
  });

  test('Bytes at random are refused, not misread.', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await expect(unpackModel(bytes, { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
      }),
    );
  });

  test('A newer version is refused as such.', async () => {
    const newer = await withHeader(await packedShop(), (header) => {
      header.__metadata__.manifest = header.__metadata__.manifest.replace('"schema":1', '"schema":2');
    });
    await expect(unpackModel(newer, { digest })).rejects.toMatchObject({ code: 'model-version' });
    const newKind = await withHeader(await packedShop(), (header) => {
      header.__metadata__.manifest = header.__metadata__.manifest.replace('"neighbours",', '"hypergraph",');
    });
    await expect(unpackModel(newKind, { digest })).rejects.toMatchObject({ code: 'model-version' });
  });

  test.each<[string, (header: Header) => void]>([
    [
      'an array beyond the end',
      (header) => Object.assign(header, { similarity: { dtype: 'F32', shape: [4], data_offsets: [1e9, 1e9 + 16] } }),
    ],
    [
      'an array before the beginning',
      (header) => Object.assign(header, { similarity: { dtype: 'F32', shape: [4], data_offsets: [-16, 0] } }),
    ],
    [
      'a huge array',
      (header) => Object.assign(header, { similarity: { dtype: 'F32', shape: [2 ** 53], data_offsets: [0, 2 ** 55] } }),
    ],
    [
      'a shape that is no count',
      (header) => Object.assign(header, { similarity: { dtype: 'F32', shape: ['4'], data_offsets: [0, 16] } }),
    ],
    [
      'an array that is not aligned',
      (header) => Object.assign(header, { similarity: { dtype: 'F32', shape: [1], data_offsets: [2, 6] } }),
    ],
    [
      'an array of another type',
      (header) => Object.assign(header, { similarity: { dtype: 'I32', shape: [4], data_offsets: [0, 16] } }),
    ],
    ['a missing array', (header) => delete header.neighbour],
    [
      'arrays that hold each other’s numbers',
      (header) => Object.assign(header, { neighbour_start: { ...Object(header.similarity), dtype: 'U32' } }),
    ],
    ['a manifest that is no JSON', (header) => Object.assign(header.__metadata__, { manifest: '{' })],
    ['a manifest that is missing', (header) => Object.assign(header, { __metadata__: { sha256: '0'.repeat(64) } })],
    ['a manifest without fields', (header) => Object.assign(header.__metadata__, { manifest: '{"schema":1}' })],
    [
      'more items than there are',
      (header) => {
        header.__metadata__.manifest = header.__metadata__.manifest.replace('"items":4', '"items":4000000000');
      },
    ],
    [
      'another spec than the hash says',
      (header) => {
        header.__metadata__.manifest = header.__metadata__.manifest.replace('"alpha":0.8', '"alpha":0.9');
      },
    ],
  ])('with %s is refused, although its hash is right', async (_, change) => {
    const hostile = await withHeader(await packedShop(), change);
    await expect(unpackModel(hostile, { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test.each<
    [
      string,
      (model: {
        similarity: Float32Array;
        neighbour: Uint16Array | Uint32Array;
        neighbourStart: Uint32Array;
        popularity: Float32Array;
      }) => void,
    ]
  >([
    ['a similarity that is NaN', ({ similarity }) => similarity.fill(Number.NaN, 0, 1)],
    ['an infinite similarity', ({ similarity }) => similarity.fill(Number.POSITIVE_INFINITY, 0, 1)],
    ['a similarity below zero', ({ similarity }) => similarity.fill(-1, 0, 1)],
    ['a neighbour out of range', ({ neighbour }) => neighbour.fill(60_000, 0, 1)],
    ['an item that is its own neighbour', ({ neighbour }) => neighbour.fill(0, 0, 1)],
    ['a row that ends before it begins', ({ neighbourStart }) => neighbourStart.fill(4_000_000_000, 1, 2)],
    ['a popularity that is NaN', ({ popularity }) => popularity.fill(Number.NaN, 0, 1)],
  ])('with %s is refused, although its hash is right', async (_, damage) => {
    const model = asNeighbours(await unpackModel(await packedShop(), { digest }));
    damage(model);
    const hostile = await packModel(model, { digest });
    await expect(unpackModel(hostile, { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test.each([
    ['an id twice', ['cup', 'cup', 'teapot', 'oolong']],
    ['an empty id', ['', 'cup', 'teapot', 'oolong']],
    ['an id that is no text', [7, 'cup', 'teapot', 'oolong']],
    ['too few ids', ['cup']],
  ])('with %s is refused, although its hash is right', async (_, items) => {
    const model = await unpackModel(await packedShop(), { digest });
    const hostile = await packModel({ ...model, items: items as string[] }, { digest });
    await expect(unpackModel(hostile, { digest })).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test('Whatever header comes with a right hash, there is a model that can be served, or an error.', async () => {
    const packed = await packedShop();
    const number = fc.oneof(
      fc.integer({ min: -2, max: 40 }).map((n) => n * 2),
      fc.double(),
    );
    const tensor = fc.record({
      dtype: fc.constantFrom('F32', 'U32', 'U16', 'U8', 'F64'),
      shape: fc.array(number, { maxLength: 2 }),
      data_offsets: fc.array(number, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('neighbour', 'neighbour_start', 'similarity', 'popularity', 'items'),
        fc.oneof(tensor, fc.jsonValue()),
        async (name, value) => {
          const hostile = await withHeader(packed, (header) => Object.assign(header, { [name]: value }));
          const loaded = await unpackModel(hostile, { digest }).catch((error: unknown) => error);
          if (isKindredError(loaded)) return;
          const model = asNeighbours(loaded as Awaited<ReturnType<typeof unpackModel>>);
          expect(createRecommender(model).recommend({ items: model.items }).items).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
