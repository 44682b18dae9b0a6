import type { Condition, ConditionNode, FactNode } from './condition.ts';
import { type Evaluate, type EvaluationContext, NO_CONTEXT } from './context.ts';
import { type Facts, factReader } from './facts.ts';
import { parseFact } from './parse-fact.ts';
import type { ConditionOptions } from './parser.ts';
import { didYouMean } from './refusal.ts';

/**
 * A condition as a function, built from closures: no `eval`, so it runs under a strict content security policy, and calling
 * it allocates nothing. It holds where the condition's value is `true`; what cannot be known does not hold.
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
export function compileCondition(condition: Condition): (facts: Facts, context?: EvaluationContext) => boolean {
  const evaluate = compileNode(condition.root);
  return (facts, context = NO_CONTEXT) => evaluate(facts, context) === true;
}

/**
 * The value of one fact as a function, by the dotted path that `var` takes. A fact that is missing is `null`, one that needs
 * a permission which is not there `undefined`.
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
export function compileFact(
  path: string,
  { facts, at = '' }: ConditionOptions = {},
): (facts: Facts, context?: EvaluationContext) => unknown {
  const evaluate = compileNode(parseFact(path, at, facts, didYouMean));
  return (facts, context = NO_CONTEXT) => evaluate(facts, context);
}

/** Makes the closure that reads a fact. */
export type CompileFact = (node: FactNode) => Evaluate;

/** A node as a closure. */
export function compileNode(node: ConditionNode): Evaluate {
  return compileWith(node, compileRead);
}

/**
 * A node as a closure that reads its facts by others than its own. The conditions within queries are about events, and read their
 * properties in the plain way.
 */
export function compileWith(node: ConditionNode, compileFact: CompileFact): Evaluate {
  switch (node.kind) {
    case 'literal':
      return () => node.value;
    case 'fact':
      return compileFact(node);
    case 'operation':
      return node.operator.compile(
        node.operands.map((operand) => compileWith(operand, compileFact)),
        node.operands,
      );
    default:
      return node.operator.compile(node.query, node.parts.map(compileNode));
  }
}

/** Reads a fact where it is permitted. */
export function compileRead({ path, fallback, guard }: FactNode): Evaluate {
  const read = factReader(path, fallback);
  if (!guard) return read;
  return (facts, { allows }) => (allows?.(guard.purpose, guard.degree) ? read(facts) : undefined);
}
