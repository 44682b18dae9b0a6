// Rules of five comparisons, as each engine writes them, and visitors for whom about ten of them match, however many there are: on
// nested facts, as shops have them, and on flat ones, which cost every engine the least.
import { seededRandom } from 'kindred/testing';

const CATEGORIES = ['tea', 'coffee', 'mugs', 'kettles'];
const RULES_OF_A_PRODUCT = 12;
const MATCHES = 10;

// So that no engine computes an answer once and for all.
export const VISITORS = 64;

/**
 * A set of rules and visitors, the same each time. `isIndexable`: whether one of the comparisons of a rule can be looked up; where
 * not, the rules say the same by a double negation, which nobody indexes.
 */
export function makeRuleSet(size, isIndexable = true) {
  const random = seededRandom(4);
  const whole = (below) => Math.floor(random.next() * below);
  const products = Math.max(1, Math.floor(size / RULES_OF_A_PRODUCT));
  const rules = Array.from({ length: size }, (_, index) => {
    const category = CATEGORIES[whole(CATEGORIES.length)];
    const product = `product-${index % products}`;
    return makeRule(`rule-${index}`, product, category, [whole(4), whole(3), 130 + whole(100), whole(2)], isIndexable);
  });
  // As they come over the network: an engine sees no string that was made another way.
  return JSON.parse(
    JSON.stringify({ rules, visitors: Array.from({ length: VISITORS }, (_, v) => visitor(v, products)) }),
  );
}

/** The same on facts without any nesting; every visitor is of one segment, and so are about ten rules. */
export function makeFlatRuleSet(size, isIndexable = true) {
  const random = seededRandom(4);
  const whole = (below) => Math.floor(random.next() * below);
  const segments = Math.max(1, Math.round(size / MATCHES));
  const rules = Array.from({ length: size }, (_, index) =>
    makeFlatRule(
      `rule-${index}`,
      {
        segment: `s${index % segments}`,
        country: 'de',
        visits: whole(12) - 1,
        spent: 251 + whole(500),
        age: whole(40),
      },
      isIndexable,
    ),
  );
  const visitors = Array.from({ length: VISITORS }, (_, v) => ({
    segment: `s${(v * 7) % segments}`,
    country: 'de',
    visits: 12,
    spent: 250 - (v % 8),
    age: 40,
  }));
  return JSON.parse(JSON.stringify({ rules, visitors }));
}

function makeFlatRule(id, constants, isIndexable) {
  const { segment, country, visits, spent, age } = constants;
  const isEqual = (fact, value) =>
    isIndexable ? { '==': [{ var: fact }, value] } : { '!': [{ '!=': [{ var: fact }, value] }] };
  return {
    id,
    logic: {
      and: [
        isEqual('segment', segment),
        isEqual('country', country),
        { '>': [{ var: 'visits' }, visits] },
        { '<': [{ var: 'spent' }, spent] },
        { '>=': [{ var: 'age' }, age] },
      ],
    },
    mongo: { segment, country, visits: { $gt: visits }, spent: { $lt: spent }, age: { $gte: age } },
    conditions: {
      all: [
        { fact: 'segment', operator: 'equal', value: segment },
        { fact: 'country', operator: 'equal', value: country },
        { fact: 'visits', operator: 'greaterThan', value: visits },
        { fact: 'spent', operator: 'lessThan', value: spent },
        { fact: 'age', operator: 'greaterThanInclusive', value: age },
      ],
    },
    constants,
  };
}

function makeRule(id, product, category, [views, orders, value, cart], isIndexable) {
  const path = `views.category.${category}`;
  const isProduct = isIndexable
    ? { '==': [{ var: 'page.product' }, product] }
    : { '!': [{ '!=': [{ var: 'page.product' }, product] }] };
  return {
    id,
    logic: {
      and: [
        isProduct,
        { '>=': [{ var: path }, views] },
        { '>': [{ var: 'orders.count' }, orders] },
        { '<': [{ var: 'orders.value' }, value] },
        { '>=': [{ var: 'cart.count' }, cart] },
      ],
    },
    mongo: {
      'page.product': { $eq: product },
      [path]: { $gte: views },
      'orders.count': { $gt: orders },
      'orders.value': { $lt: value },
      'cart.count': { $gte: cart },
    },
    conditions: {
      all: [
        { fact: 'page', path: '$.product', operator: 'equal', value: product },
        { fact: 'views', path: `$.category.${category}`, operator: 'greaterThanInclusive', value: views },
        { fact: 'orders', path: '$.count', operator: 'greaterThan', value: orders },
        { fact: 'orders', path: '$.value', operator: 'lessThan', value },
        { fact: 'cart', path: '$.count', operator: 'greaterThanInclusive', value: cart },
      ],
    },
    constants: { product, category, views, orders, value, cart },
  };
}

function visitor(index, products) {
  return {
    page: { product: `product-${(index * 7) % products}` },
    views: { category: { tea: 3 + (index % 3), coffee: 2, mugs: 3, kettles: 5 } },
    orders: { count: 2 + (index % 2), value: 110 + index },
    cart: { count: 1, value: 19.9 },
  };
}
