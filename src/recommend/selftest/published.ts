import { KindredError } from '../../core/index.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { splitInteractions } from '../evaluate/protocols/protocols.ts';
import { evaluateSessions, sessionsOf } from '../evaluate/sessions.ts';
import type { LongRun } from '../index.ts';
import { throwIfAborted } from '../long-run.ts';
import { type TrainSpec, train } from '../train/index.ts';
import { BENCHMARKS } from './benchmarks.ts';
import type { SelfTestCase } from './selftest.ts';
import { amount, figure, labelOf, type Table, type TableFacts, type TablePart } from './table.ts';

export type { TableFacts, TablePart };

/** The tables of figures that can be measured again. */
export const PUBLISHED_TABLES = [
  'online-retail',
  'serenade',
  'movielens-1m',
  'gowalla',
  'amazon-beauty',
  'movielens-100k',
] as const;

/** One of {@link PUBLISHED_TABLES}. */
export type PublishedTable = (typeof PUBLISHED_TABLES)[number];

/** 2011-11-09 UTC. */
const RETAIL_SPLIT_MS = 1_320_796_800_000;
const RETAIL_FIGURES: readonly (readonly [spec: TrainSpec, news: number | undefined, repeats: number])[] = [
  [{ algorithm: 'popularity' }, 0.033, 0.08],
  [{ algorithm: 'trending', halfLifeDays: 30 }, 0.067, 0.128],
  [{ algorithm: 'rp3beta', alpha: 0.8, beta: 0.3 }, 0.064, 0.193],
  [{ algorithm: 'ease', lambda: 300 }, 0.097, 0.259],
  [{ algorithm: 'buy-again' }, undefined, 0.343],
];

const RETAIL: Table = {
  source:
    'Online Retail (UCI id 352, D. Chen, 2015, CC BY 4.0), lines with a user, quantity and price above zero; training before 2011-11-09 UTC; figures of plain reference code',
  parts: ['lines'],
  figures: 3 + RETAIL_FIGURES.reduce((sum, [, news]) => sum + (news === undefined ? 1 : 2), 0),
  async *check(part, run) {
    const { interactions } = part('lines');
    const { train: before, holdout } = splitInteractions(interactions, { protocol: 'temporal', atMs: RETAIL_SPLIT_MS });
    yield amount('users before and after the split', 4338, interactions.users.length);
    yield amount('users in the training', 4067, before.users.length);
    yield amount('pairs in the training', 232_341, before.itemIndex.length);
    for (const [spec, news, again] of RETAIL_FIGURES) {
      const model = await train(before, spec, run);
      const ndcg = async (repeats: 'exclude' | 'allow') =>
        (await evaluate(model, holdout, { ...run, repeats, metrics: ['ndcg@10'] })).metrics['ndcg@10'] ?? 0;
      if (news !== undefined) yield figure(`${labelOf(spec)}: nDCG@10, new items only`, news, await ndcg('exclude'));
      yield figure(`${labelOf(spec)}: nDCG@10, repeats allowed`, again, await ndcg('allow'));
    }
  },
};

const SERENADE_SPEC: TrainSpec = { algorithm: 'vmis', recent: 1502, nearest: 288, idf: 2, last: 4 };

const SERENADE: Table = {
  source:
    'the toy set of bolcom/serenade (Apache-2.0), VMIS-kNN (m 1502, k 288, idf 2, last 4), session-next without the current item; figures of plain reference code (the README of the repository: MRR@20 .3197 and .3401)',
  parts: ['train', 'valid', 'test'],
  figures: 6,
  async *check(part, run) {
    const { interactions } = part('train');
    yield amount('sessions in the training', 23_753, interactions.users.length);
    yield amount('items in the training', 18_009, interactions.items.length);
    const model = await train(interactions, SERENADE_SPEC, run);
    for (const [name, mrr, hitRate] of [
      ['valid', 0.3228, 0.6601],
      ['test', 0.3376, 0.6627],
    ] as const) {
      const { sessions, interactions: clicks } = part(name);
      const options = { ...run, metrics: ['mrr@20', 'hitRate@20'], policy: 'exclude-current' } as const;
      const { metrics } = await evaluateSessions(model, sessions ?? sessionsOf(clicks), options);
      yield figure(`vmis: MRR@20, ${name}`, mrr, metrics['mrr@20'] ?? 0);
      yield figure(`vmis: HR@20, ${name}`, hitRate, metrics['hitRate@20'] ?? 0);
    }
  },
};

const TABLES: Readonly<Record<PublishedTable, Table>> = {
  'online-retail': RETAIL,
  serenade: SERENADE,
  ...BENCHMARKS,
};

/**
 * What a table needs.
 *
 * @throws KindredError `invalid-options` for a table that there is not
 *
 * @example
 * ```ts
 * import { publishedTable } from 'kindred/recommend/evaluate';
 *
 * console.log(publishedTable('serenade').parts); // ['train', 'valid', 'test']
 * ```
 */
export function publishedTable(name: PublishedTable): TableFacts {
  const table = TABLES[name];
  if (table !== undefined) return table;
  const message = `There is no table ${JSON.stringify(name)}. There are ${PUBLISHED_TABLES.join(', ')}.`;
  throw new KindredError('invalid-options', message, { at: 'tables' });
}

/**
 * Measures published figures again, on the data that they are of. `onCase` is told of each as it comes.
 *
 * @throws KindredError (as a rejection) `invalid-options` for a table or a part that there is not, `aborted`, and those of `train` and
 * `evaluate`
 *
 * @example
 * ```ts
 * import type { Interactions } from 'kindred/recommend';
 * import { checkPublished } from 'kindred/recommend/evaluate';
 *
 * export async function misses(lines: Interactions): Promise<readonly string[]> {
 *   const cases = await checkPublished('online-retail', { lines: { interactions: lines } });
 *   return cases.filter(({ passed }) => !passed).map(({ name }) => name);
 * }
 * ```
 */
export async function checkPublished(
  name: PublishedTable,
  parts: Readonly<Record<string, TablePart>>,
  options: LongRun & { readonly onCase?: (found: SelfTestCase, done: number, total: number) => void } = {},
): Promise<readonly SelfTestCase[]> {
  publishedTable(name);
  const { onCase, ...run } = options;
  const cases: SelfTestCase[] = [];
  const partOf = (part: string): TablePart => {
    const found = parts[part];
    if (found !== undefined) return found;
    throw new KindredError('invalid-options', `The table ${name} needs the part "${part}".`, { at: part });
  };
  for await (const found of TABLES[name].check(partOf, run, parts.train !== undefined && parts.test !== undefined)) {
    throwIfAborted(run.signal);
    cases.push(found);
    onCase?.(found, cases.length, TABLES[name].figures);
  }
  return cases;
}
