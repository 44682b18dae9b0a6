// Rule sets of 1 to 10,000 rules of five comparisons, about ten of which match, all matches asked for; beside closures written by
// hand, which are the least that the work can cost without an index, and the engines that pages and servers use. Growth is read
// from row to row: an index costs what matches, and not what there is.

import { evalCondition } from '@growthbook/growthbook';
import { guard } from '@ucast/mongo2js';
import { LogicEngine } from 'json-logic-engine';
import jsonLogic from 'json-logic-js';
import { Engine } from 'json-rules-engine';
import { createRuleSession, defineRules } from 'kindred/rules';
import { seededRandom } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';
import sift from 'sift';

const MATCHES = 10;
/** Beyond this json-rules-engine takes a tenth of a second for each evaluation. */
const MOST_FOR_JSON_RULES_ENGINE = 1000;

const facts = { segment: 's0', country: 'de', visits: 12, spent: 250, age: 40 };
const random = seededRandom(4);
const whole = (/** @type {number} */ below) => Math.floor(random.next() * below);

/** The numbers of a rule: it holds if its segment is that of the visitor. @param {number} index @param {number} count */
function numbersOf(index, count) {
  const segments = Math.max(1, Math.round(count / MATCHES));
  return { segment: `s${index % segments}`, country: 'de', visits: whole(12), spent: 251 + whole(500), age: whole(40) };
}

/** @typedef {ReturnType<typeof numbersOf>} Numbers */

/** @param {Numbers} n */
const asLogic = ({ segment, country, visits, spent, age }) => ({
  and: [
    { '==': [{ var: 'segment' }, segment] },
    { '==': [{ var: 'country' }, country] },
    { '>': [{ var: 'visits' }, visits - 1] },
    { '<': [{ var: 'spent' }, spent] },
    { '>=': [{ var: 'age' }, age] },
  ],
});

/** @param {Numbers} n */
const asMongo = ({ segment, country, visits, spent, age }) => ({
  segment,
  country,
  visits: { $gt: visits - 1 },
  spent: { $lt: spent },
  age: { $gte: age },
});

/** @param {Numbers} n @returns {(known: typeof facts) => boolean} */
const byHand =
  ({ segment, country, visits, spent, age }) =>
  (known) =>
    known.segment === segment &&
    known.country === country &&
    known.visits > visits - 1 &&
    known.spent < spent &&
    known.age >= age;

/** @param {Numbers} n @param {number} index */
const asJsonRule = ({ segment, country, visits, spent, age }, index) => ({
  name: `r${index}`,
  conditions: {
    all: [
      { fact: 'segment', operator: 'equal', value: segment },
      { fact: 'country', operator: 'equal', value: country },
      { fact: 'visits', operator: 'greaterThan', value: visits - 1 },
      { fact: 'spent', operator: 'lessThan', value: spent },
      { fact: 'age', operator: 'greaterThanInclusive', value: age },
    ],
  },
  event: { type: 'match' },
});

/** @param {readonly ((known: typeof facts) => unknown)[]} conditions */
const countOf = (conditions) => () => {
  let count = 0;
  for (const holds of conditions) if (holds(facts)) count++;
  return count;
};

for (const size of [1, 100, 1000, 10_000]) {
  const numbers = Array.from({ length: size }, (_, index) => numbersOf(index, size));
  const logic = numbers.map(asLogic);
  const mongo = numbers.map(asMongo);
  const file = { version: 1, rules: logic.map((when, index) => ({ id: `r${index}`, when })) };
  const rules = defineRules(file);
  // A negation twice over says the same, and no test can be read out of it.
  const opaque = defineRules({
    version: 1,
    rules: file.rules.map(({ id, when }) => ({ id, when: { '!': [{ '!': [when] }] } })),
  });
  const session = createRuleSession(rules, { facts });
  const engine = new LogicEngine();
  const closures = numbers.map(byHand);
  const rows = {
    'closures by hand': countOf(closures),
    kindred: () => rules.evaluate({ facts }).length,
    'kindred, nothing to index': () => opaque.evaluate({ facts }).length,
    'json-logic-engine, built with eval': countOf(logic.map((rule) => engine.build(rule))),
    'json-logic-engine, run': countOf(logic.map((rule) => (known) => engine.run(rule, known))),
    'json-logic-js': countOf(logic.map((rule) => (known) => jsonLogic.apply(rule, known))),
    GrowthBook: countOf(mongo.map((condition) => (known) => evalCondition(known, condition))),
    sift: countOf(mongo.map((condition) => sift(condition))),
    ucast: countOf(mongo.map((condition) => guard(condition))),
  };
  const expected = rows['closures by hand']();
  for (const [name, row] of Object.entries(rows)) {
    if (row() !== expected) throw new Error(`"${name}" finds ${row()} of ${expected} matches.`);
  }

  group(`${size} rules, ${expected} match`, () => {
    summary(() => {
      for (const [name, row] of Object.entries(rows)) bench(name, () => do_not_optimize(row())).gc('once');
    });
    let turn = 0;
    bench('kindred, after one fact has changed', () => {
      session.set('spent', 200 + (turn++ & 1));
      return do_not_optimize(session.matches());
    });
    bench('kindred, from the file to the first answer', () => do_not_optimize(defineRules(file).evaluate({ facts })));
    if (size <= MOST_FOR_JSON_RULES_ENGINE) {
      const others = new Engine(numbers.map(asJsonRule));
      bench('json-rules-engine', async () => do_not_optimize(await others.run(facts)));
    }
  });
}
