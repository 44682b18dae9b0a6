// Public sets that do not come with this project. Whoever has a copy can measure the figures; nobody here has measured these four.
import { evaluate } from '../evaluate/evaluate.ts';
import type { Split } from '../evaluate/protocols/protocol.ts';
import { splitInteractions } from '../evaluate/protocols/protocols.ts';
import type { LongRun } from '../index.ts';
import { type TrainSpec, train } from '../train/index.ts';
import type { SelfTestCase } from './selftest.ts';
import { amount, figure, labelOf, type Table, type TablePart } from './table.ts';

/** What a figure of an algorithm that draws, or that solves by steps, may be off. */
const NEAR = 0.001;
/** Of counts. */
const COUNTED = 0.0005;
/** Of six digits. */
const SIX_DIGITS = 0.0000005;

/** An algorithm, how far its figures may be off, and the figures by metric. */
type Row = readonly [spec: TrainSpec, within: number, figures: Readonly<Record<string, number>>];

const MOVIELENS_1M: readonly Row[] = [
  [{ algorithm: 'popularity' }, COUNTED, { 'ndcg@100': 0.2276 }],
  [{ algorithm: 'ease', lambda: 1000 }, NEAR, { 'recall@20': 0.2791, 'ndcg@100': 0.4747 }],
  [{ algorithm: 'ials', factors: 128 }, NEAR, { 'recall@20': 0.2787, 'ndcg@100': 0.4732 }],
];

const GOWALLA: readonly Row[] = [
  [
    { algorithm: 'rp3beta', alpha: 0.8, beta: 0.2, neighbours: 200 },
    COUNTED,
    { 'recall@20': 0.1872, 'ndcg@20': 0.1549 },
  ],
];

const BEAUTY: readonly Row[] = [
  [{ algorithm: 'sequential-rules' }, COUNTED, { 'hitRate@10': 0.0931, 'ndcg@10': 0.057 }],
];

const MOVIELENS_100K: readonly Row[] = [
  [{ algorithm: 'sar', halfLifeDays: 30 }, SIX_DIGITS, { 'map@10': 0.110591, 'ndcg@10': 0.382461 }],
];

/** Each names the reading that was taken where a protocol leaves one open. */
export const BENCHMARKS: Readonly<Record<'movielens-1m' | 'gowalla' | 'amazon-beauty' | 'movielens-100k', Table>> = {
  'movielens-1m': tableOf(MOVIELENS_1M, {
    source:
      'MovieLens-1M (GroupLens; ratings.dat), every rating counts as 1, hash80; recall by T, nDCG over min(k, T) hits, the whole catalogue without the training; iALS with our defaults (Rendle), seed 0; figures of plain reference code, not measured by us on these files',
    whole: 'ratings',
    protocol: 'hash80',
    amounts: { users: 6040, items: 3706 },
  }),
  gowalla: tableOf(GOWALLA, {
    source:
      'Gowalla as LightGCN splits it (train.txt, test.txt: a user and their items in each line); 200 neighbours are kept for each candidate; recall by T; figures of plain reference code (RP3beta; SimpleX prints .1872 and .1557), not measured by us on these files. EASE (.1765, .1467) is left out: its matrix of 40,981 by 40,981 takes 7 GB, and its lambda is not stated',
    amounts: { users: 29_858, items: 40_981 },
  }),
  'amazon-beauty': tableOf(BEAUTY, {
    source:
      "Amazon Beauty, 5-core, as SASRec and S3-Rec have it; each user's newest item is expected and all others are trained on, of one moment the item with the highest id, or the last row where there are no times; the whole catalogue without the training; sequential rules with our defaults; figures of plain reference code (S3-Rec prints HR@10 .0647), not measured by us on these files",
    whole: 'reviews',
    protocol: 'leave-one-out',
    amounts: { users: 22_363, items: 12_101 },
  }),
  'movielens-100k': tableOf(MOVIELENS_100K, {
    source:
      'MovieLens-100k (GroupLens), split 75/25 within each user by Microsoft recommenders (stratified, seed 42), which draws by numpy: give the two files; SAR with Jaccard, ratings, half-life of 30 days before the newest rating of the training; MAP by T; figures of Microsoft recommenders, not measured by us on these files',
    amounts: { users: 943, ratings: 100_000 },
  }),
};

type Halves = Pick<Split, 'train' | 'holdout'>;

interface Setting {
  readonly source: string;
  /** The part that is split here, where the set is not split already, and how. */
  readonly whole?: string;
  readonly protocol?: 'hash80' | 'leave-one-out';
  /** By which files that are not those of the table are found out. */
  readonly amounts: Readonly<Partial<Record<keyof typeof AMOUNTS, number>>>;
}

const AMOUNTS = {
  users: ({ train: training, holdout }: Halves) => sizeOfBoth(training.users, holdout.users),
  items: ({ train: training, holdout }: Halves) => sizeOfBoth(training.items, holdout.items),
  ratings: ({ train: training, holdout }: Halves) => training.itemIndex.length + holdout.itemIndex.length,
} as const;

function tableOf(rows: readonly Row[], setting: Setting): Table {
  const { source, whole, amounts } = setting;
  return {
    source,
    parts: whole === undefined ? ['train', 'test'] : [whole],
    ...(whole !== undefined && { isSplitTaken: true }),
    figures: Object.keys(amounts).length + countOf(rows),
    check: (part, run, isSplit) => checkRows(rows, splitOf(setting, part, isSplit), setting, run),
  };
}

function splitOf({ whole, protocol = 'hash80' }: Setting, part: (name: string) => TablePart, isSplit: boolean): Halves {
  if (whole !== undefined && !isSplit) return splitInteractions(part(whole).interactions, { protocol });
  return { train: part('train').interactions, holdout: part('test').interactions };
}

async function* checkRows(
  rows: readonly Row[],
  split: Halves,
  { amounts }: Setting,
  run: LongRun,
): AsyncGenerator<SelfTestCase> {
  const { train: training, holdout } = split;
  for (const name of ['users', 'items', 'ratings'] as const) {
    const expected = amounts[name];
    if (expected !== undefined) yield amount(name, expected, AMOUNTS[name](split));
  }
  for (const [spec, within, figures] of rows) {
    const model = await train(training, spec, run);
    const { metrics } = await evaluate(model, holdout, { ...run, metrics: Object.keys(figures) });
    for (const [metric, expected] of Object.entries(figures)) {
      yield figure(`${labelOf(spec)}: ${metric}`, expected, metrics[metric] ?? 0, within);
    }
  }
}

function sizeOfBoth(ids: readonly string[], others: readonly string[]): number {
  return new Set([...ids, ...others]).size;
}

function countOf(rows: readonly Row[]): number {
  return rows.reduce((sum, [, , figures]) => sum + Object.keys(figures).length, 0);
}
