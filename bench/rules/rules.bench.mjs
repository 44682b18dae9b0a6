// Sets of rules of five comparisons, of which about ten match, all of them returned; beside closures written by hand, which are the
// least that the work costs without an index, and the engines that others wrote. `KINDRED_BENCH_SIZES=1000` has only sets of that
// size, in a process of their own: closures that were called on other facts before are slower.
import { compileCondition, createEventHistory, createRuleSession, defineRules, parseCondition } from 'kindred/rules';
import { bench, do_not_optimize, group, summary } from 'mitata';
import { BY_HAND, checkAgreement, INCREMENTAL, KINDRED, OTHERS } from './engines.mjs';
import { makeFlatRuleSet, makeRuleSet, VISITORS } from './rule-sets.mjs';

const SIZES = process.env.KINDRED_BENCH_SIZES?.split(',').map(Number) ?? [1, 100, 1000, 10_000];
const SHAPES = { 'flat facts': makeFlatRuleSet, 'nested facts': makeRuleSet };

group('one condition', () => {
  summary(() => {
    const compare = compileCondition(parseCondition({ '>=': [{ var: 'orders.count' }, 3] }));
    const byHand = ({ orders }) => orders.count >= 3;
    const { visitors } = makeRuleSet(1);
    let turn = 0;
    bench('closure by hand', () => do_not_optimize(byHand(visitors[turn++ % VISITORS]))).baseline(true);
    bench('kindred', () => do_not_optimize(compare(visitors[turn++ % VISITORS])));
  });
});

// All engines of one size stand together, so that ratios hold whatever the process has done before.
for (const size of SIZES) {
  for (const [shape, make] of Object.entries(SHAPES)) {
    const { rules, visitors } = make(size);
    // One evaluation of so many rules takes it a third of a second; the plot of growth has it.
    const others = OTHERS.filter(({ name }) => size <= 1000 || name !== 'json-rules-engine');
    const engines = [BY_HAND, ...KINDRED, INCREMENTAL, ...others];
    await checkAgreement([...KINDRED, ...others], { rules, visitors });
    group(`${size} rules, ${shape}`, () => {
      summary(() => {
        for (const one of engines) benchEngine(one, rules, visitors).baseline(one === BY_HAND);
      });
    });
    if (size === 1) continue;
    const opaque = make(size, false);
    await checkAgreement(KINDRED, opaque);
    group(`${size} rules with nothing to index, ${shape}`, () => {
      summary(() => {
        for (const one of [BY_HAND, ...KINDRED]) {
          benchEngine(one, opaque.rules, opaque.visitors).baseline(one === BY_HAND);
        }
      });
    });
  }
}

for (const size of SIZES.filter((size) => size > 1)) {
  const file = makeFile(size);
  group(`${size} rules, of which an event concerns some`, () => {
    summary(() => {
      const { visitors } = makeRuleSet(size);
      const [facts] = visitors;
      const events = createEventHistory({ maxEvents: 5000 });
      const session = createRuleSession(defineRules(file), { facts, events, now: 0 });
      let turn = 0;
      bench('kindred, a session that records one event', () => {
        const at = ++turn;
        session.tick(at);
        session.record({ id: `${at}`, name: 'Product Viewed', at, properties: { price: at % 50 } });
        do_not_optimize(session.matches());
      });
    });
  });
}

/** A mitata benchmark of one engine. */
function benchEngine({ name, prepare }, rules, visitors) {
  const run = prepare(rules, visitors);
  let turn = 0;
  const next = () => visitors[turn++ % VISITORS];
  // Whatever is awaited is a task more.
  return name === 'json-rules-engine'
    ? bench(name, async () => do_not_optimize(await run(next())))
    : bench(name, () => do_not_optimize(run(next())));
}

/** Every rule also counts events. */
function makeFile(size) {
  const rules = makeRuleSet(size).rules.map(({ id, logic }, index) => {
    const views = { count: { event: 'Product Viewed', within: '30m', where: { '>': [{ var: 'price' }, index % 50] } } };
    return { id, when: { and: [...logic.and, { '>=': [views, 1] }] } };
  });
  return { version: 1, rules };
}
