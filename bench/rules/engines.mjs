// The engines that are measured: each takes a set of rules and answers with a function from a visitor's facts to the ids of all
// rules that match.
import { evalCondition } from '@growthbook/growthbook';
import { guard } from '@ucast/mongo2js';
import { LogicEngine } from 'json-logic-engine';
import jsonLogic from 'json-logic-js';
import { Engine } from 'json-rules-engine';
import { compileCondition, createRuleSession, defineRules, parseCondition } from 'kindred/rules';
import sift from 'sift';

/** One test for each rule, and all of them are called. */
const byTests = (makeTest) => (rules) => {
  const tests = rules.map((rule) => ({ id: rule.id, holds: makeTest(rule) }));
  return (facts) => {
    const ids = [];
    for (const { id, holds } of tests) if (holds(facts)) ids.push(id);
    return ids;
  };
};

const define = (rules) => defineRules({ version: 1, rules: rules.map(({ id, logic }) => ({ id, when: logic })) });
const idsOf = (matches) => matches.map(({ rule }) => rule.id);

/** What a person would write: the least that the work costs without an index. */
export const BY_HAND = {
  name: 'closures by hand',
  prepare: byTests(({ constants }) => ('segment' in constants ? flatByHand(constants) : nestedByHand(constants))),
};

export function nestedByHand({ product, category, views, orders, value, cart }) {
  return (facts) =>
    facts.page.product === product &&
    facts.views.category[category] >= views &&
    facts.orders.count > orders &&
    facts.orders.value < value &&
    facts.cart.count >= cart;
}

export function flatByHand({ segment, country, visits, spent, age }) {
  return (facts) =>
    facts.segment === segment &&
    facts.country === country &&
    facts.visits > visits &&
    facts.spent < spent &&
    facts.age >= age;
}

export const KINDRED = [
  {
    name: 'kindred, each condition',
    prepare: byTests(({ logic }) => compileCondition(parseCondition(logic))),
  },
  {
    name: 'kindred, a rule set',
    prepare(rules) {
      const set = define(rules);
      return (facts) => set.evaluate({ facts });
    },
    read: idsOf,
  },
];

/** Not a new visitor each time, but the same one on another page: one fact changes. */
export const INCREMENTAL = {
  name: 'kindred, a session in which one fact changes',
  prepare(rules, [first]) {
    const session = createRuleSession(define(rules), { facts: first });
    return (facts) => {
      if (facts.page) session.set('page.product', facts.page.product);
      else session.set('segment', facts.segment);
      return session.matches();
    };
  },
  read: idsOf,
};

const engine = new LogicEngine();

export const OTHERS = [
  { name: 'json-logic-engine, build', prepare: byTests(({ logic }) => engine.build(logic)) },
  {
    name: 'json-logic-engine, run',
    prepare: byTests(
      ({ logic }) =>
        (facts) =>
          engine.run(logic, facts),
    ),
  },
  {
    name: 'json-logic-js',
    prepare: byTests(
      ({ logic }) =>
        (facts) =>
          jsonLogic.apply(logic, facts),
    ),
  },
  {
    name: 'GrowthBook',
    prepare: byTests(
      ({ mongo }) =>
        (facts) =>
          evalCondition(facts, mongo, {}),
    ),
  },
  { name: 'sift', prepare: byTests(({ mongo }) => sift.default(mongo)) },
  { name: 'ucast', prepare: byTests(({ mongo }) => guard(mongo)) },
  {
    name: 'json-rules-engine',
    prepare(rules) {
      const all = new Engine(rules.map(({ id, conditions }) => ({ conditions, event: { type: id } })));
      return async (facts) => (await all.run(facts)).events;
    },
    read: (events) => events.map(({ type }) => type),
  },
];

/** @throws Error where an engine does not find the rules that closures find */
export async function checkAgreement(engines, { rules, visitors }) {
  const byHand = BY_HAND.prepare(rules);
  for (const { name, prepare, read = (ids) => ids } of engines) {
    const run = prepare(rules, visitors);
    for (const facts of visitors.slice(0, 3)) {
      const [expected, found] = [byHand(facts), read(await run(facts))];
      if ([...found].sort().join() !== [...expected].sort().join()) throw new Error(`${name} finds other rules.`);
    }
  }
}
