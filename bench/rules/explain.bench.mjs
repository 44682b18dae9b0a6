// What it costs to know why: a condition that is only evaluated, one whose values are recorded, and one that is told in words.

import { compileCondition, createEventHistory, createExplainer, parseCondition } from 'kindred/rules';
import { seededRandom } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';

const CATEGORIES = ['tea', 'coffee', 'mugs', 'kettles', 'filters', 'sweets', 'books', 'gifts'];
const NOW = Date.parse('2026-11-27T12:00:00Z');

// Facts that change, or the engine computes the answer once and for all.
const visitors = Array.from({ length: 64 }, (_, visitor) => ({
  views: { category: Object.fromEntries(CATEGORIES.map((name, index) => [name, (visitor + index) % 8])) },
  orders: { count: visitor % 7, value: 120 },
  cart: { count: 1, value: 19.9 },
  page: { path: '/tea' },
}));

const events = createEventHistory({
  events: Array.from({ length: 5000 }, (_, index) => ({
    id: String(index),
    name: 'Product Viewed',
    at: NOW - index * 20_000,
    properties: { category: CATEGORIES[index % CATEGORIES.length] },
  })),
});
const context = { now: NOW, events };

const random = seededRandom(4);
const whole = (below) => Math.floor(random.next() * below);

function makeRule() {
  const category = CATEGORIES[whole(CATEGORIES.length)];
  return {
    and: [
      { '>=': [{ var: `views.category.${category}` }, whole(10)] },
      { '>': [{ var: 'orders.count' }, whole(6)] },
      { '<': [{ var: 'orders.value' }, 50 + whole(150)] },
      { '>=': [{ var: 'cart.count' }, whole(3)] },
      { '==': [{ var: 'page.path' }, `/${category}`] },
    ],
  };
}

const viewsInHalfAnHour = { count: { event: 'Product Viewed', within: '30m' } };
const rows = {
  'one comparison': [{ '>=': [{ var: 'orders.count' }, 3] }],
  'one rule of five comparisons': [makeRule()],
  'a count that is reached': [{ '>=': [viewsInHalfAnHour, 3] }],
  'a count that is missed': [{ '>=': [viewsInHalfAnHour, 3000] }],
  '100 rules of five comparisons': Array.from({ length: 100 }, makeRule),
};

for (const [name, rules] of Object.entries(rows)) {
  const parsed = rules.map((rule) => parseCondition(rule));
  const compiled = parsed.map((condition) => compileCondition(condition));
  const explainers = parsed.map((condition) => createExplainer(condition));
  let turn = 0;
  const evaluate = () => {
    const facts = visitors[turn++ & 63];
    let holding = 0;
    for (const holds of compiled) if (holds(facts, context)) holding++;
    return holding;
  };
  const record = () => {
    const facts = visitors[turn++ & 63];
    let holding = 0;
    for (const explain of explainers) if (explain(facts, context).holds) holding++;
    return holding;
  };
  const tell = () => {
    const facts = visitors[turn++ & 63];
    let length = 0;
    for (const explain of explainers) length += explain(facts, context).tell().sentence.length;
    return length;
  };
  group(name, () => {
    summary(() => {
      bench('evaluated', () => do_not_optimize(evaluate())).baseline(true);
      bench('recorded', () => do_not_optimize(record())).gc('once');
      bench('told in words', () => do_not_optimize(tell())).gc('once');
    });
  });
}
