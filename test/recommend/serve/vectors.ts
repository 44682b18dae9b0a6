import { seededRandom, sha256, toHex, utf8 } from '../../../src/core/index.ts';
import { createRecommender, type Model, type ModelBase, type RecommendQuery } from '../../../src/recommend/index.ts';

const ITEMS = 60;
const DAY_MS = 86_400_000;

/** SHA-256 of the lists of each kind: the same to the last bit wherever they are made. */
export const EXPECTED: Readonly<Record<string, string>> = {
  popularity: '6a349fc7fdc9589a1c85acc622216d7b1b2cd185926a05e4ccf43d322c1c09ba',
  neighbours: '5a83499ca6313c8365850d6af1e1a0b53a87755ba45286f85360f325ca918903',
  dense: 'c288113ffc9c16164fc9cd7642c52831dd44dbd733604b7ccd719833956438b9',
  factors: '642898f38f9715b663ab8ab85edb6bf5e1f1e9dcabaeb28566a882c93aa8e13f',
  sessions: '7e7a82cc37f8159b76c6fbace222263d305bce62b3a7928fa1a820589bf13be5',
  repurchase: 'f0b1ad3fae47e29412be8622608ddedc76f1c45dbbbf581e20ce8545796abffe',
};

/** Every number of every list, of models of all kinds, for queries that use everything. */
export function digestsOfLists(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    modelsOf().map((model) => {
      const { recommend } = createRecommender(model, { attributes: { kind: (item) => `${Number(item) % 7}` } });
      return [model.kind, toHex(sha256(utf8(JSON.stringify(queries().map(recommend)))))];
    }),
  );
}

function queries(): readonly RecommendQuery[] {
  const random = seededRandom(5);
  const below = (most: number) => Math.floor(most * random.next());
  const history = (length: number) =>
    Array.from({ length }, () => ({ item: `${below(ITEMS)}`, weight: 1 + below(4), timeMs: below(300) * DAY_MS }));
  return Array.from({ length: 200 }, (_, n): RecommendQuery => {
    const query = { items: history(1 + below(12)), explain: true, repeats: n % 2 === 0 ? 'allow' : 'exclude' } as const;
    return (
      [
        query,
        {
          ...query,
          halfLifeDays: 1 + below(40),
          nowMs: 300 * DAY_MS,
          boost: { [below(ITEMS)]: 0.1 + random.next() * 3 },
        },
        { ...query, session: history(4), diversity: random.next() },
        { ...query, diversity: { strength: random.next(), by: 'kind' }, caps: { kind: 2 } },
        {
          ...query,
          calibration: { by: 'kind', strength: random.next() },
          pins: [`${below(ITEMS)}`],
          fill: 'popular' as const,
        },
      ][n % 5] ?? query
    );
  });
}

function modelsOf(): readonly Model[] {
  const random = seededRandom(11);
  const floats = (length: number, of = () => random.next() - 0.5) => Float32Array.from({ length }, of);
  const base: Omit<ModelBase, 'spec'> = {
    seed: 0,
    data: { users: 9, interactions: 99, untilMs: 300 * DAY_MS },
    items: Array.from({ length: ITEMS }, (_, n) => `${n}`),
    popularity: floats(ITEMS, () => Math.floor(40 * random.next())),
  };
  const rows = Array.from({ length: ITEMS }, (_, row) =>
    Array.from({ length: ITEMS }, (_, n) => n).filter((n) => n !== row && random.next() < 0.3),
  );
  const weights = floats(ITEMS * ITEMS).map((weight, n) => (n % (ITEMS + 1) === 0 ? 0 : weight));
  const sessions = Array.from({ length: 80 }, () =>
    Array.from({ length: ITEMS }, (_, n) => n).filter(() => random.next() < 0.1),
  );
  const objective = {
    objective: 'rendle',
    alpha: 1.5,
    regularization: 0.02,
    unobservedWeight: 0.1,
    regularizationExponent: 1,
  };
  return [
    { ...base, kind: 'popularity', spec: { algorithm: 'popularity' } },
    {
      ...base,
      kind: 'neighbours',
      spec: { algorithm: 'rp3beta' },
      neighbourStart: startsOf(rows),
      neighbour: Uint32Array.from(rows.flat()),
      similarity: floats(rows.flat().length, () => random.next() + 0.01),
    },
    { ...base, kind: 'dense', spec: { algorithm: 'ease' }, weights },
    { ...base, kind: 'factors', spec: { algorithm: 'ials', ...objective }, factors: 8, itemFactors: floats(ITEMS * 8) },
    {
      ...base,
      kind: 'sessions',
      spec: { algorithm: 'vmis', last: 4, recent: 50, nearest: 20, idf: 2 },
      sessionStart: startsOf(sessions),
      sessionItem: Uint32Array.from(sessions.flat()),
    },
    {
      ...base,
      kind: 'repurchase',
      spec: { algorithm: 'buy-again', halfLifeDays: 30, cadence: true },
      cadence: floats(ITEMS, () => Math.floor(60 * random.next())),
    },
  ];
}

function startsOf(rows: readonly (readonly unknown[])[]): Uint32Array {
  let start = 0;
  return Uint32Array.from([0, ...rows.map((row) => (start += row.length))]);
}
