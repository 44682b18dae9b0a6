// @ts-check
// VMIS-kNN: lists of 20 for made-up sessions, out of 18,000 sessions and out of a million: median and p99 over the lists. All that a pass
// meets counts, collecting garbage too; of the passes the quietest counts, because a busy machine makes any of them late. What comes
// before code is compiled is told as the first list alone: a median of samples that begin cold is no list's time.
import { performance } from 'node:perf_hooks';
import { createRecommender } from 'kindred/recommend';
import { train } from 'kindred/recommend/train';
import { madeUpSessions } from './data.mjs';

const [WARM_UP, PASSES, LISTS] = [5_000, 8, 4_000];

for (const [sessions, items] of /** @type {const} */ ([
  [18_000, 18_000],
  [1_000_000, 100_000],
])) {
  const interactions = madeUpSessions(sessions, items);
  const start = performance.now();
  const model = await train(interactions, { algorithm: 'vmis' });
  const trained = performance.now();
  const { recommend } = createRecommender(model);
  const loaded = performance.now();
  recommend({ session: ['1', '2', '3', '4'], count: 20 });
  const first = performance.now() - loaded;
  const queries = sessionsOf(items, LISTS);
  for (let n = 0; n < WARM_UP; n++) recommend({ session: queries[n % LISTS] ?? [], count: 20 });
  const passes = Array.from({ length: PASSES }, () => pass((session) => recommend({ session, count: 20 }), queries));
  const [median, p99] = [0.5, 0.99].map((share) => Math.min(...passes.map((times) => times[share * LISTS] ?? 0)));
  console.error(
    `${sessions} sessions: trained in ${ms(trained - start)}, loaded in ${ms(loaded - trained)}; a list: median ${ms(median)}, p99 ${ms(p99)}; the first ${ms(first)}`,
  );
}

/** Sorted. */
function pass(/** @type {(session: string[]) => unknown} */ recommend, /** @type {string[][]} */ queries) {
  const times = new Float64Array(queries.length);
  queries.forEach((session, n) => {
    const before = performance.now();
    recommend(session);
    times[n] = performance.now() - before;
  });
  return times.sort();
}

/** Four clicks each, on items of which a few make up much. */
function sessionsOf(/** @type {number} */ items, /** @type {number} */ count) {
  let next = 1;
  return Array.from({ length: count }, () => {
    next = (next * 48_271) % 2_147_483_647;
    return [0, 3, 7, 11].map((bits) => String(Math.floor((((next >> bits) % 65_536) / 65_536) ** 2 * items)));
  });
}

function ms(/** @type {number | undefined} */ milliseconds = Number.NaN) {
  return `${milliseconds.toFixed(milliseconds < 10 ? 3 : 0)} ms`;
}
