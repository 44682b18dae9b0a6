import type { ConditionNode } from '../condition/condition.ts';
import { type AnyOf, equalitiesOf, isPlain, type Necessary, necessaryFor, type Test } from './necessary-tests.ts';

/** What is known of the tests of one value. */
interface Usage {
  tests: number;
  readonly values: Set<unknown>;
}

interface Choice {
  readonly cost: number;
  readonly tests: readonly Test[];
}

// Shares of visitors, guessed: nothing is known of them when rules are loaded.
const ABOVE_OR_BELOW = 0.4;
const BETWEEN = 0.15;
/** What is no fact must be computed for all visitors; that pays if several rules share it. */
const READING = 1;
/** Below it nothing better need be looked for. */
const GOOD = 0.3;
/** So many rules are evaluated sooner than looked for. */
const FEW = 8;
/** Above it a test leaves out too few to be worth looking at. */
const WORTH = 0.8;

const NEVER: Choice = { cost: Infinity, tests: [] };

/**
 * For each condition the tests by which it is found with the least work: it can hold only where one of them passes. `undefined`
 * for conditions without such tests.
 */
export function chooseTests(
  conditions: readonly ConditionNode[],
  isFixed: (node: ConditionNode) => boolean,
): readonly (readonly Test[] | undefined)[] {
  if (conditions.length <= FEW) return conditions.map(() => undefined);
  const usages = new Map<string, Usage>();
  const brief = conditions.map(equalitiesOf);
  for (const choices of brief) count(choices, usages);
  const chosen = brief.map((choices) => cheapest(choices, GOOD));
  const rest = conditions.map((condition, rank) => (chosen[rank] ? [] : necessaryFor(condition)));
  for (const choices of rest) count(choices, usages);
  return chosen.map((choice, rank) => (choice ?? cheapest(rest[rank] ?? [], WORTH))?.tests);

  /** `undefined` where none costs less. */
  function cheapest(choices: readonly Necessary[], most = Infinity): Choice | undefined {
    let best: Choice | undefined;
    // Counted, here and below: this is all that a file of a thousand rules does before its first answer.
    for (let place = 0; place < choices.length; place++) {
      const choice = choices[place];
      if (!choice) continue;
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
    const reading = isPlain(subject) ? 0 : READING / (usage?.tests ?? 1);
    const distinct = (usage?.values.size ?? 0) + 1;
    // Most facts are missing for most visitors.
    if (values) return values.includes(null) ? Infinity : reading + Math.min(1, values.length / distinct);
    if (from === undefined && to === undefined) return reading + 1 / distinct;
    if (typeof (from ?? to) === 'string' && to === undefined) return Infinity;
    return reading + (from === undefined || to === undefined ? ABOVE_OR_BELOW : BETWEEN);
  }
}

function count(choices: readonly Necessary[], usages: Map<string, Usage>): void {
  for (let place = 0; place < choices.length; place++) {
    const choice = choices[place];
    if (choice?.kind === 'any') for (const part of choice.parts) count(part, usages);
    else if (choice) countTest(choice, usages);
  }
}

function countTest({ key, values, member }: Test, usages: Map<string, Usage>): void {
  const usage = usages.get(key) ?? { tests: 0, values: new Set() };
  if (usage.tests++ === 0) usages.set(key, usage);
  for (const value of values ?? [member]) if (value !== undefined) usage.values.add(value);
}
