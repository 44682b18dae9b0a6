import { isRecord, pointerTo } from '../../core/index.ts';
import { invalid, unknownName } from '../condition/refusal.ts';

/** The members of an object of the rules file. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The members of an object that has no others than those named; without names any.
 *
 * @throws KindredError `invalid-rule` for what is no object, and for an unknown key, with the nearest known one
 */
export function readFields(input: unknown, at: string, known?: readonly string[]): Fields {
  if (!isRecord(input)) throw invalid('This is no object', at, known ? `Write ${known.join(', ')}.` : 'Write names.');
  if (!known) return input;
  for (const key in input) {
    if (!known.includes(key) && Object.hasOwn(input, key)) throw unknownName('key', key, pointerTo(at, key), known);
  }
  return input;
}

/** The members of a list. @throws KindredError `invalid-rule` for what is no list, and for one that is too long */
export function readList(input: unknown, at: string, most: number): readonly unknown[] {
  if (!Array.isArray(input)) throw invalid('This is no list', at, 'Write [ … ].');
  if (input.length > most) throw invalid(`A list of ${input.length}`, at, `Write at most ${most}.`);
  // Spreading fills holes.
  return [...input];
}

/** @throws KindredError `invalid-rule` unless the value is a text with something in it */
export function readText(input: unknown, at: string): string {
  if (typeof input === 'string' && input !== '') return input;
  throw invalid('This is no text', at, 'Write one.');
}

/** @throws KindredError `invalid-rule` unless the value is a number from `least` to `most` */
export function readNumber(input: unknown, at: string, least: number = -Infinity, most: number = Infinity): number {
  if (typeof input === 'number' && input >= least && input <= most) return input;
  const bounds = least === -Infinity ? '' : ` from ${least}${most === Infinity ? '' : ` to ${most}`}`;
  throw invalid('This is no such number', at, `Write one${bounds}.`);
}

/** Where a member stands, or should stand. */
export function placeOf(input: unknown, key: string, at: string): string {
  return isRecord(input) && input[key] !== undefined ? `${at}/${key}` : at;
}
