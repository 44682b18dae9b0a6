import type { ConditionNode, FactNode } from '../condition/condition.ts';
import { constantOf } from '../operators/operator.ts';
import { isPlain, keyOf } from './necessary-tests.ts';
import { addRank, type Buckets, type Entry } from './value-index.ts';

/** What is known of the tests of one value, and those that were chosen: the ranks by the value that they ask for, and others. */
export interface Usage {
  readonly subject: ConditionNode;
  tests: number;
  readonly values: Set<unknown>;
  readonly equal: Buckets;
  readonly entries: Entry[];
}

/** By the keys of what is tested. */
export type Usages = Map<string, Usage>;

export function usageOf(usages: Usages, subject: ConditionNode, key: string = keyOf(subject)): Usage {
  const usage = usages.get(key) ?? { subject, tests: 0, values: new Set(), equal: new Map(), entries: [] };
  usages.set(key, usage);
  return usage;
}

/** An equality among more values than these is so good that nothing better need be looked for. */
const FEW_VALUES = 2;

/**
 * Gives each condition to its best equality of a fact and a constant, if that is good: so tests are mostly written, and these are mostly
 * the best. The ranks of the other conditions are returned.
 */
export function chooseEqualities(conditions: readonly ConditionNode[], usages: Usages): readonly number[] {
  const others: number[] = [];
  for (const condition of conditions) place(condition, usages);
  conditions.forEach((condition, rank) => {
    if (!place(condition, usages, rank)) others.push(rank);
  });
  return others;
}

/** Counts the equalities of a condition; or, given its rank, puts it to the best of them. `false` where none is good. */
function place(condition: ConditionNode, usages: Usages, rank?: number): boolean {
  if (condition.kind !== 'operation' || condition.name !== 'and') return false;
  const { operands } = condition;
  let best: Usage | undefined;
  let most = FEW_VALUES;
  let wanted: unknown;
  // Counted: until engines have optimized a loop over members, it makes an object for each.
  for (let index = 0; index < operands.length; index++) {
    const operand = operands[index];
    const fact = equalFact(operand);
    if (!fact || operand?.kind !== 'operation') continue;
    const usage = usageOf(usages, fact);
    const { values } = usage;
    const value = constantOf(operand.operands[1]);
    if (rank === undefined) {
      usage.tests++;
      values.add(value);
      // Most facts are missing for most visitors.
    } else if (values.size > most && value !== null) {
      best = usage;
      most = values.size;
      wanted = value;
    }
  }
  if (best && rank !== undefined) addRank(best.equal, wanted, rank);
  return best !== undefined;
}

/** The fact that is to equal a constant. */
function equalFact(node: ConditionNode | undefined): FactNode | undefined {
  if (node?.kind !== 'operation' || (node.name !== '==' && node.name !== '===')) return undefined;
  const fact = node.operands[0];
  return fact && isPlain(fact) && node.operands[1]?.kind === 'literal' ? fact : undefined;
}
