import type { ConditionNode } from '../condition/condition.ts';
import { chooseEqualities, type Usage, type Usages, usageOf } from './choose-equalities.ts';
import { type AnyOf, isPlain, type Necessary, necessaryFor, type Test } from './necessary-tests.ts';

interface Choice {
  readonly cost: number;
  readonly tests: readonly Test[];
}

// Shares of visitors, guessed: nothing is known of them when rules are loaded.
const ABOVE_OR_BELOW = 0.4;
const BETWEEN = 0.15;
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
  const usages: Usages = new Map();
  const rest = chooseEqualities(conditions, usages);
  const necessary = rest.map((rank) => necessaryFor(conditions[rank]));
  necessary.forEach(count);
  const always = rest.filter((rank, place) => {
    const choice = cheapest(necessary[place] ?? [], WORTH);
    for (const test of choice?.tests ?? []) usageOf(usages, test.subject, test.key).entries.push({ rank, test });
    return !choice;
  });
  return { always, usages: usages.values() };

  function count(choices: readonly Necessary[]): void {
    for (const choice of choices) {
      if (choice.kind === 'any') choice.parts.forEach(count);
      else {
        const usage = usageOf(usages, choice.subject, choice.key);
        usage.tests++;
        for (const value of choice.values ?? [choice.member]) usage.values.add(value);
      }
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
    const usage = usageOf(usages, subject, key);
    // What is no fact must be computed for all visitors; that pays if several rules share it.
    const reading = isPlain(subject) ? 0 : 1 / usage.tests;
    const distinct = usage.values.size + 1;
    // Most facts are missing for most visitors.
    if (values) return values.includes(null) ? Infinity : reading + Math.min(1, values.length / distinct);
    if (from === undefined && to === undefined) return reading + 1 / distinct;
    if (typeof (from ?? to) === 'string' && to === undefined) return Infinity;
    return reading + (from === undefined || to === undefined ? ABOVE_OR_BELOW : BETWEEN);
  }
}
