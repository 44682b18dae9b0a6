// One hundred conditions on the history of events, while the clock moves on with each evaluation; beside a scan of all events of
// the name, which is the plain way. Then late events, and the memory that an event takes.

import { compileCondition, createEventHistory, parseCondition } from 'kindred/rules';
import { seededRandom } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';

const DAY = 86_400_000;
const SPAN = 30 * DAY;
const NAMES = [
  'Product Viewed',
  'Product Added',
  'Product Removed',
  'Products Searched',
  'Checkout Started',
  'Order Completed',
  'page',
];
const CATEGORIES = ['tea', 'coffee', 'mugs', 'kettles', 'filters', 'sweets', 'books', 'gifts'];
const CONDITIONS = 100;
const OPERATORS = ['count', 'count where', 'sum', 'avg', 'distinct', 'first', 'last', 'seq', 'absent'];

/** Events of thirty days, more of the first names than of the last. */
function makeEvents(count) {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, index) => ({
    id: `${index}-8c1f2a3e-7b54-4d1e-9f00-2ab3c4d5`,
    name: NAMES[Math.floor(NAMES.length * random.next() ** 2)],
    at: Math.floor((index * SPAN) / count),
    properties: {
      category: CATEGORIES[Math.floor(8 * random.next())],
      price: Math.round(random.next() * 10_000) / 100,
    },
  }));
}

/** The rule of one operator; each of the hundred is another one. */
function ruleOf(operator, turn) {
  const event = NAMES[turn % 3];
  const within = `${1 + turn}h`;
  const where = { '==': [{ var: 'category' }, CATEGORIES[turn % 8]] };
  switch (operator) {
    case 'count':
      return { '>': [{ count: { event, within } }, turn % 9] };
    case 'count where':
      return { '>': [{ count: { event, within, where } }, turn % 9] };
    case 'sum':
    case 'avg':
      return { '>': [{ [operator]: { event, of: 'price', within } }, 50] };
    case 'distinct':
      return { '>': [{ distinct: { event, of: 'category', within } }, 4] };
    case 'first':
    case 'last':
      return { '==': [{ [operator]: { event, of: 'category', within } }, 'tea'] };
    case 'seq':
      return {
        seq: {
          events: [{ event, where }, { event: NAMES[(turn % 3) + 1] }],
          within,
          without: { event: 'Order Completed' },
        },
      };
    default:
      return { absent: { after: { event, where }, event: 'Order Completed', within } };
  }
}

/** A count as it is written without an index: all events of the name are looked at. */
function scanOf(events, turn) {
  const ofName = events.filter(({ name }) => name === NAMES[turn % 3]);
  const within = (1 + turn) * 3_600_000;
  const category = CATEGORIES[turn % 8];
  return (now) => {
    let count = 0;
    for (const { at, properties } of ofName) {
      if (at > now - within && at <= now && properties.category === category) count++;
    }
    return count > turn % 9;
  };
}

for (const size of [5_000, 100_000]) {
  const given = makeEvents(size);
  const events = createEventHistory({ events: given, maxEvents: size + 1_000_000 });
  const scans = Array.from({ length: CONDITIONS }, (_, turn) => scanOf(given, turn));
  // A second for each evaluation of the hundred; from the third day on, over and over.
  const clock = () => {
    let now = 3 * DAY;
    return () => {
      now = now >= SPAN ? 3 * DAY : now + 1000;
      return now;
    };
  };

  group(`${CONDITIONS} conditions, ${size} events`, () => {
    for (const operator of OPERATORS) {
      const conditions = Array.from({ length: CONDITIONS }, (_, turn) =>
        compileCondition(parseCondition(ruleOf(operator, turn))),
      );
      const next = clock();
      bench(operator, () => {
        const context = { events, now: next() };
        let matches = 0;
        for (const holds of conditions) if (holds({}, context)) matches++;
        do_not_optimize(matches);
      });
    }
    const next = clock();
    bench('count where, by a scan', () => {
      const now = next();
      let matches = 0;
      for (const holds of scans) if (holds(now)) matches++;
      do_not_optimize(matches);
    });
  });

  group(`an event that comes, ${size} events`, () => {
    summary(() => {
      const conditions = OPERATORS.flatMap((operator) =>
        Array.from({ length: 11 }, (_, turn) => compileCondition(parseCondition(ruleOf(operator, turn)))),
      );
      let turn = 0;
      for (const [name, lateMs] of [
        ['in time', 0],
        ['a minute late', 60_000],
      ]) {
        bench(`${name}, and 99 conditions after it`, () => {
          turn++;
          const now = SPAN + turn * 10;
          events.record({
            id: `new-${size}-${turn}`,
            name: NAMES[turn % 7],
            at: now - lateMs,
            properties: { category: 'tea', price: 1 },
          });
          let matches = 0;
          for (const holds of conditions) if (holds({}, { events, now })) matches++;
          do_not_optimize(matches);
        });
      }
    });
  });
}
