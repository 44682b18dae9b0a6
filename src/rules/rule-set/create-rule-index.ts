import { chooseTests } from './choose-tests.ts';
import { isPlain } from './necessary-tests.ts';
import type { CreateRuleIndex, FactBranch, OtherTests } from './rule-index.ts';
import { type Entry, indexValues } from './value-index.ts';

/**
 * Chooses for each condition the tests by which it is found, and indexes them: values in hash tables, ranges in trees. What
 * `defineRules` uses, and `createRules` where it is given; it pays from about a hundred rules.
 *
 * @example
 * ```ts
 * import { createRuleIndex, createRules } from 'kindred/rules';
 *
 * const when = { '==': [{ var: 'page' }, '/tea'] };
 * const rules = createRules({ version: 1, rules: [{ id: 'tea', when }] }, { index: createRuleIndex });
 * console.log(rules.evaluate({ facts: { page: '/tea' } }).length); // 1
 * ```
 */
export const createRuleIndex: CreateRuleIndex = (conditions, isFixed, compile) => {
  const chosen = chooseTests(conditions, isFixed);
  const always: number[] = [];
  const byKey = new Map<string, Entry[]>();
  chosen.forEach((tests, rank) => {
    if (!tests) always.push(rank);
    for (const test of tests ?? []) {
      const { key } = test;
      const entries = byKey.get(key);
      if (entries) entries.push({ rank, test });
      else byKey.set(key, [{ rank, test }]);
    }
  });
  const facts: FactBranch = { find: undefined, names: new Map() };
  const others: OtherTests[] = [];
  for (const entries of byKey.values()) {
    const { test } = entries[0] ?? {};
    if (!test) continue;
    const { subject } = test;
    const find = indexValues(entries);
    if (isPlain(subject)) branchAt(facts, subject.path).find = find;
    else others.push({ subject, read: compile(subject), find });
  }
  return { always, facts, others };
};

function branchAt(root: FactBranch, path: readonly string[]): FactBranch {
  let branch = root;
  for (const name of path) {
    const next = branch.names.get(name) ?? { find: undefined, names: new Map() };
    branch.names.set(name, next);
    branch = next;
  }
  return branch;
}
