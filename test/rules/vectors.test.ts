import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type ConditionOptions,
  compileCondition,
  createRuleSession,
  defineRules,
  evaluateCondition,
  explainCondition,
  isKindredError,
  type Json,
  parseCondition,
} from '../../src/rules/index.ts';
import { type Scene, sceneOf } from './strict-vectors.ts';
import { conditionOf, hasValue, isObject, type Row, readRows } from './vectors.ts';

const STRICT = readRows(new URL('strict.vectors.json', import.meta.url));
const OFFICIAL = new URL('../../../shared/suites/json-logic-official/tests.json', import.meta.url);
const HAS_OFFICIAL = existsSync(OFFICIAL);

if (!HAS_OFFICIAL) console.warn('../shared is not here: the official JsonLogic suite is SKIPPED');

/** Every way to know whether a condition holds. */
const WAYS: Readonly<Record<string, (condition: Json, scene: Scene) => boolean>> = {
  compiled: (condition, { facts, context, options }) =>
    compileCondition(parseCondition(condition, options))(facts, context),
  interpreted: (condition, { facts, context, options }) =>
    evaluateCondition(parseCondition(condition, options), facts, context),
  explained: (condition, { facts, context, options }) =>
    explainCondition(parseCondition(condition, options), facts, { context }).holds,
  indexed: (when, { facts, context, options }) =>
    defineRules({ version: 1, rules: [{ id: 'row', when }] }, options).evaluate({ ...context, facts }).length === 1,
  incremental: (when, { facts, context, options }) =>
    createRuleSession(defineRules({ version: 1, rules: [{ id: 'row', when }] }, options), {
      ...context,
      facts,
    }).matches().length === 1,
};

describe('the vectors of the strict dialect', () => {
  test('are many', () => {
    expect(STRICT.length).toBeGreaterThan(400);
    const text = JSON.stringify(STRICT);
    for (const name of OPERATOR_NAMES) expect(text, name).toContain(`{"${name}":`);
  });

  test.each(STRICT.map((row) => [JSON.stringify(row), row] as const))('%s', (_, [rule, data, expected]) => {
    const scene = sceneOf(data);
    if (isObject(expected) && 'error' in expected) expect(errorAt(rule, scene.options)).toBe(expected.error);
    else if (isObject(expected)) expectUnknown(rule, scene, expected.unknown);
    else expectHolds(conditionOf(rule, expected), scene, expected !== false);
  });
});

function expectHolds(condition: Json, scene: Scene, expected: boolean): void {
  for (const [way, holds] of Object.entries(WAYS)) expect(holds(condition, scene), way).toBe(expected);
}

function expectUnknown(rule: Json, scene: Scene, reason: Json | undefined): void {
  for (const condition of [rule, { '!': [rule] }]) {
    expectHolds(condition, scene, false);
    const { facts, context, options } = scene;
    expect(explainCondition(parseCondition(condition, options), facts, { context }).reason).toBe(reason);
  }
}

describe.skipIf(!HAS_OFFICIAL)('the official JsonLogic suite', () => {
  const rows = HAS_OFFICIAL ? readRows(OFFICIAL) : [];

  test('agrees wherever the strict dialect takes the row', () => {
    const taken = rows.filter((row) => difference(row) === undefined);
    expect(taken.length).toBeGreaterThan(90);
    for (const [rule, data, expected] of taken) {
      expect(hasValue(rule, data, expected), JSON.stringify(rule)).toBe(true);
    }
  });

  test('has no other rows that differ than those listed', () => {
    const listed = rows.filter((row) => difference(row) !== undefined);
    for (const row of listed) expect(agrees(row), JSON.stringify(row)).toBe(false);
    const reached = new Set(rows.map(([rule]) => JSON.stringify(rule)));
    for (const row of Object.values(DIFFERENCES).flat()) expect(reached).toContain(row);
  });
});

const OPERATOR_NAMES = [
  ...['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'and', 'or', '!', 'in', 'var', 'matches'],
  ...['+', '-', '*', '/', '%', 'min', 'max'],
  ...['segment', 'score', 'affinity', 'bucket', 'cap', 'consent', 'time'],
  ...['count', 'distinct', 'sum', 'avg', 'first', 'last', 'seq', 'absent'],
];

const OTHER_OPERATORS = [
  'if',
  '?:',
  'cat',
  'substr',
  'merge',
  'missing',
  'missing_some',
  'filter',
  'map',
  'reduce',
  'all',
  'none',
  'some',
  '!!',
];

/** The rows with our operators that differ, by the reason why. */
const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  'types that are known to differ are an error, and nothing is converted': [
    '{"==":[1,"1"]}',
    '{"===":[1,"1"]}',
    '{"===":[0,"0"]}',
    '{"===":[0,{"+":"0"}]}',
    '{"!=":[1,"1"]}',
    '{"!==":[1,"1"]}',
    '{"<":["1",2]}',
    '{"<=":["1",2]}',
    '{">":["2",1]}',
    '{">=":["2",1]}',
    '{"+":["1",1]}',
    '{"-":["1",1]}',
    '{"*":["1",1]}',
    '{"/":["1",1]}',
  ],
  'only booleans can be joined': [
    '{"!":0}',
    '{"!":1}',
    '{"!":[""]}',
    '{"!":["0"]}',
    '{"!":[0]}',
    '{"!":[[]]}',
    '{"and":["",true]}',
    '{"and":["0",true]}',
    '{"and":[0,true]}',
    '{"and":[1,3]}',
    '{"and":[3,false]}',
    '{"and":[[],true]}',
    '{"and":[false,3]}',
    '{"or":["",true]}',
    '{"or":["0",true]}',
    '{"or":[0,true]}',
    '{"or":[1,3]}',
    '{"or":[3,false]}',
    '{"or":[[],true]}',
    '{"or":[false,3]}',
  ],
  'a list is no result': ['["a","b"]', '[1,{"var":"x"},3]'],
  'a fact has a name': ['{"var":""}', '{"var":1}', '{"var":[]}', '{"var":null}'],
  'a list is a value, not something to look into': ['{"var":"1"}', '{"var":"1.1"}'],
};

/** Why the strict dialect does not agree with a row; `undefined` where it must. */
function difference([rule]: Row): string | undefined {
  const text = JSON.stringify(rule);
  if (OTHER_OPERATORS.some((operator) => text.includes(`{"${operator}":`))) return 'the dialect has no such operator';
  return Object.keys(DIFFERENCES).find((reason) => DIFFERENCES[reason]?.includes(text));
}

/** Whether a row loads and gives the official result. */
function agrees([rule, data, expected]: Row): boolean {
  return errorAt(conditionOf(rule, expected)) === undefined && hasValue(rule, data, expected);
}

/** The JSON Pointer of what is wrong with a rule; `undefined` where it loads. */
function errorAt(rule: Json, options: ConditionOptions = {}): string | undefined {
  try {
    parseCondition(rule, options);
    return undefined;
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return error.at;
    throw error;
  }
}
