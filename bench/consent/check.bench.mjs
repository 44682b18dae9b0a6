// One question to the permissions, as every write and every event asks it: 11 purposes, 20 parties in three groups, 60 decisions.
// Beside it the least that an answer can cost: two look-ups. And a view of one product, redacted for each degree.

import { createConsent, DEGREES, redactEvent } from 'kindred/consent';
import { memoryPlatform } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';

const groups = ['g0', 'g1', 'g2'].map((id) => ({ id, title: id, description: '' }));
const purposes = Array.from({ length: 11 }, (_, i) => ({ id: `p${i}`, title: `P${i}`, description: '' }));
const parties = Array.from({ length: 20 }, (_, i) => ({
  id: `party${i}.example`,
  name: `Party ${i}`,
  groups: [`g${i % 3}`],
  purposes: purposes.map(({ id }) => id),
}));
const platform = memoryPlatform();
// The system's clock: asking for the time is part of the price.
const clock = { now: () => Date.now() };
const consent = createConsent({ ...platform, clock, source: 'shop.example', policy: { purposes, parties, groups } });
for (let i = 0; i < 60; i++) {
  const party = i % 3 === 0 ? `g${i % 3}` : `party${i % 20}.example`;
  consent.choose([{ purpose: `p${i % 11}`, party, degree: DEGREES[i % 5] }]);
}

const questions = purposes.flatMap(({ id: purpose }) =>
  parties.map(({ id: party }, i) => ({ purpose, party, degree: DEGREES[(i % 4) + 1] })),
);
const floor = new Map(purposes.map(({ id }) => [id, new Map(parties.map((party) => [party.id, { allow: true }]))]));

let turn = 0;
const next = () => {
  turn = (turn + 1) % questions.length;
  return questions[turn];
};

group('one question to the permissions', () => {
  summary(() => {
    bench('two look-ups', () => {
      const { purpose, party } = next();
      do_not_optimize(floor.get(purpose)?.get(party));
    }).baseline(true);
    bench('check()', () => do_not_optimize(consent.check(next()))).gc('inner');
  });
});

const event = {
  type: 'track',
  event: 'Product Viewed',
  messageId: 'm1',
  anonymousId: 'a-1',
  userId: 'u-1',
  properties: { product_id: 'oolong-1', category: 'tea', price: 12.5, name: 'Oolong', note: 'for later' },
  context: { page: { path: '/i/oolong-1' }, locale: 'de-AT', kindred: { session: 's-1' } },
  timestamp: '2026-11-01T10:20:30.000Z',
};

group('an event as it leaves at a degree', () => {
  summary(() => {
    bench('a copy of it as JSON', () => do_not_optimize(JSON.parse(JSON.stringify(event)))).baseline(true);
    for (const degree of ['anonymous', 'pseudonymous', 'identified']) {
      bench(degree, () => do_not_optimize(redactEvent(event, degree)));
    }
  });
});
