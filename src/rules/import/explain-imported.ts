import { recordLogic } from '../compat/record-logic.ts';
import type { Condition } from '../condition/condition.ts';
import { NO_CONTEXT } from '../condition/context.ts';
import { type ExplainConditionOptions, type Explanation, explainCondition } from '../condition/explain.ts';
import type { Facts } from '../condition/facts.ts';

/**
 * Explains a condition of any dialect by its parts. Of the compat dialect each operator that was applied is told: what it gave (`seen`),
 * whether that counts as true, and its constants (`needed`). Those that are not asked, such as what follows the first false operand of
 * `and`, are left out; and of what is asked for each element of a list, the last answer is told, which decides where one does. The
 * strict dialect is explained as by `explainCondition`.
 *
 * @example
 * ```ts
 * import { parseCondition } from 'kindred/rules';
 * import { explainImported } from 'kindred/rules/import';
 *
 * const isAdult = parseCondition({ '>=': [{ var: 'age' }, 18] }, { dialect: 'compat' });
 * const { parts } = explainImported(isAdult, { age: '17' });
 * console.log(parts[0]?.sentence); // '>= of age "17", 18 is no'
 * ```
 */
export function explainImported(
  condition: Condition,
  facts: Facts,
  options: ExplainConditionOptions = {},
): Explanation {
  const { root } = condition;
  if (root.kind !== 'query' || root.name !== 'compat') return explainCondition(condition, facts, options);
  return recordLogic(root)(facts, options.context ?? NO_CONTEXT, options.words)();
}
