import { isRecord, KindredError, nearestName, ownValue, pointerTo } from '../core/index.ts';
import type { HistoryItem, RecommendQuery } from '../recommend/index.ts';

/** What a caller may ask; what the server adds, such as a filter, is not the caller's. */
export type CallerQuery = Omit<RecommendQuery, 'where'>;

const MEMBERS = ['user', 'items', 'count', 'exclude', 'repeats', 'explain', 'fill'];
const MAX_ID_LENGTH = 256;
const MAX_LIST_LENGTH = 1_000;

/**
 * The parameters of an address as the object that a POST would hold. Lists are separated by commas, or named several times;
 * an id with a comma in it needs a POST.
 */
export function queryOfAddress(parameters: URLSearchParams): Readonly<Record<string, unknown>> {
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(names.map((name) => [name, parameterValue(name, parameters.getAll(name))]));
}

/** @throws KindredError `invalid-input`, its `at` a JSON Pointer: `/count` for the parameter `count` too */
export function parseRecommendQuery(input: unknown, maxCount: number): CallerQuery {
  if (!isRecord(input)) throw invalid('', 'The body is not an object such as {"items": ["oolong"], "count": 8}');
  requireKnownMembers(input);
  const user = member(input, 'user', readId);
  const items = member(input, 'items', (value, at) => readList(value, at, readItem));
  const exclude = member(input, 'exclude', (value, at) => readList(value, at, readId));
  const count = member(input, 'count', (value, at) => readCount(value, at, maxCount));
  const repeats = member(input, 'repeats', (value, at) => readChoice(value, at, ['exclude', 'allow'] as const));
  const fill = member(input, 'fill', (value, at) => readChoice(value, at, ['none', 'popular'] as const));
  const explain = member(input, 'explain', readBoolean);
  return {
    ...(user === undefined ? {} : { user }),
    ...(items === undefined ? {} : { items }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(count === undefined ? {} : { count }),
    ...(repeats === undefined ? {} : { repeats }),
    ...(fill === undefined ? {} : { fill }),
    ...(explain === undefined ? {} : { explain }),
  };
}

function parameterValue(name: string, values: readonly string[]): unknown {
  if (name === 'items' || name === 'exclude')
    return values.flatMap((value) => value.split(',')).filter((id) => id !== '');
  const [value = ''] = values;
  if (values.length > 1) throw invalid(`/${name}`, 'is given more than once');
  if (name === 'count' && value.trim() !== '') return Number(value);
  if (name === 'explain')
    return value === '1' || value === 'true' || (value === '0' || value === 'false' ? false : value);
  return value;
}

function member<Value>(
  input: Readonly<Record<string, unknown>>,
  name: string,
  read: (value: unknown, at: string) => Value,
): Value | undefined {
  const value = ownValue(input, name);
  return value === undefined ? undefined : read(value, `/${name}`);
}

function readId(value: unknown, at: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH) return value;
  throw invalid(at, `is not an id of 1 to ${MAX_ID_LENGTH} characters`);
}

function readList<Value>(value: unknown, at: string, read: (value: unknown, at: string) => Value): readonly Value[] {
  if (!Array.isArray(value)) throw invalid(at, 'is not a list');
  if (value.length > MAX_LIST_LENGTH) throw invalid(at, `holds ${value.length}; at most ${MAX_LIST_LENGTH} are taken`);
  return value.map((item, index) => read(item, pointerTo(at, index)));
}

function readItem(value: unknown, at: string): string | HistoryItem {
  if (!isRecord(value)) return readId(value, at);
  const item = readId(ownValue(value, 'item'), pointerTo(at, 'item'));
  const weight = ownValue(value, 'weight');
  if (weight === undefined) return { item };
  if (typeof weight === 'number' && Number.isFinite(weight) && weight > 0) return { item, weight };
  throw invalid(pointerTo(at, 'weight'), 'is not a number above zero');
}

function readCount(value: unknown, at: string, maxCount: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxCount) return value;
  throw invalid(at, `is not a whole number from 1 to ${maxCount}`);
}

function readChoice<Choice extends string>(value: unknown, at: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw invalid(at, `is not one of ${choices.join(', ')}`);
}

function readBoolean(value: unknown, at: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalid(at, 'is neither true (1) nor false (0)');
}

function requireKnownMembers(input: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(input)) {
    if (MEMBERS.includes(name)) continue;
    const nearest = nearestName(name, MEMBERS);
    throw invalid(
      pointerTo('', name),
      nearest === undefined ? 'is not known' : `is not known. Did you mean "${nearest}"?`,
    );
  }
}

function invalid(at: string, problem: string): KindredError {
  const sentence = at === '' ? problem : `${at} ${problem}`;
  return new KindredError('invalid-input', sentence.endsWith('?') ? sentence : `${sentence}.`, { at });
}
