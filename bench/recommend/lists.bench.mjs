// @ts-check
// One list of ten for one known user, every time for the next one: the recommender beside maps and a full sort.
import { createRecommender } from 'kindred/recommend';
import { train } from 'kindred/recommend/train';
import { bench, group, summary } from 'mitata';
import { madeUp, onlineRetail } from './data.mjs';
import { mapsOf, plainList, plainRp3beta } from './plain-twin.mjs';

const COUNT = 100;

const sets = { 'made up, 1,500 users, 2,000 items': madeUp(1500, 2000, 40_000), 'Online Retail': onlineRetail() };

for (const [name, interactions] of Object.entries(sets)) {
  if (interactions === undefined) continue;
  const { recommend } = createRecommender(await train(interactions, { algorithm: 'rp3beta', neighbours: COUNT }));
  const neighbours = plainRp3beta(interactions, { alpha: 0.8, beta: 0.3, count: COUNT });
  const { byUser } = mapsOf(interactions);
  const { users } = interactions;
  let next = 0;
  const user = () => users[next++ % users.length] ?? '';
  group(`a list of 10, ${name}`, () => {
    summary(() => {
      bench('recommender', () => recommend({ user: user() })).baseline(true);
      bench('recommender, with explanations', () => recommend({ user: user(), explain: true }));
      bench('maps and a full sort', () => plainList(neighbours, byUser.get(user()) ?? [], 10));
    });
  });
}
