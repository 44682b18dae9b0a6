import { deepFreeze } from '../../core/index.ts';
import type { Condition, ConditionNode } from './condition.ts';

/**
 * The JSON from which a condition was parsed, as a frozen copy: parsing it again gives the same condition. `{"var": ["a"]}` is written
 * `{"var": "a"}`.
 *
 * @example
 * ```ts
 * import { parseCondition } from 'kindred/rules';
 * import { sourceOf } from 'kindred/rules/import';
 *
 * const condition = parseCondition({ '>=': [{ var: 'orders.count' }, 3] });
 * console.log(JSON.stringify(sourceOf(condition))); // {">=":[{"var":"orders.count"},3]}
 * ```
 */
export function sourceOf({ root }: Condition): unknown {
  return deepFreeze(writtenAs(root));
}

/** JSON from which the same node is parsed. */
export function writtenAs(node: ConditionNode): unknown {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'fact':
      return { var: node.fallback === null ? node.name : [node.name, node.fallback] };
    case 'operation': {
      const operands = node.operands.map(writtenAs);
      return { [node.name]: node.isShort ? operands[0] : operands };
    }
    default:
      return node.written;
  }
}
