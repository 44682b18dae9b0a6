import type { Atom, Formula } from './formula.ts';
import {
  ANYTHING,
  intersect,
  invert,
  isNothing,
  UNKNOWN,
  unite,
  type ValueSet,
  withWholeNumbers,
} from './value-set.ts';

/** What a formula is wanted to be. `false` is known and not true; the negations include what is unknown. */
export type Wanted = 'true' | 'false' | 'not-true' | 'not-false';

export interface Goal {
  readonly formula: Formula;
  readonly wanted: Wanted;
}

/** Two parts that no facts meet at once. */
interface Conflict {
  readonly one: Atom;
  readonly other: Atom;
}

/** Whether all goals can be met: `no` is proved, `maybe` is all that can be said otherwise. */
export type Answer =
  | { readonly kind: 'maybe' }
  /** The conflict is told where nothing else had to be chosen. */
  | { readonly kind: 'no'; readonly conflict?: Conflict };

type Goals = readonly Goal[];

/** What is left of the values of a term, and the parts that left it. */
interface Left {
  readonly values: ValueSet;
  readonly by: readonly Atom[];
}

// A search that takes more steps than this is given up: what is not proved is not said.
const MOST_STEPS = 2000;

const MAYBE: Answer = { kind: 'maybe' };
const NO: Answer = { kind: 'no' };

/**
 * Looks for values of the terms that meet all goals, each term on its own: an intersection per term, and a search over the
 * alternatives (Davis, Logemann & Loveland, "A machine program for theorem-proving", 1962). Sound, not complete: `no` means that no
 * facts, history, clock and permissions whatever meet the goals.
 */
export function findConflict(goals: Goals): Answer {
  let steps = 0;

  function search(goals: Goals, choices: readonly Goals[], known: ReadonlyMap<string, Left>): Answer {
    const left = new Map(known);
    const open = [...choices];
    for (const todo = [...goals]; todo.length; ) {
      if (++steps > MOST_STEPS) return MAYBE;
      const goal = todo.pop();
      const met = goal ? step(goal, left) : { kind: 'done' as const };
      if (met.kind === 'conflict') return met.answer;
      if (met.kind === 'all') todo.push(...met.goals);
      if (met.kind === 'one') open.push(met.goals);
    }
    return choose(open, left);
  }

  /** Takes the choice with the fewest alternatives, and tries each of them. */
  function choose(choices: readonly Goals[], left: ReadonlyMap<string, Left>): Answer {
    const possible = choices.map((goals) => goals.filter((goal) => isOpen(goal, left)));
    const [next, ...others] = possible.toSorted((a, b) => a.length - b.length);
    if (!next) return MAYBE;
    for (const goal of next) {
      const answer = search([goal], others, left);
      if (answer.kind === 'maybe') return answer;
    }
    return NO;
  }

  return search(goals, [], new Map());
}

type Step =
  | { readonly kind: 'done' }
  | { readonly kind: 'conflict'; readonly answer: Answer }
  | { readonly kind: 'all' | 'one'; readonly goals: Goals };

const DONE: Step = { kind: 'done' };
const FAILED: Step = { kind: 'conflict', answer: NO };

function step({ formula, wanted }: Goal, left: Map<string, Left>): Step {
  switch (formula.kind) {
    case 'constant':
      return formula.value === (wanted === 'true' || wanted === 'not-false') ? DONE : FAILED;
    case 'not':
      return { kind: 'all', goals: [{ formula: formula.part, wanted: OF_NOT[wanted] }] };
    case 'atom':
      return narrow(formula, wanted, left);
    case 'chain':
      return wanted === 'true' || wanted === 'not-true' ? join(formula.parts, 'and', wanted) : DONE;
    default:
      return join(formula.parts, formula.kind, wanted);
  }
}

const OF_NOT: Readonly<Record<Wanted, Wanted>> = {
  true: 'false',
  false: 'true',
  'not-true': 'not-false',
  'not-false': 'not-true',
};

/** Of "and" every part must be true, and also every part not false; of "or" it is the other way round. */
function join(parts: readonly Formula[], kind: 'and' | 'or', wanted: Wanted): Step {
  const isPositive = wanted === 'true' || wanted === 'not-false';
  const goals = parts.map((formula) => ({ formula, wanted }));
  return { kind: (kind === 'and') === isPositive ? 'all' : 'one', goals };
}

function narrow(atom: Atom, wanted: Wanted, left: Map<string, Left>): Step {
  const before = left.get(atom.term) ?? { values: ANYTHING, by: [] };
  const values = intersect(before.values, valuesFor(atom, wanted));
  left.set(atom.term, { values, by: [...before.by, atom] });
  if (!isNothing(values)) return DONE;
  const other = before.by.find((one) => one !== atom);
  return { kind: 'conflict', answer: other ? { kind: 'no', conflict: { one: other, other: atom } } : NO };
}

/** The values of the term with which the atom is as wanted. */
export function valuesFor({ values, domain, isWhole }: Atom, wanted: Wanted): ValueSet {
  const found = intersect(wantedValues(values, wanted), domain);
  return isWhole ? withWholeNumbers(found) : found;
}

function wantedValues(values: ValueSet, wanted: Wanted): ValueSet {
  switch (wanted) {
    case 'true':
      return values;
    case 'not-true':
      return invert(values);
    case 'false':
      return { ...invert(values), unknown: false };
    case 'not-false':
      return unite(values, UNKNOWN);
  }
}

/** Whether an alternative is still possible by itself. */
function isOpen({ formula, wanted }: Goal, left: ReadonlyMap<string, Left>): boolean {
  if (formula.kind !== 'atom') return true;
  const known = left.get(formula.term)?.values ?? ANYTHING;
  return !isNothing(intersect(known, valuesFor(formula, wanted)));
}
