import { invalid } from '../condition/refusal.ts';
import { parsePattern, type Step } from './parse-pattern.ts';

// How many transitions are remembered before all are forgotten.
const MOST_TRANSITIONS = 5000;

/** Where the automaton may be after what was read. */
interface State {
  readonly steps: readonly Step[];
  /** A character like the last that was read, as far as assertions can tell; none at the start. */
  readonly last: string;
  /** What follows a character, at its code unit plus 1, and the end, at 0: a state, or the verdict where it is certain. */
  readonly next: (State | boolean)[];
}

/**
 * A regular expression as a function that says whether a text has a match, in time proportional to the text: the automaton is in
 * all of its states at once and never goes back (Thompson, 1968), and remembers what it did before. Patterns are those of
 * JavaScript without look-around, back-references and Unicode properties; the only flag is `i`.
 *
 * @throws KindredError `invalid-rule` for a pattern that is malformed, too large, or cannot be matched in linear time
 * @example
 * ```ts
 * import { compilePattern } from 'kindred/rules';
 *
 * const isOrder = compilePattern('^[a-z]{2}-\\d+$', 'i');
 * console.log(isOrder('DE-2041')); // true
 * ```
 */
export function compilePattern(source: string, flags = '', at = ''): (text: string) => boolean {
  if (!/^i?$/.test(flags)) throw invalid(`There is no flag "${flags}" of patterns`, at, 'There is only "i".');
  return (flags ? undefined : compileLiteral(source)) ?? compileAutomaton(parsePattern(source, flags, at));
}

/** A pattern that is a plain text, which may be bound to the start or the end. */
function compileLiteral(source: string): ((text: string) => boolean) | undefined {
  const [, start, escaped, end] = /^(\^?)((?:[^\\^$.*+?()[\]{}|]|\\[^\da-z])*)(\$?)$/i.exec(source) ?? [];
  const wanted = escaped?.replace(/\\([\s\S])/g, '$1');
  if (wanted === undefined) return undefined;
  if (start) return end ? (text) => text === wanted : (text) => text.startsWith(wanted);
  return end ? (text) => text.endsWith(wanted) : (text) => text.includes(wanted);
}

function compileAutomaton(first: Step): (text: string) => boolean {
  const states = new Map<string, State>();
  const start: State = { steps: [first], last: '', next: [] };
  // A match may begin anywhere, unless the pattern says otherwise.
  const anywhere = first.asserts === '^' ? [] : [first];
  let transitions = 0;

  function advance(state: State, key: number): State | boolean {
    const next = follow(state, key ? String.fromCharCode(key - 1) : '');
    transitions += 1;
    if (transitions > MOST_TRANSITIONS) {
      transitions = 0;
      states.clear();
      start.next.length = 0;
    }
    state.next[key] = next;
    return next;
  }

  function follow({ steps, last }: State, character: string): State | boolean {
    const reached = new Set(steps);
    const next = new Set(anywhere);
    // What is added to a set on the way is visited too.
    for (const { takes, asserts, next: after } of reached) {
      if (asserts && !holds(asserts, last, character)) continue;
      if (!takes && !after.length) return true;
      if (!takes || takes.test(character)) for (const step of after) (takes ? next : reached).add(step);
    }
    return next.size > 0 && remember([...next], /\w/.test(character) ? 'a' : ' ');
  }

  function remember(steps: readonly Step[], last: string): State {
    const key = last + steps.map(({ id }) => id);
    const state = states.get(key) ?? { steps, last, next: [] };
    states.set(key, state);
    return state;
  }

  return (text) => {
    let state: State | boolean = start;
    for (let index = 0; index <= text.length && typeof state === 'object'; index += 1) {
      const key = index < text.length ? text.charCodeAt(index) + 1 : 0;
      state = state.next[key] ?? advance(state, key);
    }
    return state === true;
  };
}

/** Whether an assertion holds between two characters. */
function holds(assertion: string, last: string, character: string): boolean {
  if (assertion === '^') return last === '';
  if (assertion === '$') return character === '';
  return (/\w/.test(last) !== /\w/.test(character)) === (assertion === '\\b');
}
