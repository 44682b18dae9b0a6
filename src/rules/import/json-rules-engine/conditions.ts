import { isRecord, type Json, pointerTo } from '../../../core/index.ts';
import { invalid, unknownName } from '../../condition/refusal.ts';
import type { ImportNote } from '../imported.ts';
import { factOf } from './fact-path.ts';
import { compare } from './operators.ts';

/** What conditions refer to, and where their notes go. */
export interface Context {
  /** The names of the conditions that rules share. */
  readonly shared: readonly string[];
  readonly notes: ImportNote[];
}

/** What they may have besides what they say, which has no counterpart. */
const LEFT_OUT = ['priority', 'name', 'result', 'factResult', 'valueResult'];

/**
 * A condition of json-rules-engine as a strict one; a reference to a shared condition becomes one to a segment.
 *
 * @throws KindredError `invalid-rule`
 */
export function readCondition(input: Json, at: string, context: Context): Json {
  if (!isObject(input)) throw invalid('This is no condition', at, 'Write {"fact": …, "operator": …, "value": …}.');
  const { any, all, not, condition } = input;
  // In this order, as the engine looks for them.
  if (any !== undefined) return readGroup('any', any, input, at, context);
  if (all !== undefined) return readGroup('all', all, input, at, context);
  if (not !== undefined) {
    checkKeys(input, ['not'], at, context);
    return { '!': [readCondition(not, pointerTo(at, 'not'), context)] };
  }
  return condition === undefined ? readComparison(input, at, context) : readReference(condition, input, at, context);
}

type JsonObject = Readonly<Record<string, Json>>;

function readGroup(key: 'any' | 'all', list: Json, input: JsonObject, at: string, context: Context): Json {
  const place = pointerTo(at, key);
  checkKeys(input, [key], at, context);
  if (!Array.isArray(list)) throw invalid('This is no list of conditions', place, 'Write […].');
  const parts = list.map((item, index) => readCondition(item, pointerTo(place, index), context));
  // The engine takes an empty list as true, either way.
  return parts.length ? { [key === 'any' ? 'or' : 'and']: parts } : true;
}

function readReference(name: Json, input: JsonObject, at: string, context: Context): Json {
  checkKeys(input, ['condition'], at, context);
  const place = pointerTo(at, 'condition');
  if (typeof name === 'string' && context.shared.includes(name)) return { segment: name };
  throw unknownName('condition', String(name), place, context.shared);
}

function readComparison(input: JsonObject, at: string, context: Context): Json {
  const { fact, operator, value, path } = input;
  checkKeys(input, ['fact', 'operator', 'value', 'path', 'params'], at, context);
  checkParams(input, at);
  if (typeof fact !== 'string') throw invalid('A condition without a fact', at, 'Write "fact": "…".');
  if (typeof operator !== 'string') throw invalid('A condition without an operator', at, 'Write "operator": "equal".');
  if (value === undefined) throw invalid('A condition without a value', at, 'Write "value": ….');
  const place = pointerTo(at, 'value');
  const other = isObject(value) && typeof value.fact === 'string' ? value : undefined;
  if (other) checkParams(other, place);
  return compare(
    operator,
    {
      fact: factOf(fact, path, pointerTo(at, 'path')),
      value: other ? factOf(String(other.fact), other.path, pointerTo(place, 'path')) : value,
      isFact: other !== undefined,
      at: place,
      note: (note) => context.notes.push({ at, note }),
    },
    pointerTo(at, 'operator'),
  );
}

function checkParams({ params }: JsonObject, at: string): void {
  if (params === undefined || params === null || (isObject(params) && !Object.keys(params).length)) return;
  throw invalid('A fact with parameters is computed', pointerTo(at, 'params'), 'Give the result as a fact.');
}

/** What has no counterpart is noted; what is unknown is a mistake. */
function checkKeys(input: JsonObject, known: readonly string[], at: string, { notes }: Context): void {
  for (const key of Object.keys(input)) {
    if (known.includes(key)) continue;
    if (!LEFT_OUT.includes(key)) throw unknownName('key', key, pointerTo(at, key), [...known, ...LEFT_OUT]);
    notes.push({ at: pointerTo(at, key), note: `"${key}" has no counterpart, and is left out` });
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return isRecord(value);
}
