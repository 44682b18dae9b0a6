import { frozenJson, isKindredError, KindredError } from '../../core/index.ts';
import { compileNode } from '../condition/compile.ts';
import type { Condition } from '../condition/condition.ts';
import type { ParseExpression } from '../condition/parser.ts';
import { invalid, unknownName } from '../condition/refusal.ts';
import type { Schedule } from '../operators/schedule.ts';
import { type Fields, placeOf, readFields, readList, readNumber, readText } from './fields.ts';
import type { Cap, Group, Holdout, Rule } from './rule.ts';

/** What the rules of a file refer to. */
export interface Surroundings {
  readonly parse: ParseExpression;
  readonly groups: ReadonlyMap<string, Group>;
  readonly holdouts: ReadonlyMap<string, Holdout>;
  /** The ids of the rules so far, with their places. */
  readonly ids: Map<string, string>;
}

const MOST_RIVALS = 1000;
const NONE: readonly string[] = [];

const KEYS = ['id', 'when', 'priority', 'group', 'stop', 'schedule', 'score', 'excludes', 'holdout', 'cap', 'outcome'];

/** @throws KindredError `invalid-rule` with the JSON Pointer of what is wrong */
export function readRule(input: unknown, at: string, { parse, groups, holdouts, ids }: Surroundings): Rule {
  const fields = readFields(input, at, KEYS);
  const { priority, stop = false, schedule, score = 0, excludes, outcome = null } = fields;
  const id = readText(fields.id, placeOf(fields, 'id', at));
  if (ids.has(id)) throw invalid(`A second rule "${id}"`, `${at}/id`, `The first is at ${ids.get(id)}.`);
  ids.set(id, at);
  if (fields.when === undefined) throw invalid('A rule without a condition', at, 'Write "when"; true is always.');
  if (typeof stop !== 'boolean') throw invalid('This is neither true nor false', `${at}/stop`, 'Write true.');
  return {
    id,
    at,
    condition: parse(fields.when, 'boolean', `${at}/when`),
    priority: priority === undefined ? 0 : readNumber(priority, `${at}/priority`),
    group: readReference(fields, 'group', at, groups),
    stop,
    schedule: schedule === undefined ? undefined : readSchedule(schedule, at, parse),
    score: typeof score === 'number' ? score : parse(score, 'number', `${at}/score`),
    excludes: excludes === undefined ? NONE : readRivals(excludes, `${at}/excludes`),
    holdout: readReference(fields, 'holdout', at, holdouts),
    cap: fields.cap === undefined ? undefined : readCap(id, fields.cap, at, parse),
    outcome: outcome === null ? null : frozenJson(outcome, { code: 'invalid-rule', at: `${at}/outcome` }),
  };
}

function readRivals(input: unknown, at: string): readonly string[] {
  return readList(input, at, MOST_RIVALS).map((id, index) => readText(id, `${at}/${index}`));
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

function readCap(id: string, input: unknown, at: string, parse: ParseExpression): Cap {
  const { count, within } = readFields(input, `${at}/cap`, ['count', 'within']);
  const most = readNumber(count, placeOf(input, 'count', `${at}/cap`), 1);
  // What is wrong with an operand of `cap` is wrong with a member here.
  const toPlace = (pointer: string) => placeOf(input, pointer.endsWith('/2') ? 'within' : 'count', `${at}/cap`);
  return { count: most, condition: parseAs('cap', [id, most, within ?? null], at, parse, toPlace) };
}

/** A schedule is what the operator `time` takes. */
function readSchedule(input: unknown, at: string, parse: ParseExpression): Schedule {
  const { root } = parseAs('time', input, at, parse, (pointer) => pointer.replace(`${at}/time`, `${at}/schedule`));
  const evaluate = compileNode(root);
  const next = root.kind === 'query' ? root.operator.nextChange?.(root.query, []) : undefined;
  return {
    isOn: (now: number) => evaluate({}, { now }) === true,
    nextChange: (now: number) => next?.({ now }) ?? Infinity,
  };
}

/** A member of a rule that stands for an operator; `toPlace` says where what is wrong with its argument stands in the rule. */
function parseAs(
  name: string,
  argument: unknown,
  at: string,
  parse: ParseExpression,
  toPlace: (pointer: string) => string,
): Condition {
  try {
    return parse({ [name]: argument }, 'boolean', at);
  } catch (error) {
    if (!isKindredError(error)) throw error;
    const pointer = error.at ?? at;
    throw new KindredError(error.code, error.message.replace(pointer, toPlace(pointer)), { at: toPlace(pointer) });
  }
}
