import { isRecord, nearestName, pointerTo } from '../core/index.ts';
import type { RecommendQuery } from '../recommend/index.ts';
import {
  invalid,
  member,
  readAboveZero,
  readBoolean,
  readChoice,
  readCount,
  readId,
  readItem,
  readList,
} from './query-readers.ts';
import { readBoost, readCalibration, readCaps, readDiversity, readPin } from './query-rules.ts';

/** What a caller may ask; what the server adds, such as a filter and the time, is not the caller's. */
export type CallerQuery = Omit<RecommendQuery, 'nowMs' | 'where'>;

const MEMBERS = [
  ...['user', 'items', 'session', 'count', 'exclude', 'repeats', 'explain', 'fill'],
  ...['halfLifeDays', 'boost', 'pins', 'caps', 'diversity', 'calibration'],
];
/** Lists in an address. */
const LISTS = ['items', 'session', 'exclude', 'pins'];
const NUMBERS = ['count', 'halfLifeDays', 'diversity'];

/**
 * The parameters of an address as the object that a POST would hold. Lists are separated by commas, or named several times;
 * an id with a comma in it needs a POST, as do boosts, caps and calibration.
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
  const session = member(input, 'session', (value, at) => readList(value, at, readItem));
  const exclude = member(input, 'exclude', (value, at) => readList(value, at, readId));
  const count = member(input, 'count', (value, at) => readCount(value, at, maxCount));
  const repeats = member(input, 'repeats', (value, at) => readChoice(value, at, ['exclude', 'allow'] as const));
  const fill = member(input, 'fill', (value, at) => readChoice(value, at, ['none', 'popular'] as const));
  const explain = member(input, 'explain', readBoolean);
  const halfLifeDays = member(input, 'halfLifeDays', readAboveZero);
  return {
    ...(user === undefined ? {} : { user }),
    ...(items === undefined ? {} : { items }),
    ...(session === undefined ? {} : { session }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(count === undefined ? {} : { count }),
    ...(repeats === undefined ? {} : { repeats }),
    ...(fill === undefined ? {} : { fill }),
    ...(explain === undefined ? {} : { explain }),
    ...(halfLifeDays === undefined ? {} : { halfLifeDays }),
    ...parseRules(input),
  };
}

function parseRules(input: Readonly<Record<string, unknown>>): CallerQuery {
  const boost = member(input, 'boost', readBoost);
  const pins = member(input, 'pins', (value, at) => readList(value, at, readPin));
  const caps = member(input, 'caps', readCaps);
  const diversity = member(input, 'diversity', readDiversity);
  const calibration = member(input, 'calibration', readCalibration);
  return {
    ...(boost === undefined ? {} : { boost }),
    ...(pins === undefined ? {} : { pins }),
    ...(caps === undefined ? {} : { caps }),
    ...(diversity === undefined ? {} : { diversity }),
    ...(calibration === undefined ? {} : { calibration }),
  };
}

function parameterValue(name: string, values: readonly string[]): unknown {
  if (LISTS.includes(name)) return values.flatMap((value) => value.split(',')).filter((id) => id !== '');
  const [value = ''] = values;
  if (values.length > 1) throw invalid(`/${name}`, 'is given more than once');
  if (NUMBERS.includes(name) && value.trim() !== '') return Number(value);
  if (name === 'explain')
    return value === '1' || value === 'true' || (value === '0' || value === 'false' ? false : value);
  return value;
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
