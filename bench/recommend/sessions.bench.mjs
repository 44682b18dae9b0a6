// @ts-check
// VMIS-kNN: a list of 20 for one made-up session, every time for the next one; the model once of 18,000 sessions, once of a million.
import { createRecommender } from 'kindred/recommend';
import { train } from 'kindred/recommend/train';
import { bench, group } from 'mitata';
import { madeUpSessions } from './data.mjs';

for (const [sessions, items] of [
  [18_000, 18_000],
  [1_000_000, 100_000],
]) {
  const interactions = madeUpSessions(sessions, items);
  const start = performance.now();
  const { recommend } = createRecommender(await train(interactions, { algorithm: 'vmis' }));
  const loaded = performance.now();
  recommend({ session: ['1', '2', '3', '4'], count: 20 });
  console.log(
    `${sessions} sessions: trained in ${Math.round(loaded - start)} ms, first list in ${(performance.now() - loaded).toFixed(2)} ms`,
  );
  let next = 1;
  group(`a list of 20 out of ${sessions} sessions`, () => {
    bench('VMIS-kNN', () => {
      next = (next * 48_271) % 2_147_483_647;
      const session = [next, next >> 3, next >> 7, next >> 11].map((n) =>
        String(Math.floor(((n % 65_536) / 65_536) ** 2 * items)),
      );
      return recommend({ session, count: 20 });
    });
  });
}
