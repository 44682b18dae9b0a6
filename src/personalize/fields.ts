import { isRecord, type Json, KindredError, nearestName, pointerTo } from '../core/index.ts';

/** The members of an object of the rules file. */
export type Fields = Readonly<Record<string, Json>>;

/**
 * The members of an object that has no others than those named.
 *
 * @throws KindredError `invalid-rule` for what is no object, and for an unknown key, with the nearest known one
 */
export function readFields(input: Json | undefined, at: string, known: readonly string[]): Fields {
  const fields = readObject(input, at);
  for (const key of Object.keys(fields)) {
    if (known.includes(key)) continue;
    const near = nearestName(key, known);
    const remedy = near ? `Did you mean "${near}"?` : `Known: ${known.join(', ')}.`;
    throw invalid(`Unknown key "${key}"`, pointerTo(at, key), remedy);
  }
  return fields;
}

/** @throws KindredError `invalid-rule` for what is no object */
export function readObject(input: Json | undefined, at: string): Fields {
  if (isObject(input)) return input;
  throw invalid(input === undefined ? 'Something is missing' : 'This is no object', at, 'Write { … } here.');
}

/** @throws KindredError `invalid-rule` for what is no list */
export function readList(input: Json | undefined, at: string): readonly Json[] {
  if (isList(input)) return input;
  throw invalid(input === undefined ? 'Something is missing' : 'This is no list', at, 'Write [ … ] here.');
}

/** An `invalid-rule` error in the form of all of them: what, where, remedy. */
export function invalid(problem: string, at: string, remedy: string): KindredError {
  return new KindredError('invalid-rule', `${problem}, at ${at || 'the top'}. ${remedy}`, { at });
}

function isObject(value: Json | undefined): value is Fields {
  return isRecord(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
