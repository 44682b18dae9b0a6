// Conditions of five comparisons, all evaluated, about one in a hundred matches; beside closures written by hand, which are
// the least that the work can cost without an index.

import { compileCondition, explainCondition, parseCondition } from 'kindred/rules';
import { seededRandom } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';

const CATEGORIES = ['tea', 'coffee', 'mugs', 'kettles', 'filters', 'sweets', 'books', 'gifts'];

const facts = {
  views: { category: { tea: 4, coffee: 1, mugs: 0, kettles: 7, filters: 2, sweets: 3, books: 5, gifts: 6 } },
  orders: { count: 3, value: 120 },
  cart: { count: 1, value: 19.9 },
  page: { path: '/tea' },
  interests: ['tea', 'books'],
};

const random = seededRandom(4);
const whole = (below) => Math.floor(random.next() * below);

/** A rule as data and the same rule as a closure written by hand. */
function makeRule() {
  const category = CATEGORIES[whole(CATEGORIES.length)];
  const [views, orders, value, cart] = [whole(10), whole(6), 50 + whole(150), whole(3)];
  const path = whole(4) === 0 ? '/tea' : `/${category}`;
  return {
    data: {
      and: [
        { '>=': [{ var: `views.category.${category}` }, views] },
        { '>': [{ var: 'orders.count' }, orders] },
        { '<': [{ var: 'orders.value' }, value] },
        { '>=': [{ var: 'cart.count' }, cart] },
        { '==': [{ var: 'page.path' }, path] },
      ],
    },
    byHand: ({ views: seen, orders: ordered, cart: held, page }) =>
      seen.category[category] >= views &&
      ordered.count > orders &&
      ordered.value < value &&
      held.count >= cart &&
      page.path === path,
  };
}

/** How many hold: the work of every row. */
function count(conditions) {
  let matches = 0;
  for (const holds of conditions) if (holds(facts)) matches++;
  return matches;
}

group('one condition', () => {
  summary(() => {
    const compare = compileCondition(parseCondition({ '>=': [{ var: 'orders.count' }, 3] }));
    const byHand = ({ orders }) => orders.count >= 3;
    // Facts that change, or the engine computes the answer once and for all.
    const visitors = Array.from({ length: 64 }, (_, count) => ({ ...facts, orders: { count: count % 7, value: 120 } }));
    let turn = 0;
    bench('closure by hand', () => do_not_optimize(byHand(visitors[turn++ & 63])));
    bench('kindred', () => do_not_optimize(compare(visitors[turn++ & 63])));
  });
});

for (const size of [1, 100, 1000]) {
  const rules = Array.from({ length: size }, makeRule);
  const parsed = rules.map(({ data }) => parseCondition(data));
  const compiled = parsed.map(compileCondition);
  const byHand = rules.map((rule) => rule.byHand);
  if (count(compiled) !== count(byHand)) throw new Error('The rows do not do the same work.');

  group(`${size} conditions of five comparisons`, () => {
    summary(() => {
      bench('closures by hand', () => do_not_optimize(count(byHand)));
      bench('kindred', () => do_not_optimize(count(compiled))).gc('once');
    });
    bench('kindred, parsed and compiled', () =>
      do_not_optimize(rules.map(({ data }) => compileCondition(parseCondition(data)))),
    );
    bench('kindred, explained', () => do_not_optimize(parsed.map((condition) => explainCondition(condition, facts))));
  });
}
