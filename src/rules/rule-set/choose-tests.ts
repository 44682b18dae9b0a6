import type { ConditionNode } from '../condition/condition.ts';
import {
  type AnyOf,
  isPlain,
  keyOf,
  type Necessary,
  necessaryFor,
  type Test,
  tellEqualities,
} from './necessary-tests.ts';
import { addRank, type Buckets, type Entry } from './value-index.ts';

/** What is known of the tests of one value, and those that were chosen: the ranks by the value that they ask for, and others. */
export interface Usage {
  readonly subject: ConditionNode;
  tests: number;
  readonly values: Set<unknown>;
  readonly equal: Buckets;
  readonly entries: Entry[];
}

interface Choice {
  readonly cost: number;
  readonly tests: readonly Test[];
}

// Shares of visitors, guessed: nothing is known of them when rules are loaded.
const ABOVE_OR_BELOW = 0.4;
const BETWEEN = 0.15;
/** An equality among more values than these is so good that nothing better need be looked for. */
const FEW_VALUES = 2;
/** Above it a test leaves out too few to be worth looking at. */
const WORTH = 0.8;

const NEVER: Choice = { cost: Infinity, tests: [] };

/**
 * Chooses for each condition the tests by which it is found with the least work: it can hold only where one of them passes. `always` are
 * the ranks of conditions without such tests.
 */
export function chooseTests(
  conditions: readonly ConditionNode[],
  isFixed: (node: ConditionNode) => boolean,
): { readonly always: readonly number[]; readonly usages: Iterable<Usage> } {
  const usages = new Map<string, Usage>();
  const rest = chooseEqualities(conditions, note);
  const necessary = rest.map((rank) => necessaryFor(conditions[rank]));
  necessary.forEach(count);
  const always = rest.filter((rank, place) => {
    const choice = cheapest(necessary[place] ?? [], WORTH);
    for (const test of choice?.tests ?? []) usages.get(test.key)?.entries.push({ rank, test });
    return !choice;
  });
  return { always, usages: usages.values() };

  function note(subject: ConditionNode, key: string, values: readonly unknown[]): Usage {
    const usage = usages.get(key) ?? { subject, tests: 0, values: new Set(), equal: new Map(), entries: [] };
    usages.set(key, usage);
    usage.tests++;
    for (const value of values) usage.values.add(value);
    return usage;
  }

  function count(choices: readonly Necessary[]): void {
    for (const choice of choices) {
      if (choice.kind === 'any') choice.parts.forEach(count);
      else note(choice.subject, choice.key, choice.values ?? [choice.member]);
    }
  }

  /** `undefined` where none costs less. */
  function cheapest(choices: readonly Necessary[], most = Infinity): Choice | undefined {
    let best: Choice | undefined;
    for (const choice of choices) {
      const other = choice.kind === 'test' ? { cost: costOf(choice), tests: [choice] } : together(choice);
      if (other.cost < (best?.cost ?? most)) best = other;
    }
    return best;
  }

  function together({ parts }: AnyOf): Choice {
    const choices = parts.map((part) => cheapest(part) ?? NEVER);
    return {
      cost: choices.reduce((sum, { cost }) => sum + cost, 0),
      tests: choices.flatMap(({ tests }) => tests),
    };
  }

  function costOf({ key, subject, values, from, to }: Test): number {
    if (!isPlain(subject) && !isFixed(subject)) return Infinity;
    const usage = usages.get(key);
    // What is no fact must be computed for all visitors; that pays if several rules share it.
    const reading = isPlain(subject) ? 0 : 1 / (usage?.tests ?? 1);
    const distinct = (usage?.values.size ?? 0) + 1;
    // Most facts are missing for most visitors.
    if (values) return values.includes(null) ? Infinity : reading + Math.min(1, values.length / distinct);
    if (from === undefined && to === undefined) return reading + 1 / distinct;
    if (typeof (from ?? to) === 'string' && to === undefined) return Infinity;
    return reading + (from === undefined || to === undefined ? ABOVE_OR_BELOW : BETWEEN);
  }
}

interface Equality {
  readonly usage: Usage;
  readonly value: unknown;
}

/** Gives each condition to its best equality, if that is good; the ranks of the others are returned. */
function chooseEqualities(
  conditions: readonly ConditionNode[],
  note: (subject: ConditionNode, key: string, values: readonly unknown[]) => Usage,
): readonly number[] {
  const found = conditions.map((condition) => {
    const equalities: Equality[] = [];
    tellEqualities(condition, (fact, value) => {
      equalities.push({ usage: note(fact, keyOf(fact), [value]), value });
    });
    return equalities;
  });
  return conditions.flatMap((_, rank) => {
    let best: Equality | undefined;
    let most = FEW_VALUES;
    for (const equality of found[rank] ?? []) {
      const { size } = equality.usage.values;
      // Most facts are missing for most visitors.
      if (size <= most || equality.value === null) continue;
      best = equality;
      most = size;
    }
    if (best) addRank(best.usage.equal, best.value, rank);
    return best ? [] : rank;
  });
}
