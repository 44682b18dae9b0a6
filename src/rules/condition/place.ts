import { pointerTo } from '../../core/index.ts';
import type { Condition, ConditionNode, FactNode, LiteralNode, OperationNode, QueryNode } from './condition.ts';

/** A node with the JSON Pointer of where it stands in its document. Nodes alone do not know it, as one may stand at many places. */
export type PlacedNode = (LiteralNode | FactNode | PlacedOperation | QueryNode) & { readonly at: string };

/** An operation whose operands are placed too. */
export interface PlacedOperation extends OperationNode {
  readonly operands: readonly PlacedNode[];
}

/**
 * The nodes of a condition with their places, for whoever has something to say of them. The parts of queries are left without.
 *
 * @example
 * ```ts
 * import { parseCondition, placedRoot } from 'kindred/rules';
 *
 * const root = placedRoot(parseCondition({ '!': [{ var: 'newsletter' }] }));
 * if (root.kind === 'operation') console.log(root.operands[0]?.at); // '/!/0'
 * ```
 */
export function placedRoot({ root, at }: Condition): PlacedNode {
  return placed(root, at);
}

/** The same for one node that stands at a place. */
export function placed(node: ConditionNode, at: string): PlacedNode {
  if (node.kind !== 'operation') return { ...node, at };
  const inside = pointerTo(at, node.name);
  const operands = node.operands.map((operand, index) =>
    placed(operand, node.isShort ? inside : pointerTo(inside, index)),
  );
  return { ...node, at, operands };
}
