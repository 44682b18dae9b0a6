import { compileNode } from './compile.ts';
import type { ConditionNode, OperationNode } from './condition.ts';
import type { Evaluate, EvaluationContext } from './context.ts';
import type { Facts } from './facts.ts';
import { whyUnknown } from './unknown.ts';

/** What was seen while a condition was evaluated: the value of each probe, and at the next place what is to be said of it. */
export type Seen = unknown[];

/** What a value will be, and when, if nothing happens. */
export interface Foresight {
  readonly at: number;
  readonly value: unknown;
}

/** A node that notes its value. */
export interface Probe {
  readonly node: ConditionNode;
  /** Where its value is in what was seen. */
  readonly place: number;
  /** What it joins or compares. */
  readonly operands: readonly Probe[];
  /** Whether it joins conditions: `and`, `or`, `!`. */
  readonly isJoin: boolean;
  /** The value, noted. */
  readonly evaluate: Evaluate;
  /** The value and when it changes by itself, for what does so. */
  readonly future: Future | undefined;
}

interface Future {
  readonly evaluate: Evaluate;
  nextChange(context: EvaluationContext): number;
}

/** A condition with a probe at each of its nodes. */
export interface Recorder {
  readonly root: Probe;
  record(facts: Facts, context: EvaluationContext): Seen;
}

// What changes often, such as hours of some days, is followed so far.
const MOST_STEPS = 32;

/**
 * Evaluates with the closures that `compileCondition` uses, each once: facts and queries note their values, and what compares
 * and joins them reads what was noted.
 */
export function createRecorder(condition: ConditionNode): Recorder {
  let seen: Seen = [];
  let size = 0;

  function probe(node: ConditionNode, isOperand: boolean): Probe {
    const isJoin = node.kind === 'operation' && node.operator.takes[0] === 'boolean';
    // What is compared is one value, however it was calculated.
    const isRead = node.kind !== 'operation' || isOperand;
    const operands = isRead ? [] : node.operands.map((operand) => probe(operand, !isJoin));
    const place = size;
    size += 2;
    return {
      node,
      place,
      operands,
      isJoin,
      evaluate: isRead ? reading(node, place) : replaying(node, place, operands),
      future: futureOf(node),
    };
  }

  function reading(node: ConditionNode, place: number): Evaluate {
    const evaluate = compileNode(node);
    if (node.kind === 'literal') return evaluate;
    return (facts, context) => {
      const value = evaluate(facts, context);
      seen[place] = value;
      if (value === undefined) seen[place + 1] = whyUnknown(node, context);
      return value;
    };
  }

  function replaying(
    { operator, operands: nodes }: OperationNode,
    place: number,
    operands: readonly Probe[],
  ): Evaluate {
    const replays = operands.map(({ node, place }) => (node.kind === 'literal' ? () => node.value : () => seen[place]));
    const verdict = operator.compile(replays, nodes);
    return (facts, context) => {
      for (const { evaluate } of operands) evaluate(facts, context);
      const value = verdict(facts, context);
      seen[place] = value;
      return value;
    };
  }

  const root = probe(condition, false);
  return {
    root,
    record(facts, context) {
      // Whoever is asked meanwhile, such as for a permission, may explain the same condition.
      const outer = seen;
      const inner: Seen = [];
      seen = inner;
      if (root.evaluate(facts, context) !== true) foresee(root, true, inner, facts, context);
      seen = outer;
      return inner;
    },
  };
}

/** What a comparison is about: its first operand that is not a constant. What compares nothing is about itself. */
export function subjectIn(probe: Probe): Probe {
  const [first = probe] = probe.operands;
  return probe.operands.find(({ node }) => node.kind !== 'literal') ?? first;
}

/** The value of a probe in what was seen. */
export function valueAt({ node, place }: Probe, seen: Seen): unknown {
  return node.kind === 'literal' ? node.value : seen[place];
}

function futureOf(node: ConditionNode): Future | undefined {
  const nextChange = node.kind === 'query' && node.operator.nextChange?.(node.query, node.parts.map(compileNode));
  return nextChange ? { evaluate: compileNode(node), nextChange } : undefined;
}

/** Notes what will become of that which keeps a condition from being as wanted. */
function foresee(probe: Probe, wanted: boolean, seen: Seen, facts: Facts, context: EvaluationContext): void {
  const { node, operands, isJoin, place, future } = probe;
  const wantedOfParts = isJoin && node.kind === 'operation' && node.name === '!' ? !wanted : wanted;
  for (const operand of operands) {
    if (!isJoin || (seen[operand.place] === true) !== wantedOfParts) {
      foresee(operand, wantedOfParts, seen, facts, context);
    }
  }
  if (future && seen[place] !== undefined) seen[place + 1] = follow(future, seen[place], wanted, facts, context);
}

function follow(
  { evaluate, nextChange }: Future,
  value: unknown,
  wanted: boolean,
  facts: Facts,
  context: EvaluationContext,
): Foresight | undefined {
  let at = context.now ?? Number.NaN;
  for (let step = 0; step < MOST_STEPS; step++) {
    at = nextChange({ ...context, now: at });
    if (!Number.isFinite(at)) return undefined;
    const then = evaluate(facts, { ...context, now: at });
    // A number is foreseen at its next change only.
    if (typeof value === 'boolean' ? then === wanted : then !== value) return { at, value: then };
  }
  return undefined;
}
