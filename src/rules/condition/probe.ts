import { pointerTo } from '../../core/index.ts';
import { isHistoryQuery } from '../history/query.ts';
import { compileNode } from './compile.ts';
import type { Condition, ConditionNode } from './condition.ts';
import type { Evaluate, EvaluationContext } from './context.ts';
import type { Facts } from './facts.ts';
import { subjectOf } from './say.ts';
import { type Inner, type Moment, NOTHING, type Note, type Seen } from './seen.ts';
import { whyUnknown } from './unknown.ts';
import type { FactWords } from './words.ts';

/** A node that notes its value. */
export interface Probe {
  readonly node: ConditionNode;
  /** JSON Pointer of the node. */
  readonly at: string;
  /** Its operator; `===` for what is a condition itself. */
  readonly operator: string;
  /** Where its value is in what was seen. */
  readonly place: number;
  /** What it joins or compares. */
  readonly operands: readonly Probe[];
  /** What a comparison is about: its first operand that is not a constant. What compares nothing is about itself, and has none. */
  readonly subject: Probe | undefined;
  /** What it needs in these words, where nothing that is seen matters to that. */
  kept?: { readonly words: FactWords; readonly said: string };
  /** Whether it joins conditions: `and`, `or`, `!`. */
  readonly isJoin: boolean;
  /** The value, noted. */
  readonly evaluate: Evaluate;
  /** For what changes by itself. */
  readonly follow: Follow | undefined;
  /** Whether it or a part of it may do so. */
  readonly hasFuture: boolean;
}

/** Finds what a value will be by itself; a boolean, when it will be as wanted. */
type Follow = (value: unknown, wanted: boolean, facts: Facts, context: EvaluationContext) => Note | undefined;

/** A condition with a probe at each of its nodes. */
export interface Recorder {
  readonly root: Probe;
  /** `moment` is given for a segment: those that were recorded already. Of a segment that holds it is noted, too, what ends it. */
  record(facts: Facts, context: EvaluationContext, moment?: Moment): Seen;
}

// What changes often, such as hours of some days, is followed so far; of what is joined, so many times are tried.
const MOST_STEPS = 32;
const MOST_TIMES = 8;

// What was prepared for a condition stays as long as the condition does.
const RECORDERS: WeakMap<Condition, Recorder> = /* @__PURE__ */ new WeakMap();

/** The recorder of a condition, which is made once. */
export function recorderOf(condition: Condition): Recorder {
  const recorder = RECORDERS.get(condition) ?? createRecorder(condition);
  RECORDERS.set(condition, recorder);
  return recorder;
}

/**
 * Evaluates with the closures that `compileCondition` uses, each once: facts and queries note their values, and what compares
 * and joins them reads what was noted.
 */
function createRecorder({ root: condition, at }: Condition): Recorder {
  // What is seen of constants, and nothing of all else.
  const blank: unknown[] = [];
  let values: unknown[] = [];
  let notes: Note[] = [];
  let moment: Moment | undefined;

  function probe(node: ConditionNode, isOperand: boolean, at: string): Probe {
    const isJoin = node.kind === 'operation' && node.operator.takes[0] === 'boolean';
    // What is compared is one value, however it was calculated.
    const isRead = node.kind !== 'operation' || isOperand;
    const operands = isRead
      ? []
      : node.operands.map((operand, index) =>
          probe(operand, !isJoin, pointerTo(at, node.name) + (node.isShort ? '' : `/${index}`)),
        );
    const place = blank.push(node.kind === 'literal' ? node.value : undefined) - 1;
    const follow = prepareToFollow(node);
    return {
      node,
      at,
      operator: node.kind === 'operation' ? node.name : '===',
      place,
      operands,
      subject: operands[subjectOf(operands.map(({ node }) => node))],
      isJoin,
      evaluate: noting(node, place, operands),
      follow,
      hasFuture: node.kind === 'query' || operands.some(({ hasFuture }) => hasFuture),
    };
  }

  /** Facts and queries note why they are unknown; what compares and joins reads what was noted of its operands. */
  function noting(node: ConditionNode, place: number, operands: readonly Probe[]): Evaluate {
    const replays = operands.map(
      ({ place }) =>
        () =>
          values[place],
    );
    const isRead = node.kind !== 'operation' || operands.length === 0;
    const evaluate = isRead ? compileNode(node) : node.operator.compile(replays, node.operands);
    const reads = operands.filter((operand) => operand.node.kind !== 'literal');
    const compute: Evaluate = (facts, context) => {
      for (const operand of reads) operand.evaluate(facts, context);
      const value = evaluate(facts, context);
      values[place] = value;
      if (isRead && value === undefined) addNote(place, whyUnknown(node, context));
      return value;
    };
    if (node.kind !== 'query' || node.name !== 'segment') return compute;
    return (facts, context) => {
      const condition = context.named?.conditionOf?.(String(node.query.name));
      if (condition) addNote(place, { inner: innerOf(condition, facts, context) });
      return compute(facts, context);
    };
  }

  function addNote(place: number, added: Note | undefined): void {
    notes[place] = { ...notes[place], ...added };
  }

  /** The condition of a segment; where it is asked for again, what was seen of it then. */
  function innerOf(condition: Condition, facts: Facts, context: EvaluationContext): Inner {
    moment ??= new Map();
    const known = moment.get(condition);
    if (known) return known;
    const { root, record } = recorderOf(condition);
    const inner: Inner = { root, seen: { values: NOTHING, notes: NOTHING }, times: NOTHING };
    // Known before it is recorded: what asks for itself ends here.
    moment.set(condition, inner);
    inner.seen = record(facts, context, moment);
    inner.times = timesIn(root, inner.seen.notes);
    return inner;
  }

  /** Notes what will become of that which keeps a condition from being as wanted. */
  function foresee(probe: Probe, wanted: boolean, facts: Facts, context: EvaluationContext): void {
    const { node, operator, operands, isJoin, place, follow, hasFuture } = probe;
    if (!hasFuture) return;
    const wantedOfParts = operator === '!' ? !wanted : wanted;
    for (const operand of operands) {
      if (!isJoin || (values[operand.place] === true) !== wantedOfParts) {
        foresee(operand, wantedOfParts, facts, context);
      }
    }
    const value = values[place];
    if (isJoin) addNote(place, firstOf(timesIn(probe, notes), node, wanted, facts, context));
    else if (follow && value !== undefined) addNote(place, follow(value, wanted, facts, context));
  }

  const root = probe(condition, false, at);
  return {
    root,
    record(facts, context, given) {
      // Whoever is asked meanwhile, such as for a permission, may explain the same condition.
      const outer = { values, notes, moment };
      values = blank.slice();
      notes = [];
      moment = given;
      const value = root.evaluate(facts, context);
      if (given || value !== true) foresee(root, value !== true, facts, context);
      const seen = { values, notes };
      ({ values, notes, moment } = outer);
      return seen;
    },
  };
}

/** When something in a condition changes by itself, the earliest first. */
function timesIn({ operands, place }: Probe, notes: Seen['notes']): readonly number[] {
  const { at, inner } = notes[place] ?? {};
  const times = new Set(inner?.times);
  if (at !== undefined) times.add(at);
  for (const operand of operands) for (const time of timesIn(operand, notes)) times.add(time);
  return [...times].sort((one, other) => one - other).slice(0, MOST_TIMES);
}

/** The first of some times at which a condition is as wanted: when one part begins, another may be over. */
function firstOf(
  times: readonly number[],
  node: ConditionNode,
  wanted: boolean,
  facts: Facts,
  context: EvaluationContext,
): Note | undefined {
  for (const at of times) {
    // What is known of segments is known of now.
    const named = context.named?.anew && { named: context.named.anew() };
    const value = compileNode(node)(facts, { ...context, ...named, now: at });
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
  let kept: Note | undefined;
  let keptFor: boolean | undefined;
  return (value, wanted, facts, context) => {
    const now = context.now ?? Number.NaN;
    if (keptFor !== wanted || !(now >= from && now < (kept?.at ?? now))) {
      kept = follow(value, wanted, facts, context);
      from = now;
      keptFor = wanted;
    }
    return kept;
  };
}
