import { isRecord, ownValue } from '../../core/index.ts';
import type { ConditionNode } from '../condition/condition.ts';
import type { Evaluate, EvaluationContext } from '../condition/context.ts';
import type { Facts } from '../condition/facts.ts';
import type { FindByValue } from './value-index.ts';

/** Finds the rules that can hold, by what must be so for each of them. */
export interface RuleIndex {
  /** The ranks of rules of which nothing is known beforehand. */
  readonly always: readonly number[];
  /** The facts that tests read, as a tree of the names on their paths. */
  readonly facts: FactBranch;
  /** The tests of what is no plain fact. */
  readonly others: readonly OtherTests[];
}

/** What is found by one name on the path of facts. */
export interface FactBranch {
  find: FindByValue | undefined;
  readonly names: Map<string, FactBranch>;
}

/** Tests of one computed value. */
export interface OtherTests {
  readonly subject: ConditionNode;
  readonly read: Evaluate;
  readonly find: FindByValue;
}

/** Makes the index of conditions, by rank. */
export type CreateRuleIndex = (
  conditions: readonly ConditionNode[],
  /** Whether a computed value depends on nothing but facts. */
  isFixed: (node: ConditionNode) => boolean,
  compile: (node: ConditionNode) => Evaluate,
) => RuleIndex;

/** No index: all can hold. */
export const listAll: CreateRuleIndex = (conditions) => ({
  always: conditions.map((_, rank) => rank),
  facts: { find: undefined, names: new Map() },
  others: [],
});

/** Adds the ranks of all rules that can hold, but those of which nothing is known. */
export function findCandidates(
  { facts: root, others }: RuleIndex,
  facts: Facts,
  context: EvaluationContext,
  found: number[],
): void {
  findByFacts(root, facts, found);
  for (const { read, find } of others) find(read(facts, context), found);
}

/** Walks through the facts, or through the tests if those are fewer. */
export function findByFacts({ find, names }: FactBranch, value: unknown, found: number[]): void {
  if (find) find(value, found);
  if (names.size === 0 || !isRecord(value)) return;
  if (names.size <= FEW) {
    for (const [name, branch] of names) if (Object.hasOwn(value, name)) findByFacts(branch, value[name], found);
    return;
  }
  for (const name of Object.keys(value)) {
    const branch = names.get(name);
    if (branch) findByFacts(branch, value[name], found);
  }
}

// So many names are looked up one by one in the facts.
const FEW = 8;

/** Adds the ranks of all rules that are found by a fact, by what it is a part of, or by a part of it. */
export function findAlong(root: FactBranch, facts: Facts, path: readonly string[], found: number[]): void {
  let branch: FactBranch | undefined = root;
  let value: unknown = facts;
  for (const name of path) {
    if (branch !== root) branch.find?.(value, found);
    branch = branch.names.get(name);
    if (!branch) return;
    value = ownValue(value, name);
  }
  findByFacts(branch, value, found);
}

/** The branch at the end of a path; those that are not there yet are made. */
export function branchAt<Branch extends { readonly names: Map<string, Branch> }>(
  root: Branch,
  path: readonly string[],
  create: () => Branch,
): Branch {
  let branch = root;
  for (const name of path) {
    const next = branch.names.get(name) ?? create();
    branch.names.set(name, next);
    branch = next;
  }
  return branch;
}
