import { isRecord, pointerTo } from '../../core/index.ts';
import { isHistoryQuery } from '../history/query.ts';
import { compileNode } from './compile.ts';
import type { Condition, ConditionNode, OperationNode } from './condition.ts';
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
  /** JSON Pointer of the node. */
  readonly at: string;
  /** Where its value is in what was seen. */
  readonly place: number;
  /** What it joins or compares. */
  readonly operands: readonly Probe[];
  /** Whether it joins conditions: `and`, `or`, `!`. */
  readonly isJoin: boolean;
  /** The value, noted. */
  readonly evaluate: Evaluate;
  /** For what changes by itself. */
  readonly follow: Follow | undefined;
  /** Whether it or a part of it does so. */
  readonly hasFuture: boolean;
}

/** Finds what a value will be by itself; a boolean, when it will be as wanted. */
type Follow = (value: unknown, wanted: boolean, facts: Facts, context: EvaluationContext) => Foresight | undefined;

/** A condition with a probe at each of its nodes. */
export interface Recorder {
  readonly root: Probe;
  record(facts: Facts, context: EvaluationContext): Seen;
}

// What changes often, such as hours of some days, is followed so far; of what is joined, so many times are tried.
const MOST_STEPS = 32;
const MOST_TIMES = 8;

/**
 * Evaluates with the closures that `compileCondition` uses, each once: facts and queries note their values, and what compares
 * and joins them reads what was noted.
 */
export function createRecorder({ root: condition, at }: Condition): Recorder {
  let seen: Seen = [];
  let size = 0;
  // One list is written again and again, and copied: filling a new one costs more than all that is written.
  let spare: Seen | undefined;
  let hasNotes = false;

  function probe(node: ConditionNode, isOperand: boolean, at: string): Probe {
    const isJoin = node.kind === 'operation' && node.operator.takes[0] === 'boolean';
    // What is compared is one value, however it was calculated.
    const isRead = node.kind !== 'operation' || isOperand;
    const operands = isRead
      ? []
      : node.operands.map((operand, index) =>
          probe(operand, !isJoin, pointerTo(at, node.name) + (node.isShort ? '' : `/${index}`)),
        );
    const place = size;
    size += 2;
    const follow = prepareToFollow(node);
    return {
      node,
      at,
      place,
      operands,
      isJoin,
      evaluate: isRead ? reading(node, place) : replaying(node, place, operands),
      follow,
      hasFuture: follow !== undefined || operands.some((operand) => operand.hasFuture),
    };
  }

  function reading(node: ConditionNode, place: number): Evaluate {
    const evaluate = compileNode(node);
    if (node.kind === 'literal') return evaluate;
    return (facts, context) => {
      const value = evaluate(facts, context);
      seen[place] = value;
      if (value === undefined) note(place, whyUnknown(node, context));
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
    const reads = operands.filter(({ node }) => node.kind !== 'literal').map(({ evaluate }) => evaluate);
    return (facts, context) => {
      for (const read of reads) read(facts, context);
      const value = verdict(facts, context);
      seen[place] = value;
      return value;
    };
  }

  function note(place: number, note: unknown): void {
    seen[place + 1] = note;
    hasNotes = true;
  }

  /** Notes what will become of that which keeps a condition from being as wanted. */
  function foresee(probe: Probe, wanted: boolean, facts: Facts, context: EvaluationContext): void {
    const { node, operands, isJoin, place, follow, hasFuture } = probe;
    if (!hasFuture) return;
    const wantedOfParts = isJoin && node.kind === 'operation' && node.name === '!' ? !wanted : wanted;
    for (const operand of operands) {
      if (!isJoin || (seen[operand.place] === true) !== wantedOfParts) {
        foresee(operand, wantedOfParts, facts, context);
      }
    }
    if (isJoin) note(place, firstOf(timesIn(probe, seen), compileNode(node), wanted, facts, context));
    else if (follow && seen[place] !== undefined) note(place, follow(seen[place], wanted, facts, context));
  }

  const root = probe(condition, false, at);
  return {
    root,
    record(facts, context) {
      // Whoever is asked meanwhile, such as for a permission, may explain the same condition.
      const outer = seen;
      seen = spare ?? new Array<unknown>(size).fill(undefined);
      spare = undefined;
      if (root.evaluate(facts, context) !== true) foresee(root, true, facts, context);
      const copy = seen.slice();
      if (hasNotes) seen.fill(undefined);
      hasNotes = false;
      spare = seen;
      seen = outer;
      return copy;
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

export function isForesight(note: unknown): note is Foresight {
  return isRecord(note) && 'at' in note;
}

/** When something in a condition changes by itself. */
function timesIn({ operands, place }: Probe, seen: Seen): readonly number[] {
  const note = seen[place + 1];
  return [...(isForesight(note) ? [note.at] : []), ...operands.flatMap((operand) => timesIn(operand, seen))];
}

/** The first of some times at which a condition is as wanted: when one part begins, another may be over. */
function firstOf(
  times: readonly number[],
  evaluate: Evaluate,
  wanted: boolean,
  facts: Facts,
  context: EvaluationContext,
): Foresight | undefined {
  for (const at of times.toSorted((one, other) => one - other).slice(0, MOST_TIMES)) {
    const value = evaluate(facts, { ...context, now: at });
    if (value !== undefined && (value === true) === wanted) return { at, value };
  }
  return undefined;
}

function prepareToFollow(node: ConditionNode): Follow | undefined {
  if (node.kind !== 'query') return undefined;
  const { operator, query } = node;
  const parts = node.parts.map(compileNode);
  const nextChange = operator.nextChange?.(query, parts);
  if (!nextChange) return undefined;
  // A query of its own, as a history keeps the last answer to each.
  const evaluate = operator.compile(Object.freeze({ ...query }), parts);
  const follow: Follow = (value, wanted, facts, context) => {
    const later = { ...context };
    for (let step = 0; step < MOST_STEPS; step++) {
      const at = nextChange(later);
      if (!Number.isFinite(at)) return undefined;
      later.now = at;
      const then = evaluate(facts, later);
      // A number is foreseen at its next change only.
      if (typeof value === 'boolean' ? then === wanted : then !== value) return { at, value: then };
    }
    return undefined;
  };
  return isHistoryQuery(query) ? follow : remembering(follow);
}

/** What depends on nothing but the time is foreseen once, until it comes. */
function remembering(follow: Follow): Follow {
  let from = Infinity;
  let kept: Foresight | undefined;
  let keptFor: boolean | undefined;
  return (value, wanted, facts, context) => {
    const now = context.now ?? Number.NaN;
    if (keptFor !== wanted || !kept || !(now >= from && now < kept.at)) {
      kept = follow(value, wanted, facts, context);
      from = now;
      keptFor = wanted;
    }
    return kept;
  };
}
