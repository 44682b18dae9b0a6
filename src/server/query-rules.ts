// What a query may say about the arrangement of its list.
import { isRecord, ownValue, pointerTo } from '../core/index.ts';
import type { Calibration, Diversity, Pin } from '../recommend/index.ts';
import { invalid, MAX_LIST_LENGTH, member, readAboveZero, readId } from './query-readers.ts';

export function readBoost(value: unknown, at: string): Readonly<Record<string, number>> {
  return readRecord(value, at, readAboveZero);
}

export function readCaps(value: unknown, at: string): Readonly<Record<string, number>> {
  return readRecord(value, at, (most, place) => readWhole(most, place, 0));
}

export function readPin(value: unknown, at: string): string | Pin {
  if (!isRecord(value)) return readId(value, at);
  const item = readId(ownValue(value, 'item'), pointerTo(at, 'item'));
  const position = member(value, 'position', (place, pointer) => readWhole(place, pointer, 1), at);
  return position === undefined ? { item } : { item, position };
}

export function readDiversity(value: unknown, at: string): number | Diversity {
  if (!isRecord(value)) return readShare(value, at);
  const strength = readShare(ownValue(value, 'strength'), pointerTo(at, 'strength'));
  const by = member(value, 'by', readId, at);
  return by === undefined ? { strength } : { strength, by };
}

export function readCalibration(value: unknown, at: string): Calibration {
  if (!isRecord(value)) throw invalid(at, 'is not an object such as {"by": "category"}');
  const by = readId(ownValue(value, 'by'), pointerTo(at, 'by'));
  const strength = member(value, 'strength', readShare, at);
  return strength === undefined ? { by } : { by, strength };
}

function readRecord<Value>(
  value: unknown,
  at: string,
  read: (value: unknown, at: string) => Value,
): Readonly<Record<string, Value>> {
  if (!isRecord(value)) throw invalid(at, 'is not an object of names and numbers');
  const entries = Object.entries(value);
  if (entries.length > MAX_LIST_LENGTH) throw invalid(at, `holds more than ${MAX_LIST_LENGTH}`);
  return Object.fromEntries(entries.map(([name, member]) => [name, read(member, pointerTo(at, name))]));
}

function readShare(value: unknown, at: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw invalid(at, 'is not a number from 0 to 1');
}

function readWhole(value: unknown, at: string, least: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw invalid(at, `is not a whole number from ${least}`);
}
