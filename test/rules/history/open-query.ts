import { compileNode } from '../../../src/rules/condition/compile.ts';
import {
  type ConditionNode,
  type ConditionOptions,
  type EvaluationContext,
  evaluateCondition,
  type Facts,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';
import { PLAIN_HISTORY } from '../../../src/rules/operators/plain-history.ts';

/** A query in its three forms. */
export interface OpenedQuery {
  compiled(context: EvaluationContext): unknown;
  /** As the interpreter finds it, by a scan. */
  plain(context: EvaluationContext): unknown;
  nextChange(context: EvaluationContext): number;
}

/** The value of a history operator as such, and not of a condition that it is in. */
export function openQuery(rule: Json, options: ConditionOptions = {}): OpenedQuery {
  const { root } = parseCondition({ '==': [rule, null] }, options);
  const node = root.kind === 'operation' ? root.operands[0] : undefined;
  if (node?.kind !== 'query') throw new Error('This is no query.');
  const compiled = compileNode(node);
  const nextChange = node.operator.nextChange?.(
    node.query,
    node.parts.map((part) => compileNode(part)),
  );
  return {
    compiled: (context) => compiled({}, context),
    plain: (context) => PLAIN_HISTORY[node.name]?.(node, {}, context, interpret),
    nextChange: (context) => nextChange?.(context) ?? Number.NaN,
  };
}

function interpret(root: ConditionNode, facts: Facts, context: EvaluationContext): unknown {
  return evaluateCondition({ at: '', facts: [], events: [], root }, facts, context);
}
