import { OPERATORS } from '../operators/operators.ts';
import type { Condition } from './condition.ts';
import type { FactType } from './facts.ts';
import { type ConditionOptions, createParser } from './parser.ts';
import { didYouMean } from './refusal.ts';

/**
 * Checks a condition in JsonLogic's form, strict dialect, and returns it frozen. All that can be wrong is found here:
 * unknown operators and facts, wrong numbers and types of operands, and what is not JSON.
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
export function parseCondition(input: unknown, options: ConditionOptions = {}): Condition {
  return parseExpression(input, 'boolean', options);
}

/**
 * Checks an expression of the strict dialect that gives a value of a type: `boolean` for a condition, `number` for a score. It
 * knows no other dialect, which makes it smaller than `parseCondition`.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, the message says what to do
 * @example
 * ```ts
 * import { parseExpression } from 'kindred/rules';
 *
 * const rebate = parseExpression({ '*': [{ var: 'cart.total' }, 0.1] }, 'number');
 * console.log(rebate.facts); // ['cart.total']
 * ```
 */
export function parseExpression(input: unknown, type: FactType, options: ConditionOptions = {}): Condition {
  return createParser({ operators: OPERATORS, suggest: didYouMean, ...options })(input, type, options.at ?? '');
}
