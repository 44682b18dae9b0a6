// The tables whose data are not at hand: files as they are distributed, made up and small, and every figure worked out once more, plainly.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import { seededRandom } from '../../src/core/index.ts';
import { plainSimilarities } from '../recommend/train/plain-twin.ts';
import { temporaryFolder } from './input/tables.ts';
import { memoryIo } from './memory-io.ts';

type Row = readonly [user: number, item: number, rating: number, at: number];
type Score = (had: readonly Row[], item: number) => number;

const USERS = 30;
const ITEMS = 24;
const START = 880_000_000;
const DAY = 86_400;

/** Each user has every third item or so, the first ones oftener; no two moments are alike. */
function madeUp(seed: number): readonly Row[] {
  const random = seededRandom(seed);
  const rows: Row[] = [];
  for (let user = 1; user <= USERS; user++) {
    for (let item = 1; item <= ITEMS; item++) {
      if (random.next() > 0.6 - item / 60) continue;
      const at = START + Math.floor(random.next() * 90) * DAY + rows.length;
      rows.push([user, item, 1 + Math.floor(random.next() * 5), at]);
    }
  }
  return rows;
}

async function published(table: string, files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const io = memoryIo();
  const where = flags.length > 0 ? flags.map((flag) => flag.replace('FOLDER', folder)) : ['--events', folder];
  const code = await runCli(['selftest', '--tables', table, ...where, '--json'], io);
  const [answer = ''] = io.out().split('\n');
  const cases: readonly { readonly name: string; readonly found: number }[] =
    answer === '' ? [] : JSON.parse(answer).published;
  return { code, err: io.err(), found: new Map(cases.map(({ name, found }) => [name, found])) };
}

const written = (rows: readonly Row[], sign: string, end = '\n') => rows.map((row) => row.join(sign) + end).join('');

/** Where hits stand on a list of the whole catalogue without the training; ties go to the lower number. */
function hitsOf(training: readonly Row[], holdout: readonly Row[], score: Score, k: number) {
  const items = [...new Set(training.map(([, item]) => item))].sort((a, b) => a - b);
  const users = [...new Set(holdout.map(([user]) => user))].filter((user) =>
    training.some(([other]) => other === user),
  );
  return users.map((user) => {
    const had = training.filter(([other]) => other === user);
    const expected = holdout.filter(([other]) => other === user).map(([, item]) => item);
    const list = items
      .filter((item) => had.every(([, own]) => own !== item))
      .map((item) => ({ item, points: score(had, item) }))
      .sort((a, b) => b.points - a.points || a.item - b.item)
      .slice(0, k);
    return { expected: expected.length, places: list.flatMap(({ item }, n) => (expected.includes(item) ? [n] : [])) };
  });
}

type Hits = ReturnType<typeof hitsOf>;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const recall = (hits: Hits) => mean(hits.map(({ expected, places }) => places.length / expected));
const hitRate = (hits: Hits) => mean(hits.map(({ places }) => Math.sign(places.length)));
const gain = (places: readonly number[]) => places.reduce((sum, place) => sum + 1 / Math.log2(place + 2), 0);
const ndcg = (hits: Hits, k: number) =>
  mean(hits.map(({ expected, places }) => gain(places) / gain([...Array(Math.min(k, expected)).keys()])));
const map = (hits: Hits) =>
  mean(hits.map(({ expected, places }) => places.reduce((sum, place, n) => sum + (n + 1) / (place + 1), 0) / expected));

/** hash80 as it is defined: a fifth of each user's items. */
function hash80(rows: readonly Row[]): readonly [training: readonly Row[], holdout: readonly Row[]] {
  const holdout = new Set<Row>();
  for (let user = 1; user <= USERS; user++) {
    const keyed = rows
      .filter(([other]) => other === user)
      .map((row) => ({ row, x: mixed(user, row[1]) }))
      .sort((a, b) => a.x - b.x || a.row[1] - b.row[1]);
    for (const { row } of keyed.slice(0, Math.floor(0.2 * keyed.length))) holdout.add(row);
  }
  return [rows.filter((row) => !holdout.has(row)), [...holdout]];
}

function mixed(user: number, item: number): number {
  let x = (Math.imul(user, 0x9e3779b1) + Math.imul(item, 0x85ebca6b) + Math.imul(42, 0xc2b2ae35)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Every fourth of a user's items. */
function quarter(rows: readonly Row[]): readonly [training: readonly Row[], holdout: readonly Row[]] {
  const isOut = ([user, item]: Row) => (user + item) % 4 === 0;
  return [rows.filter((row) => !isOut(row)), rows.filter(isOut)];
}

/** Weights of EASE from the inverse of XᵀX + λ, by elimination. */
function ease(rows: readonly Row[], lambda: number): Score {
  const sets = Array.from({ length: USERS + 1 }, (_, user) =>
    rows.filter(([other]) => other === user).map(([, item]) => item - 1),
  );
  const matrix = Array.from({ length: ITEMS }, (_, i) =>
    Array.from({ length: 2 * ITEMS }, (__, j) => {
      if (j >= ITEMS) return j - ITEMS === i ? 1 : 0;
      return sets.filter((set) => set.includes(i) && set.includes(j)).length + (i === j ? lambda : 0);
    }),
  );
  const at = (i: number, j: number) => matrix[i]?.[j] ?? 0;
  for (let pivot = 0; pivot < ITEMS; pivot++) {
    const own = matrix[pivot]?.map((value) => value / at(pivot, pivot)) ?? [];
    matrix.forEach((row, i) => {
      const factor = row[pivot] ?? 0;
      matrix[i] = i === pivot ? own : row.map((value, j) => value - factor * (own[j] ?? 0));
    });
  }
  const inverse = (i: number, j: number) => at(i - 1, ITEMS + j - 1);
  return (had, item) => had.reduce((sum, [, own]) => sum - inverse(own, item) / inverse(item, item), 0);
}

describe('tables whose files people have themselves', () => {
  test('MovieLens-1M is read as it is distributed, and split by hash80', async () => {
    const rows = madeUp(1);
    const { found, code, err } = await published('movielens-1m', { 'ratings.dat': written(rows, '::') });
    expect([code, err]).toEqual([1, expect.stringContaining('users')]);
    const [training, holdout] = hash80(rows);
    const popularity: Score = (_, item) => training.filter(([, other]) => other === item).length;
    expect(found.get('users')).toBe(USERS);
    expect(found.get('popularity: ndcg@100')).toBeCloseTo(ndcg(hitsOf(training, holdout, popularity, 100), 100), 9);
    const byEase = ease(training, 1000);
    expect(found.get('ease lambda 1000: recall@20')).toBeCloseTo(recall(hitsOf(training, holdout, byEase, 20)), 9);
    expect(found.get('ease lambda 1000: ndcg@100')).toBeCloseTo(ndcg(hitsOf(training, holdout, byEase, 100), 100), 9);
    expect(found.get('ials factors 128: ndcg@100')).toBeGreaterThan(0);
  });

  test('a split that somebody else made is taken as it is, with names of columns or without', async () => {
    const [training, holdout] = quarter(madeUp(2));
    const popularity: Score = (_, item) => training.filter(([, other]) => other === item).length;
    const files = {
      'a.csv': `\ufeffuserId,movieId,rating,timestamp\r\n${written(training, ',', '\r\n')}`,
      'b.tsv': written(holdout, '\t'),
    };
    const flags = ['--train', 'FOLDER/a.csv', '--test', 'FOLDER/b.tsv'];
    const { found } = await published('movielens-1m', files, ...flags);
    expect(found.get('popularity: ndcg@100')).toBeCloseTo(ndcg(hitsOf(training, holdout, popularity, 100), 100), 9);
  });

  test('Gowalla is read from lines of a user and their items', async () => {
    const [training, holdout] = quarter(madeUp(3));
    const lines = (rows: readonly Row[]) =>
      Array.from({ length: USERS }, (_, n) =>
        [n + 1, ...rows.filter(([user]) => user === n + 1).map(([, item]) => item)].join(' '),
      ).join('\n');
    const { found } = await published('gowalla', {
      'train.txt': lines(training),
      'test.txt': `${lines(holdout)}\n99 \n`,
    });
    const additions = training.map(([user, item]) => [`${user}`, `${item}`] as const);
    const similarities = plainSimilarities(additions, { algorithm: 'rp3beta', alpha: 0.8, beta: 0.2 });
    const score: Score = (had, item) =>
      had.reduce((sum, [, own]) => sum + (similarities.get(`${own}`)?.get(`${item}`) ?? 0), 0);
    const hits = hitsOf(training, holdout, score, 20);
    expect(found.get('rp3beta alpha 0.8 beta 0.2 neighbours 200: recall@20')).toBeCloseTo(recall(hits), 9);
    expect(found.get('rp3beta alpha 0.8 beta 0.2 neighbours 200: ndcg@20')).toBeCloseTo(ndcg(hits, 20), 9);
  });

  test.each([
    ['CSV with times', (rows: readonly Row[]) => `user,item,rating,timestamp\n${written(rows, ',')}`],
    [
      'pairs in order',
      (rows: readonly Row[]) =>
        [...rows]
          .sort((a, b) => a[0] - b[0] || a[3] - b[3])
          .map(([user, item]) => `${user} ${item}\n`)
          .join(''),
    ],
  ])('Amazon Beauty is read from %s; the newest item of each user is expected', async (_, text) => {
    const rows = madeUp(4);
    const { found } = await published('amazon-beauty', { 'reviews.txt': text(rows) });
    const newest = (row: Row) => rows.every((other) => other[0] !== row[0] || other[3] <= row[3]);
    const [training, holdout] = [rows.filter((row) => !newest(row)), rows.filter(newest)];
    const inOrder = (list: readonly Row[]) => [...list].sort((a, b) => a[3] - b[3]).map(([, item]) => item);
    const orders = Array.from({ length: USERS }, (__, n) => inOrder(training.filter(([user]) => user === n + 1)));
    const rule = (from: number, to: number) =>
      orders.reduce((sum, order) => {
        const distance = order.indexOf(to) - order.indexOf(from);
        return sum + (order.includes(from) && distance > 0 && distance <= 10 ? 1 / distance : 0);
      }, 0);
    const score: Score = (had, item) =>
      inOrder(had)
        .reverse()
        .reduce((sum, own, back) => sum + rule(own, item) / (back + 1), 0);
    const hits = hitsOf(training, holdout, score, 10);
    expect(found.get('sequential-rules: hitRate@10')).toBeCloseTo(hitRate(hits), 9);
    expect(found.get('sequential-rules: ndcg@10')).toBeCloseTo(ndcg(hits, 10), 9);
  });

  test('MovieLens-100k counts ratings by their age, the newest of the training being now', async () => {
    const [training, holdout] = quarter(madeUp(5));
    const files = { 'u.train': written(training, '\t'), 'u.test': written(holdout, '\t') };
    const flags = ['--train', 'FOLDER/u.train', '--test', 'FOLDER/u.test'];
    const { found } = await published('movielens-100k', files, ...flags);
    const now = Math.max(...training.map(([, , , at]) => at));
    const usersOf = (item: number) => new Set(training.filter(([, other]) => other === item).map(([user]) => user));
    const jaccard = (one: number, other: number) => {
      const [a, b] = [usersOf(one), usersOf(other)];
      const both = [...a].filter((user) => b.has(user)).length;
      return both / (a.size + b.size - both);
    };
    const score: Score = (had, item) =>
      had.reduce((sum, [, own, rating, at]) => sum + rating * 0.5 ** ((now - at) / DAY / 30) * jaccard(own, item), 0);
    const hits = hitsOf(training, holdout, score, 10);
    expect(found.get('sar halfLifeDays 30: map@10')).toBeCloseTo(map(hits), 9);
    expect(found.get('sar halfLifeDays 30: ndcg@10')).toBeCloseTo(ndcg(hits, 10), 9);
    expect(found.get('ratings')).toBe(training.length + holdout.length);
  });

  test.each([
    [
      'gowalla',
      { 'train.txt': '0 1 2\n1 two\n', 'test.txt': '0 3\n' },
      1,
      /train\.txt, line 2: \W*two\W* is no whole number/,
    ],
    ['gowalla', { 'train.txt': '0 1\n' }, 1, /needs a file \W*test\.txt/],
    ['movielens-1m', { 'ratings.dat': 'ann::tea::5::978300760\nben::tea::1::978300761\n' }, 2, /missing-column/],
    ['movielens-1m', { 'ratings.dat': '' }, 1, /empty-input/],
  ])(
    '%s from files that are not those of the table: an error that says which',
    async (table, files, expected, message) => {
      const { code, err } = await published(table, files);
      expect(code).toBe(expected);
      expect(err).toMatch(message);
    },
  );

  test.each([
    [['--tables', 'serenade', '--train', 'a', '--test', 'b'], /makes its own split/],
    [['--tables', 'gowalla', '--train', 'a'], /go together/],
    [['--tables', 'gowalla', '--train', 'a', '--test', 'b', '--events', 'c'], /not both/],
    [['--train', 'a', '--test', 'b'], /needs --tables/],
  ])('%j is wrong use', async (args, message) => {
    const io = memoryIo();
    expect(await runCli(['selftest', ...args], io)).toBe(2);
    expect(io.err()).toMatch(message);
  });
});
