import { parseLogic } from './parse-logic.ts';

/**
 * A rule with JsonLogic's own semantics (https://jsonlogic.com) as a function from data to a value, built from closures. `log`
 * gives its operand, and writes nothing.
 *
 * @throws KindredError `invalid-rule`, with the JSON Pointer of what is wrong; the function also throws it, where the rule
 * cannot be applied to the data
 * @example
 * ```ts
 * import { compileLogic } from 'kindred/rules';
 *
 * const greet = compileLogic({ cat: ['Hello, ', { var: ['name', 'stranger'] }] });
 * console.log(greet({ name: 'Ada' }), greet({})); // Hello, Ada  Hello, stranger
 * ```
 */
export function compileLogic(rule: unknown): (data?: unknown) => unknown {
  const { apply } = parseLogic(rule);
  return (data) => apply(data) ?? null;
}

/**
 * Applies a rule with JsonLogic's own semantics to data, and gives its value. {@link compileLogic} is quicker where a rule is
 * applied more than once.
 *
 * @throws KindredError `invalid-rule`, with the JSON Pointer of what is wrong
 * @example
 * ```ts
 * import { applyLogic } from 'kindred/rules';
 *
 * console.log(applyLogic({ '+': ['1', { var: 'a' }] }, { a: '2' })); // 3
 * ```
 */
export function applyLogic(rule: unknown, data?: unknown): unknown {
  return compileLogic(rule)(data);
}
