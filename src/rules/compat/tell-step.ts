import { isRecord, pointerTo } from '../../core/index.ts';
import type { Explanation } from '../condition/explain.ts';
import { NOTHING } from '../condition/seen.ts';
import { type FactWords, formatValue, sayFact } from '../condition/words.ts';
import { isTruthy } from './coercion.ts';
import type { Part } from './logic.ts';

/** What an operator gave when it was applied last, and those that were applied for that. */
export interface Step {
  readonly name: string;
  readonly at: string;
  readonly isTop: boolean;
  readonly operands: readonly Part[];
  /** Not there where it could not be applied. */
  value?: unknown;
  readonly steps: Map<string, Step>;
}

const ON_LIST = /^(map|filter|all|some|none|reduce)$/;

// Of these the last operand that was applied decides.
const JOINING = /^(and|or|if|\?:)$/;

/** The explanation of what an operator gave. */
export function tellStep(step: Step, words: FactWords): Explanation {
  const { name, at, operands, isTop, value, steps } = step;
  const parts = [...steps.values()].map((part) => tellStep(part, words));
  const last = JOINING.test(name) ? parts.at(-1) : undefined;
  const path = pathOf(step);
  const holds = isTruthy(value);
  const [{ seen: about } = { seen: value }] = parts;
  return {
    operator: name,
    pointer: at,
    holds,
    reason: holds ? 'holds' : (last?.reason ?? ((about ?? null) === null ? 'missing' : 'fails')),
    sentence: last?.sentence ?? say(step, words),
    fact: isTop ? path?.replaceAll('\\', '\\\\') : undefined,
    seen: value,
    needed: name === 'var' ? NOTHING : operands.flatMap(({ constant }) => (constant ? [constant.value] : [])),
    nearMiss: undefined,
    parts,
  };
}

/** The path that `var` reads, unless it is computed. */
function pathOf({ name, operands: [operand] }: Step): string | undefined {
  return name === 'var' && operand?.constant ? String(operand.constant.value ?? '') : undefined;
}

/** A text in quotes, as this dialect converts what is none. */
function show(value: unknown): string {
  if (isRecord(value)) return '{…}';
  return typeof value === 'string' ? `"${formatValue(value)}"` : formatValue(value);
}

/** "< of age 20, 18 is no" */
function say(step: Step, words: FactWords): string {
  const { name, at, operands, isTop, steps, value } = step;
  const path = pathOf(step);
  if (path !== undefined) {
    return sayFact({ name: path || 'it', path: path.split('.') }, isTop ? words : {}, show(value));
  }
  const inside = pointerTo(at, name);
  const shown = operands.flatMap(({ constant }, index) => {
    // What is asked of each element of a list is told as a part.
    if (ON_LIST.test(name) && index === 1) return [];
    const operand = steps.get(pointerTo(inside, index)) ?? steps.get(inside);
    if (operand && pathOf(operand) !== undefined) return say(operand, words);
    return constant || operand ? show((constant ?? operand)?.value) : '…';
  });
  const gives = 'value' in step ? `is ${show(value)}` : 'cannot be applied';
  return `${name} of ${shown.join(', ')} ${gives}`;
}
