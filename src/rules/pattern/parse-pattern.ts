import { invalid } from '../condition/refusal.ts';

// Matching a text takes at most its length times this many steps.
const MOST_STEPS = 500;

const REMEDY = 'There are no look-arounds, back-references and \\p; a sign itself is written "\\(".';

/** A state of the automaton: it takes a character, or holds at some places only, or does neither; then it goes on. */
export interface Step {
  readonly id: number;
  /** Says whether a character, a UTF-16 code unit, is taken here. */
  readonly takes: RegExp | undefined;
  /** `^`, `$`, `\b` or `\B`. */
  readonly asserts: string | undefined;
  readonly next: readonly Step[];
}

/** A part of a pattern: makes the steps that lead through it to the one that is given. */
type Part = (next: Step) => Step;

/**
 * Reads a regular expression in JavaScript's syntax and makes an automaton of it (Thompson, 1968), whose last step is the one
 * that has no next. Groups capture nothing, and lazy repetitions are read as others, as only the verdict counts.
 *
 * @throws KindredError `invalid-rule` for what is malformed, too large, or cannot be matched in linear time
 */
export function parsePattern(source: string, flags: string, at: string): Step {
  let place = 0;
  let count = 0;

  function refuse(): never {
    throw invalid(`The pattern cannot be read from character ${place + 1} on`, at, REMEDY);
  }

  /** Takes what a sticky expression matches here. */
  function take(wanted: RegExp): readonly (string | undefined)[] {
    wanted.lastIndex = place;
    const found = wanted.exec(source) ?? [];
    place += found[0]?.length ?? 0;
    return found;
  }

  function makeStep(next: readonly Step[], takes?: RegExp, asserts?: string): Step {
    count += 1;
    if (count > MOST_STEPS) throw invalid('The pattern is too large', at, 'Shorten it, and repeat less.');
    return { id: count, takes, asserts, next };
  }

  function parseAlternatives(): Part {
    const parts = [parseSequence()];
    while (take(/\|/y)[0]) parts.push(parseSequence());
    return (next) => makeStep(parts.map((part) => part(next)));
  }

  function parseSequence(): Part {
    const parts: Part[] = [];
    while (/[^|)]/y.test(source.charAt(place))) parts.push(parseTerm());
    return (next) => parts.reduceRight((after, part) => part(after), next);
  }

  function parseTerm(): Part {
    const [asserts] = take(/[$^]|\\b/iy);
    if (asserts) return (next) => makeStep([next], undefined, asserts);
    const part = take(/\((?:\?:|\?<[a-z_]\w*>|(?!\?))/iy)[0] ? parseGroup() : parseCharacter();
    const [sign, least, comma, most] = take(/(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y);
    if (!sign) return part;
    const from = Number(least ?? (sign.startsWith('+') ? 1 : 0));
    const to = Number(most || (sign.startsWith('?') ? 1 : least && !comma ? least : Infinity));
    return to < from ? refuse() : (next) => repeat(part, from, to, next);
  }

  function parseGroup(): Part {
    const part = parseAlternatives();
    return take(/\)/y)[0] ? part : refuse();
  }

  function parseCharacter(): Part {
    // A class, an escape, or any other character that is no sign.
    const character =
      /\[(?:[^\]\\]|\\(?:[DSWbdfnrstvw]|0(?!\d)|x[\dA-F]{2}|u[\dA-F]{4}|[^\dA-Z]))*\]|[^$()*+?[\\^{|]|\\(?:[DSWdfnrstvw]|0(?!\d)|x[\dA-F]{2}|u[\dA-F]{4}|[^\dA-Z])/iy;
    const [text = refuse()] = take(character);
    const takes = compile(text);
    return (next) => makeStep([next], takes);
  }

  function compile(text: string): RegExp {
    try {
      return new RegExp(`^${text}$`, flags);
    } catch {
      return refuse();
    }
  }

  /** Every time makes a step, so that the repetition of nothing ends too. */
  function repeat(part: Part, from: number, to: number, next: Step): Step {
    const ways = [next];
    let first = next;
    if (to === Infinity) {
      first = makeStep(ways);
      ways.push(part(first));
    } else {
      for (let times = from; times < to; times += 1) first = makeStep([next, part(first)]);
    }
    for (let times = 0; times < from; times += 1) first = makeStep([part(first)]);
    return first;
  }

  // Longer ones would only be refused later.
  const whole = source.length > MOST_STEPS ? refuse() : parseAlternatives();
  return place < source.length ? refuse() : whole(makeStep([]));
}
