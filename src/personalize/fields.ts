import { isRecord, type Json, KindredError, nearestName, pointerTo } from '../core/index.ts';

/** The members of an object of the rules file. */
export type Fields = Readonly<Record<string, Json>>;

/**
 * The members of an object that has no others than those named.
 *
 * @throws KindredError `invalid-rule` for what is no object, and for an unknown key, with the nearest known one
 */
export function readFields(input: Json | undefined, at: string, known: readonly string[]): Fields {
  check(isObject(input), at, `Write an object with ${known.join(', ')}`);
  const odd = Object.keys(input).find((key) => !known.includes(key));
  if (odd !== undefined) {
    const near = nearestName(odd, known);
    throw refusal(
      pointerTo(at, odd),
      `Unknown key. ${near ? `Did you mean "${near}"?` : `Known: ${known.join(', ')}.`}`,
    );
  }
  return input;
}

/** @throws KindredError `invalid-rule`, saying what is needed, unless the condition holds */
export function check(holds: boolean, at: string, needed: string): asserts holds {
  if (!holds) throw refusal(at, `${needed}.`);
}

/** Whether a value is a JSON object. */
export function isObject(value: Json | undefined): value is Fields {
  return isRecord(value);
}

/** Whether a value is a JSON list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function refusal(at: string, problem: string): KindredError {
  return new KindredError('invalid-rule', `At ${at || 'the top'}: ${problem}`, { at });
}
