// What it costs to bring the matches of 10,000 rules up to date after one fact changed: flat and nested facts, and facts that many or few
// rules read. Beside it closures by hand of just the rules that the change can concern, found in a table that is made beforehand: the least
// that the work costs. Rounds take turns, and the median of them is told: one change is too short to be timed, and a busy moment of the
// machine spoils a round, not the figure. Standard output belongs to the other figures.
import { createRuleSession, defineRules } from 'kindred/rules';
import { flatByHand, nestedByHand } from './engines.mjs';
import { makeFlatRuleSet, makeRuleSet } from './rule-sets.mjs';

const SIZE = 10_000;
const ROUNDS = Number(process.env.KINDRED_BENCH_RUNS ?? 31);
const CHANGES = 2000;

const SHAPES = {
  flat: {
    make: makeFlatRuleSet,
    byHand: flatByHand,
    // The equality by which rules are found, and the facts that change.
    found: { path: ['segment'], constant: 'segment' },
    changes: {
      segment: (turn) => `s${(turn * 7) % 1000}`,
      visits: (turn) => turn % 14,
      country: (turn) => (turn % 2 ? 'de' : 'at'),
    },
  },
  nested: {
    make: makeRuleSet,
    byHand: nestedByHand,
    found: { path: ['page', 'product'], constant: 'product' },
    changes: {
      'page.product': (turn) => `product-${(turn * 7) % 833}`,
      'orders.count': (turn) => turn % 4,
      'views.category.tea': (turn) => turn % 4,
    },
  },
};

console.error(
  `One fact of ${SIZE} rules changes: rules that read it, and that it can concern; microseconds of a session, and of closures`,
);
console.error('by hand of those rules; times as much.');
for (const [shape, { make, byHand, found, changes }] of Object.entries(SHAPES)) {
  const { rules, visitors } = make(SIZE);
  for (const [path, next] of Object.entries(changes)) {
    // As they come over the network: no text of them was put together here.
    const values = JSON.parse(JSON.stringify(Array.from({ length: CHANGES }, (_, turn) => next(turn))));
    const [session, hand] = [sessionOf(rules, visitors[0]), handOf(rules, visitors[0], { byHand, found })];
    const times = { session: [], hand: [] };
    for (let round = 0; round < ROUNDS; round++) {
      times.session.push(timeOf(() => values.map((value) => session(path, value))));
      times.hand.push(timeOf(() => values.map((value) => hand(path, value))));
    }
    checkAgreement(values.slice(0, 50).map((value) => [session(path, value), hand(path, value)]));
    const readers = rules.filter(({ logic }) => JSON.stringify(logic).includes(`"var":"${path}"`)).length;
    const concerned = hand(path, values[0], true);
    const [micros, floor] = [times.session, times.hand].map(medianOf);
    const least = Math.min(...times.session);
    const cells = [readers, concerned].map((count) => String(count).padStart(7));
    const figures = [micros, floor, micros / floor, least].map((figure) => figure.toFixed(2).padStart(8));
    console.error(`${`${shape}, ${path}`.padEnd(32)}${cells.join('')}${figures.join('')}`);
  }
}

function sessionOf(rules, facts) {
  const session = createRuleSession(
    defineRules({ version: 1, rules: rules.map(({ id, logic }) => ({ id, when: logic })) }),
    { facts },
  );
  return (path, value) => {
    session.set(path, value);
    return session.matches();
  };
}

/** The rules by the value that each needs, and facts that are written to. */
function handOf(rules, given, { byHand, found }) {
  const facts = structuredClone(given);
  const byValue = new Map();
  for (const { id, constants } of rules) {
    const value = constants[found.constant];
    byValue.set(value, [...(byValue.get(value) ?? []), { id, holds: byHand(constants) }]);
  }
  const ways = new Map();
  return (path, value, isCount = false) => {
    if (!ways.has(path)) ways.set(path, path.split('.'));
    const names = ways.get(path);
    let target = facts;
    for (let step = 0; step < names.length - 1; step++) target = target[names[step]];
    target[names[names.length - 1]] = value;
    let asked = facts;
    for (const name of found.path) asked = asked[name];
    const concerned = byValue.get(asked) ?? [];
    if (isCount) return concerned.length;
    const matches = [];
    for (const { id, holds } of concerned) if (holds(facts)) matches.push(id);
    return matches;
  };
}

/** Microseconds of CPU of one change: what else the machine does is not in it. */
function timeOf(run) {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / CHANGES;
}

function medianOf(list) {
  return list.sort((a, b) => a - b)[list.length >> 1];
}

function checkAgreement(pairs) {
  for (const [matches, ids] of pairs) {
    const found = matches.map(({ rule }) => rule.id);
    if (found.join() !== ids.join()) throw new Error(`The session finds ${found}, closures find ${ids}.`);
  }
}
