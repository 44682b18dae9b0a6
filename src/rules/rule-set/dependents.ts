import { splitPath } from '../condition/facts.ts';
import { dependenciesOf } from './dependencies.ts';
import type { Engine } from './engine.ts';
import { factsIn } from './references.ts';
import { branchAt, type OtherTests } from './rule-index.ts';

/** What depends on the same thing. */
export interface Dependents {
  readonly ranks: number[];
  readonly tests: OtherTests[];
}

/** What depends on facts, as a tree of the names on their paths. */
export interface DependentBranch extends Dependents {
  readonly names: Map<string, DependentBranch>;
}

/** What depends on what in a rule set. */
export interface DependencyGraph {
  readonly facts: DependentBranch;
  readonly events: ReadonlyMap<string, Dependents>;
  /** By rank: what lists this rule, the other way round. */
  readonly listedBy: readonly (readonly Dependents[])[];
  /** By rank: the earliest time after now at which time alone can change whether the rule matches. Nothing for most rules. */
  readonly times: readonly (ReturnType<typeof dependenciesOf>['times'] | undefined)[];
}

export function createDependencyGraph({ file, index }: Engine): DependencyGraph {
  const facts: DependentBranch = createBranch();
  const events = new Map<string, Dependents>();
  const all = file.rules.map((rule) => dependenciesOf(rule, file));
  const listedBy = all.map((dependencies, rank) => {
    const lists = [
      ...[...dependencies.facts].map((path) => branchAt(facts, splitPath(path), createBranch)),
      ...[...dependencies.events].map((name) => dependentsOf(events, name)),
    ];
    for (const { ranks } of lists) ranks.push(rank);
    return lists;
  });
  for (const tests of index.others) {
    for (const path of factsIn(tests.subject, file)) branchAt(facts, path, createBranch).tests.push(tests);
  }
  return { facts, events, listedBy, times: all.map(({ times }) => (times.length > 0 ? times : undefined)) };
}

/** All that depends on a fact, on what it is a part of, or on a part of it. */
export function dependentsOn(root: DependentBranch, path: readonly string[]): readonly Dependents[] {
  const found: Dependents[] = [];
  let branch: DependentBranch | undefined = root;
  for (const name of path) {
    branch = branch.names.get(name);
    if (!branch) return found;
    found.push(branch);
  }
  addBelow(branch, found);
  return found;
}

function addBelow({ names }: DependentBranch, found: Dependents[]): void {
  for (const branch of names.values()) {
    found.push(branch);
    addBelow(branch, found);
  }
}

function createBranch(): DependentBranch {
  return { ranks: [], tests: [], names: new Map() };
}

function dependentsOf(events: Map<string, Dependents>, name: string): Dependents {
  const dependents = events.get(name) ?? { ranks: [], tests: [] };
  events.set(name, dependents);
  return dependents;
}
