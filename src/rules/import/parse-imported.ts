import type { LogicOperators } from '../compat/logic.ts';
import { LOGIC_OPERATORS } from '../compat/operators.ts';
import { parseCompat } from '../compat/parse-compat.ts';
import type { Condition } from '../condition/condition.ts';
import { parseExpression } from '../condition/parse.ts';
import type { ConditionOptions } from '../condition/parser.ts';
import { FLAGD_OPERATORS } from './flagd/operators.ts';
import type { ImportedCondition } from './imported.ts';
import { MONGO_OPERATORS } from './mongo/operator.ts';

/** JsonLogic's operators, and those that only imported rules have. */
export const EXTENDED_OPERATORS: LogicOperators = /* @__PURE__ */ new Map([
  ...LOGIC_OPERATORS,
  ...FLAGD_OPERATORS,
  ...MONGO_OPERATORS,
]);

/**
 * Checks an imported condition by the semantics of its dialect. The result is a condition like others: it can be compiled,
 * evaluated and explained.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong
 * @example
 * ```ts
 * import { evaluateCondition } from 'kindred/rules';
 * import { importMongo, parseImported } from 'kindred/rules/import';
 *
 * const condition = parseImported(importMongo({ age: { $lt: 18 } }));
 * console.log(evaluateCondition(condition, { age: 12 })); // true
 * ```
 */
export function parseImported(
  { condition, dialect }: Pick<ImportedCondition, 'condition' | 'dialect'>,
  options: ConditionOptions = {},
): Condition {
  if (dialect === 'strict') return parseExpression(condition, 'boolean', options);
  const { operators: _ofTheStrictDialect, ...others } = options;
  return parseCompat(condition, dialect === 'extended' ? { ...others, operators: EXTENDED_OPERATORS } : others);
}
