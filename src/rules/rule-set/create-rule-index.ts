import { chooseTests } from './choose-tests.ts';
import { isPlain } from './necessary-tests.ts';
import { branchAt, type CreateRuleIndex, type FactBranch, listAll, type OtherTests } from './rule-index.ts';
import { indexValues } from './value-index.ts';

/** So many rules are evaluated sooner than looked for. */
const FEW = 8;

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
  if (conditions.length <= FEW) return listAll(conditions, isFixed, compile);
  const { always, usages } = chooseTests(conditions, isFixed);
  const facts = createBranch();
  const others: OtherTests[] = [];
  for (const { subject, equal, entries } of usages) {
    if (equal.size + entries.length === 0) continue;
    const find = indexValues(equal, entries);
    if (isPlain(subject)) branchAt(facts, subject.path, createBranch).find = find;
    else others.push({ subject, read: compile(subject), find });
  }
  return { always, facts, others };
};

function createBranch(): FactBranch {
  return { find: undefined, names: new Map() };
}
