import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashJson } from '../../../src/recommend/artifact/manifest.ts';
import { writeParquet } from '../../../src/recommend/artifact/parquet.ts';
import {
  type ArtifactFiles,
  createRecommender,
  encodeArtifact,
  isKindredError,
  loadModel,
  type Model,
} from '../../../src/recommend/index.ts';
import { train } from '../../../src/recommend/train/index.ts';
import { additions, digest, interactionsOf, plain, SHOP } from '../fixtures.ts';

async function shopFiles(options: { histories?: boolean } = {}): Promise<Map<string, Uint8Array>> {
  const model = await train(interactionsOf(SHOP), { algorithm: 'rp3beta' });
  return new Map(await encodeArtifact(model, { digest, ...options }));
}

function folderOf(files: ReadonlyMap<string, Uint8Array>): ArtifactFiles {
  return { read: async (name) => files.get(name) };
}

function load(files: ReadonlyMap<string, Uint8Array>): Promise<Model> {
  return loadModel(folderOf(files), { digest });
}

type Manifest = Record<string, unknown> & { files: Record<string, { bytes: number; sha256: string }> };

function manifestOf(files: ReadonlyMap<string, Uint8Array>): Manifest {
  return JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
}

/** Puts in other files, and a manifest that agrees with them: what an attacker, or another engine, would write. */
async function rewrite(
  files: Map<string, Uint8Array>,
  others: Readonly<Record<string, Uint8Array>>,
  change: (manifest: Manifest) => void = () => {},
): Promise<Map<string, Uint8Array>> {
  const { hash: _, ...manifest } = manifestOf(files);
  for (const [name, bytes] of Object.entries(others)) {
    files.set(name, bytes);
    const sha256 = Buffer.from(await digest.sha256(bytes)).toString('hex');
    manifest.files = { ...manifest.files, [name]: { bytes: bytes.length, sha256 } };
  }
  change(manifest as Manifest);
  const text = JSON.stringify({ ...manifest, hash: await hashJson(manifest, digest) });
  return files.set('manifest.json', new TextEncoder().encode(text));
}

describe('the folder form', () => {
  test('A model survives being stored as a folder.', async () => {
    await fc.assert(
      fc.asyncProperty(
        additions(),
        fc.constantFrom('popularity' as const, 'cosine' as const, 'rp3beta' as const),
        async (list, algorithm) => {
          const model = await train(interactionsOf(list), { algorithm });
          const loaded = await load(await encodeArtifact(model, { digest, histories: true }));
          expect(plain(loaded)).toEqual(plain(model));
          expect(loaded.histories).toEqual(model.histories);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('Histories are stored only when asked for.', async () => {
    expect([...(await shopFiles()).keys()]).toEqual([
      'items.parquet',
      'popularity.parquet',
      'neighbours.parquet',
      'manifest.json',
    ]);
    expect([...(await shopFiles({ histories: true })).keys()]).toContain('histories.parquet');
    expect((await load(await shopFiles())).histories).toBeUndefined();
  });

  test('states spec, seed, data window and counts, and size and hash of each file', async () => {
    const files = await shopFiles();
    expect(manifestOf(files)).toMatchObject({
      schema: 1,
      kind: 'neighbours',
      spec: { algorithm: 'rp3beta', alpha: 0.8, beta: 0.3, neighbours: 'all', weights: 'binary' },
      seed: 0,
      data: { users: 2, interactions: 4, fromMs: 1000, untilMs: 3000 },
      counts: { items: 3, neighbours: 4 },
      files: {
        'items.parquet': { bytes: files.get('items.parquet')?.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    });
  });

  test('The same model is stored as the same bytes.', async () => {
    expect(await shopFiles({ histories: true })).toEqual(await shopFiles({ histories: true }));
  });

  test('keeps the metrics of an evaluation', async () => {
    const model = await train(interactionsOf(SHOP), { algorithm: 'cosine' });
    const files = await encodeArtifact({ ...model, metrics: { 'ndcg@10': 0.5 } }, { digest });
    expect((await load(files)).metrics).toEqual({ 'ndcg@10': 0.5 });
  });

  test('stores a model of one item, which has no neighbours', async () => {
    const model = await train(interactionsOf([['ann', 'tea']]), { algorithm: 'cosine' });
    expect(plain(await load(await encodeArtifact(model, { digest })))).toEqual(plain(model));
  });

  test('does not care in which order another engine wrote the rows', async () => {
    const files = await shopFiles();
    const expected = plain(await load(files));
    await rewrite(files, {
      'items.parquet': await writeParquet([
        { name: 'item', type: 'STRING', data: ['teapot', 'cup', 'oolong'] },
        { name: 'item_index', type: 'INT32', data: Int32Array.of(2, 0, 1) },
      ]),
    });
    expect(plain(await load(files))).toEqual(expected);
  });
});

describe('a damaged folder', () => {
  test('A flipped byte is found in every file, and the file is named.', async () => {
    const files = await shopFiles({ histories: true });
    for (const [name, bytes] of files) {
      for (let at = 0; at < bytes.length; at += 7) {
        const flipped = bytes.slice();
        flipped[at] = (flipped[at] ?? 0) ^ 0x10;
        const loading = load(new Map([...files, [name, flipped]]));
        await expect(loading).rejects.toMatchObject({ code: 'model-corrupt', at: name });
      }
    }
  });

  test('A truncated file is found and named.', async () => {
    const files = await shopFiles();
    for (const [name, bytes] of files) {
      for (const length of [0, 1, 8, bytes.length >> 1, bytes.length - 2]) {
        const loading = load(new Map([...files, [name, bytes.slice(0, length)]]));
        await expect(loading).rejects.toMatchObject({ code: 'model-corrupt', at: name });
      }
    }
  });

  test('A missing file is named.', async () => {
    for (const name of (await shopFiles({ histories: true })).keys()) {
      const files = await shopFiles({ histories: true });
      files.delete(name);
      await expect(load(files)).rejects.toMatchObject({ code: 'model-missing-file', at: name });
      const read = (asked: string) =>
        asked === name ? Promise.reject(new Error('ENOENT')) : folderOf(files).read(asked);
      await expect(loadModel({ read }, { digest })).rejects.toMatchObject({
        code: 'model-missing-file',
        at: name,
        cause: new Error('ENOENT'),
      });
    }
  });

  test('A newer version is refused as such.', async () => {
    const files = await shopFiles();
    const text = new TextDecoder().decode(files.get('manifest.json')).replace('"schema": 1', '"schema": 99');
    files.set('manifest.json', new TextEncoder().encode(text));
    await expect(load(files)).rejects.toMatchObject({ code: 'model-version', at: 'manifest.json' });
  });

  test.each([
    ['a list', '[]'],
    ['a number', '7'],
    ['nothing', 'null'],
    ['half of it', '{"schema":1,'],
    ['a version that is no number', '{"schema":"1"}'],
    ['nested without end', `{"schema":1,"spec":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a version of zero', '{"schema":0}'],
    ['names of object members', '{"schema":1,"__proto__":{"kind":"popularity"}}'],
  ])('with a manifest that is %s is refused', async (_, text) => {
    const files = await shopFiles();
    files.set('manifest.json', new TextEncoder().encode(text));
    await expect(load(files)).rejects.toMatchObject({ code: 'model-corrupt', at: 'manifest.json' });
  });

  test('reads no file but those that an artifact consists of', async () => {
    const files = await rewrite(await shopFiles(), {}, (manifest) => {
      manifest.files['../../etc/passwd'] = { bytes: 1, sha256: '0'.repeat(64) };
    });
    const asked: string[] = [];
    const read = (name: string) => {
      asked.push(name);
      return folderOf(files).read(name);
    };
    await loadModel({ read }, { digest });
    expect(asked).toEqual(['manifest.json', 'items.parquet', 'popularity.parquet', 'neighbours.parquet']);
  });

  const neighbours = (items: number[], others: number[], similarities: number[]) =>
    writeParquet([
      { name: 'item_index', type: 'INT32', data: Int32Array.from(items) },
      { name: 'neighbour_index', type: 'INT32', data: Int32Array.from(others) },
      { name: 'similarity', type: 'FLOAT', data: Float32Array.from(similarities) },
    ]);

  test.each([
    ['a neighbour out of range', () => neighbours([0, 0, 1, 2], [1, 3, 2, 1], [1, 1, 1, 1])],
    ['an item out of range', () => neighbours([0, 1, 2, 9], [1, 2, 1, 1], [1, 1, 1, 1])],
    ['an index below zero', () => neighbours([0, -1, 1, 2], [1, 2, 2, 1], [1, 1, 1, 1])],
    ['a pair twice', () => neighbours([0, 0, 1, 2], [1, 1, 2, 1], [1, 1, 1, 1])],
    ['a similarity that is NaN', () => neighbours([0, 1, 1, 2], [1, 0, 2, 1], [1, Number.NaN, 1, 1])],
    ['too many rows', () => neighbours([0, 0, 1, 1, 2], [1, 2, 0, 2, 1], [1, 1, 1, 1, 1])],
    ['no rows', () => neighbours([], [], [])],
    ['other columns', () => writeParquet([{ name: 'item', type: 'STRING', data: ['a', 'b', 'c', 'd'] }])],
    [
      'text for numbers',
      () =>
        writeParquet(
          ['item_index', 'neighbour_index', 'similarity'].map((name) => ({
            name,
            type: 'STRING',
            data: ['a', 'b', 'c', 'd'],
          })),
        ),
    ],
    ['no Parquet at all', async () => new TextEncoder().encode('PAR1 and so on PAR1')],
  ])('with %s among the neighbours is refused, although its hashes are right', async (_, make) => {
    const files = await rewrite(await shopFiles(), { 'neighbours.parquet': await make() });
    await expect(load(files)).rejects.toMatchObject({ code: 'model-corrupt', at: 'neighbours.parquet' });
  });

  test('Whatever Parquet comes with right hashes, there is a model that can be served, or an error.', async () => {
    const whole = await shopFiles({ histories: true });
    for (const name of ['items.parquet', 'neighbours.parquet', 'histories.parquet']) {
      const bytes = whole.get(name) ?? new Uint8Array();
      for (let at = 4; at < bytes.length; at += 7) {
        const flipped = bytes.slice();
        flipped[at] = (flipped[at] ?? 0) ^ 0xff;
        const files = await rewrite(new Map(whole), { [name]: flipped });
        const loaded = await load(files).catch((error: unknown) => error);
        if (isKindredError(loaded)) expect(loaded.code).toBe('model-corrupt');
        else expect(createRecommender(loaded as Model).recommend({ user: 'ann' }).items).toBeDefined();
      }
    }
  }, 30_000);

  test('with counts beyond all bounds is refused, although its hashes are right', async () => {
    for (const count of [2 ** 31, 2 ** 53 - 1, 1e300, -1, 1.5, null]) {
      const files = await rewrite(await shopFiles(), {}, (manifest) => {
        Object.assign(manifest, { counts: { items: count, neighbours: count } });
      });
      await expect(load(files)).rejects.toMatchObject({ code: 'model-corrupt' });
    }
  });

  test('with a history that cannot be is refused, although its hashes are right', async () => {
    const histories = await writeParquet([
      { name: 'user', type: 'STRING', data: ['ann', 'ann', '', 'ben'] },
      { name: 'item', type: 'STRING', data: ['oolong', 'teapot', 'cup', 'cup'] },
      { name: 'weight', type: 'FLOAT', data: Float32Array.of(1, 1, 1, 1) },
      { name: 'time', type: 'TIMESTAMP', data: [null, null, null, new Date(5)] },
    ]);
    const files = await rewrite(await shopFiles({ histories: true }), { 'histories.parquet': histories });
    await expect(load(files)).rejects.toMatchObject({ code: 'model-corrupt', at: 'histories.parquet' });
  });
});
