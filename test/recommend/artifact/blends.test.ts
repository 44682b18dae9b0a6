import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Blend,
  type BlendModel,
  blendModels,
  createBlend,
  createRecommender,
  encodeArtifact,
  isKindredError,
  loadModel,
  loadRecommender,
  type Model,
  packModel,
  quantizeRows,
  unpackModel,
} from '../../../src/recommend/index.ts';
import { headOf, train } from '../../../src/recommend/train/index.ts';
import { asDense, digest, interactionsOf, plain, timedAdditions } from '../fixtures.ts';

const KINDS = ['weighted', 'switching', 'head-and-tail'] as const;

/** Parts of several kinds, catalogues of their own among them. */
async function blendOf(kind: Blend['kind'], list: Parameters<typeof interactionsOf>[0]): Promise<Blend> {
  const all = interactionsOf(list);
  const [ease, walks] = [
    await train(headOf(all, 4), { algorithm: 'ease', lambda: 2 }),
    await train(all, { algorithm: 'rp3beta' }),
  ];
  if (kind === 'head-and-tail') return { kind, head: ease, tail: walks, tailWeight: 0.7 };
  const again = await train(all, { algorithm: 'buy-again' });
  const few = await train(all, { algorithm: 'ials', factors: 2, iterations: 2 });
  return kind === 'weighted'
    ? {
        kind,
        parts: [
          { model: again, weight: 0.1 },
          { model: ease, weight: 1 / 3 },
          { model: few, weight: 2 },
        ],
      }
    : {
        kind,
        parts: [
          { model: ease, from: 3 },
          { model: walks, from: 0 },
        ],
      };
}

async function stored(model: Model, histories = true): Promise<Map<string, Uint8Array>> {
  return new Map(await encodeArtifact(model, { digest, histories }));
}

function load(files: ReadonlyMap<string, Uint8Array>): Promise<Model> {
  return loadModel({ read: async (name) => files.get(name) }, { digest });
}

function asBlend(model: Model): BlendModel {
  if (model.kind !== 'blend') throw new Error(`a model of kind ${model.kind}`);
  return model;
}

const SHOP = [
  ['ann', 'oolong', 2, 1000],
  ['ann', 'teapot', 1, 2000],
  ['ben', 'oolong', 1, 2500],
  ['ben', 'cup', 1.5, 3000],
  ['cleo', 'cup', 1, 3500],
  ['cleo', 'teapot', 1, 3600],
] as const;

async function codeOf(promise: Promise<unknown>): Promise<readonly [code: string, at: string | undefined]> {
  try {
    await promise;
  } catch (error) {
    if (isKindredError(error)) return [error.code, error.at];
    throw error;
  }
  return ['none', undefined];
}

describe('stored blends', () => {
  test('A blend survives packing and storing, and gives the same lists to the last bit.', async () => {
    const items = fc.array(fc.constantFrom('tea', 'pot', 'cup', 'jug', '__proto__', 'unknown'), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(timedAdditions(), fc.constantFrom(...KINDS), items, async (list, kind, given) => {
        const blend = await blendOf(kind, list);
        const model = blendModels(blend);
        const served = createBlend(blend);
        const folder = await load(await stored(model));
        const packed = await packModel(model, { digest });
        const [unpacked, page] = [await unpackModel(packed, { digest }), await loadRecommender(packed, { digest })];
        for (const found of [folder, unpacked]) {
          expect(plain(found)).toEqual(plain(model));
          expect(asBlend(found).parts.map(plain)).toEqual(model.parts.map(plain));
        }
        const query = { items: given, count: 9, explain: true };
        const expected = served.recommend(query);
        for (const list of [createRecommender(folder), createRecommender(unpacked), page])
          expect(list.recommend(query)).toEqual(expected);
        expect(folder.histories).toEqual(model.histories);
        const known = { user: list[0]?.[0] ?? '', explain: true };
        expect(createRecommender(folder).recommend(known)).toEqual(served.recommend(known));
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test('A part that is missing, cut short, or of another blend is refused by its place.', async () => {
    const model = blendModels(await blendOf('switching', SHOP));
    const files = await stored(model);
    const whole = [...files.keys()].filter((name) => name !== 'manifest.json');
    expect(whole).toContain('part-2/manifest.json');
    for (const name of whole) {
      const bytes = files.get(name) ?? new Uint8Array();
      const [gone, short] = [new Map(files), new Map(files).set(name, bytes.subarray(0, -1))];
      gone.delete(name);
      expect(await codeOf(load(gone))).toEqual(['model-missing-file', name]);
      expect(await codeOf(load(short))).toEqual(['model-corrupt', name]);
    }
    const other = await stored(blendModels(await blendOf('switching', SHOP.slice(1))));
    const foreign = new Map([...files, ...[...other].filter(([name]) => name.startsWith('part-2/'))]);
    expect(await codeOf(load(foreign))).toEqual(['model-corrupt', 'part-2/manifest.json']);
  });

  test('a flipped byte of a packed blend is found, wherever it is', async () => {
    const packed = await packModel(blendModels(await blendOf('weighted', SHOP)), { digest });
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const broken = packed.slice();
        broken[at] = (broken[at] ?? 0) ^ change;
        expect(['model-corrupt', 'model-version']).toContain((await codeOf(unpackModel(broken, { digest })))[0]);
      }),
      { numRuns: 60 },
    );
  });

  test('whatever a spec or a catalogue says against the parts is refused', async () => {
    const model = blendModels(await blendOf('weighted', SHOP));
    const forged: readonly BlendModel[] = [
      { ...model, spec: { ...model.spec, numbers: '1,2' } },
      { ...model, spec: { ...model.spec, numbers: '1,2,-3' } },
      { ...model, spec: { ...model.spec, numbers: '1,2,NaN' } },
      { ...model, spec: { ...model.spec, blend: 'magic' } },
      { ...model, parts: [] },
      { ...model, items: ['cup', 'lamp', 'teapot'] },
      { ...model, parts: model.parts.toSpliced(0, 1, await popularity()) },
      // @ts-expect-error: a blend in a blend
      { ...model, parts: [model, model, model] },
    ];
    for (const each of forged) {
      const packed = await packModel(each, { digest });
      expect((await codeOf(unpackModel(packed, { digest })))[0]).toBe('model-corrupt');
      expect((await codeOf(load(await stored(each))))[0]).toBe('model-corrupt');
    }
  });

  async function popularity() {
    const model = await train(interactionsOf(SHOP), { algorithm: 'popularity' });
    if (model.kind === 'blend') throw new Error('no blend');
    return model;
  }

  test('a blend holds no history of any user unless that was asked for, and then once', async () => {
    const model = blendModels(await blendOf('weighted', SHOP));
    const packed = Buffer.from(await packModel(model, { digest })).toString('latin1');
    expect(packed).not.toContain('cleo');
    const names = (files: ReadonlyMap<string, Uint8Array>) =>
      [...files.keys()].filter((name) => /histor|user/.test(name));
    expect(names(await stored(model, false))).toEqual([]);
    expect(names(await stored(model))).toEqual(['part-1/histories.parquet']);
  });

  test('parts of one catalogue store it once when packed', async () => {
    const all = interactionsOf(
      Array.from({ length: 60 }, (_, n) => [`u${n % 7}`, `an item with a long name ${n}`, 1, n]),
    );
    const [one, other] = [
      await train(all, { algorithm: 'cosine', neighbours: 1 }),
      await train(all, { algorithm: 'jaccard', neighbours: 1 }),
    ];
    const single = (await packModel(one, { digest })).length;
    const parts = [
      { model: one, weight: 1 },
      { model: other, weight: 1 },
    ];
    const both = (await packModel(blendModels({ kind: 'weighted', parts }), { digest })).length;
    expect(both).toBeLessThan(2 * single);
  });

  test('a part of bytes stays one when packed', async () => {
    const ease = quantizeRows(asDense(await train(interactionsOf(SHOP), { algorithm: 'ease', lambda: 2 })));
    const model = blendModels({ kind: 'weighted', parts: [{ model: ease, weight: 1 }] });
    const page = await loadRecommender(await packModel(model, { digest }), { digest });
    const query = { items: ['oolong'], explain: true };
    expect(page.recommend(query)).toEqual(createRecommender(model).recommend(query));
  });

  test('a blend of blends is refused', async () => {
    const model = blendModels(await blendOf('switching', SHOP));
    expect(() => blendModels({ kind: 'weighted', parts: [{ model, weight: 1 }] })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'parts' }),
    );
  });
});
