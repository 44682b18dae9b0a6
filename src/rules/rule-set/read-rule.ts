import { isKindredError, isRecord, type Json } from '../../core/index.ts';
import type { Condition } from '../condition/condition.ts';
import { invalid, unknownName } from '../condition/facts.ts';
import { type ConditionOptions, parseExpression } from '../condition/parse.ts';
import { parseSchedule } from '../operators/schedule.ts';
import { type Fields, readFields, readList, readNumber, readText } from './fields.ts';
import type { Cap, Group, Holdout, Rule } from './rule.ts';

/** What the rules of a file refer to. */
export interface Surroundings {
  readonly options: ConditionOptions;
  readonly groups: ReadonlyMap<string, Group>;
  readonly holdouts: ReadonlyMap<string, Holdout>;
  /** The ids of the rules so far, with their places. */
  readonly ids: Map<string, string>;
}

const KEYS = ['id', 'when', 'priority', 'group', 'stop', 'schedule', 'score', 'excludes', 'holdout', 'cap', 'outcome'];

/** @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong */
export function readRule(input: Json, at: string, { options, groups, holdouts, ids }: Surroundings): Rule {
  const fields = readFields(input, at, KEYS);
  const { priority = 0, stop = false, schedule, score = 0, excludes = [], outcome = null } = fields;
  const id = readText(fields.id, placeOf(fields, 'id', at));
  if (ids.has(id)) throw invalid(`A second rule "${id}"`, `${at}/id`, `The first is at ${ids.get(id)}.`);
  ids.set(id, at);
  if (fields.when === undefined) throw invalid('A rule without a condition', at, 'Write "when"; true is always.');
  if (typeof stop !== 'boolean') throw invalid('This is neither true nor false', `${at}/stop`, 'Write true.');
  return Object.freeze({
    id,
    at,
    condition: parseExpression(fields.when, 'boolean', { ...options, at: `${at}/when` }),
    priority: readNumber(priority, `${at}/priority`),
    group: readReference(fields, 'group', at, groups),
    stop,
    schedule: schedule === undefined ? undefined : parseSchedule(schedule, `${at}/schedule`),
    score: typeof score === 'number' ? score : parseExpression(score, 'number', { ...options, at: `${at}/score` }),
    excludes: Object.freeze(
      readList(excludes, `${at}/excludes`).map((id, index) => readText(id, `${at}/excludes/${index}`)),
    ),
    holdout: readReference(fields, 'holdout', at, holdouts),
    cap: fields.cap === undefined ? undefined : readCap(id, fields.cap, at, options),
    outcome,
  });
}

function readReference<Value>(
  fields: Fields,
  key: string,
  at: string,
  known: ReadonlyMap<string, Value>,
): Value | undefined {
  if (fields[key] === undefined) return undefined;
  const name = readText(fields[key], `${at}/${key}`);
  const value = known.get(name);
  if (value === undefined) throw unknownName(key, name, `${at}/${key}`, [...known.keys()]);
  return value;
}

function readCap(id: string, input: Json, at: string, options: ConditionOptions): Cap {
  const { count, within } = readFields(input, `${at}/cap`, ['count', 'within']);
  const most = readNumber(count, placeOf(input, 'count', `${at}/cap`), 1);
  return Object.freeze({ count: most, condition: parseCap([id, most, within ?? null], input, at, options) });
}

/** The cap as the operator of that name has it; what is wrong with an operand is wrong with a member here. */
function parseCap(operands: readonly Json[], input: Json, at: string, options: ConditionOptions): Condition {
  try {
    return parseExpression({ cap: operands }, 'boolean', { ...options, at });
  } catch (error) {
    if (!isKindredError(error)) throw error;
    const key = error.at?.endsWith('/1') ? 'count' : 'within';
    throw invalid('This is no cap', placeOf(input, key, `${at}/cap`), error.message);
  }
}

/** Where a member stands, or should stand. */
function placeOf(input: Json, key: string, at: string): string {
  return isRecord(input) && input[key] !== undefined ? `${at}/${key}` : at;
}
