// What the members of a query may be; each reader throws `invalid-input` with the JSON Pointer of what is not.
import { isRecord, KindredError, ownValue, pointerTo } from '../core/index.ts';
import type { HistoryItem } from '../recommend/index.ts';

const MAX_ID_LENGTH = 256;
export const MAX_LIST_LENGTH = 1_000;

export function member<Value>(
  input: Readonly<Record<string, unknown>>,
  name: string,
  read: (value: unknown, at: string) => Value,
  at = '',
): Value | undefined {
  const value = ownValue(input, name);
  return value === undefined ? undefined : read(value, pointerTo(at, name));
}

export function readId(value: unknown, at: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH) return value;
  throw invalid(at, `is not an id of 1 to ${MAX_ID_LENGTH} characters`);
}

export function readList<Value>(
  value: unknown,
  at: string,
  read: (value: unknown, at: string) => Value,
): readonly Value[] {
  if (!Array.isArray(value)) throw invalid(at, 'is not a list');
  if (value.length > MAX_LIST_LENGTH) throw invalid(at, `holds ${value.length}; at most ${MAX_LIST_LENGTH} are taken`);
  return value.map((item, index) => read(item, pointerTo(at, index)));
}

export function readItem(value: unknown, at: string): string | HistoryItem {
  if (!isRecord(value)) return readId(value, at);
  const item = readId(ownValue(value, 'item'), pointerTo(at, 'item'));
  const weight = member(value, 'weight', readAboveZero, at);
  const timeMs = member(value, 'timeMs', readTime, at);
  return { item, ...(weight === undefined ? {} : { weight }), ...(timeMs === undefined ? {} : { timeMs }) };
}

export function readAboveZero(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw invalid(at, 'is not a number above zero');
}

function readTime(value: unknown, at: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalid(at, 'is not a time in milliseconds since 1970');
}

export function readCount(value: unknown, at: string, maxCount: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxCount) return value;
  throw invalid(at, `is not a whole number from 1 to ${maxCount}`);
}

export function readChoice<Choice extends string>(value: unknown, at: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw invalid(at, `is not one of ${choices.join(', ')}`);
}

export function readBoolean(value: unknown, at: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalid(at, 'is neither true (1) nor false (0)');
}

export function invalid(at: string, problem: string): KindredError {
  const sentence = at === '' ? problem : `${at} ${problem}`;
  return new KindredError('invalid-input', sentence.endsWith('?') ? sentence : `${sentence}.`, { at });
}
