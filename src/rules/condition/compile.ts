import type { Condition, ConditionNode } from './condition.ts';
import { type Evaluate, type Facts, factReader } from './facts.ts';
import { type ConditionOptions, parseFact } from './parse.ts';

/**
 * A condition as a function, built from closures: no `eval`, so it runs under a strict content security policy, and calling
 * it allocates nothing. It holds where the condition's value is `true`.
 *
 * @example
 * ```ts
 * import { compileCondition, parseCondition } from 'kindred/rules';
 *
 * const isRegular = compileCondition(parseCondition({ '>=': [{ var: 'orders.count' }, 3] }));
 * console.log(isRegular({ orders: { count: 4 } })); // true
 * console.log(isRegular({})); // false
 * ```
 */
export function compileCondition(condition: Condition): (facts: Facts) => boolean {
  const evaluate = compileNode(condition.root);
  return (facts) => evaluate(facts) === true;
}

/**
 * The value of one fact as a function, by the dotted path that `var` takes. A fact that is missing is `null`.
 *
 * @throws KindredError `invalid-rule` where the fact is unknown or the path malformed
 * @example
 * ```ts
 * import { compileFact } from 'kindred/rules';
 *
 * const readCount = compileFact('counters.Product Viewed');
 * console.log(readCount({ counters: { 'Product Viewed': 3 } })); // 3
 * ```
 */
export function compileFact(path: string, { facts, at = '' }: ConditionOptions = {}): (facts: Facts) => unknown {
  return compileNode(parseFact(path, at, facts));
}

/** A node as a closure. */
export function compileNode(node: ConditionNode): Evaluate {
  if (node.kind === 'literal') return () => node.value;
  if (node.kind === 'fact') return factReader(node.path, node.fallback);
  return node.operator.compile(node.operands.map(compileNode), node.operands);
}
