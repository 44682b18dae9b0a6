import type { Condition } from '../condition/condition.ts';
import { parseCondition as parseStrict } from '../condition/parse.ts';
import type { ConditionOptions } from '../condition/parser.ts';
import { parseCompat } from './parse-compat.ts';

/** How to check a condition, and by which semantics. */
export interface ParseOptions extends ConditionOptions {
  /**
   * `strict` converts nothing, and finds what is wrong when the rule is loaded. `compat` has JsonLogic's operators, and converts
   * values as JsonLogic does.
   */
  readonly dialect?: 'strict' | 'compat';
}

/**
 * Checks a condition in JsonLogic's form and returns it frozen. In the strict dialect all that can be wrong is found here: unknown
 * operators and facts, wrong numbers and types of operands, and what is not JSON. In the compat dialect a condition holds where
 * its value counts as true for JsonLogic.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, the message says what to do
 * @example
 * ```ts
 * import { parseCondition } from 'kindred/rules';
 *
 * const likesTea = parseCondition(
 *   { and: [{ '>=': [{ var: 'views.category.tea' }, 3] }, { in: ['tea', { var: 'interests' }] }] },
 *   { facts: { 'views.category.*': 'number', interests: 'strings' } },
 * );
 * console.log(likesTea.facts); // ['views.category.tea', 'interests']
 * ```
 */
export function parseCondition(input: unknown, options: ParseOptions = {}): Condition {
  const { dialect, operators: _ofTheStrictDialect, ...others } = options;
  return dialect === 'compat' ? parseCompat(input, others) : parseStrict(input, options);
}
