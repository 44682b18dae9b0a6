import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isKindredError, type Json, parseCondition } from '../../src/rules/index.ts';
import { conditionOf, hasValue, isObject, type Row, readRows } from './vectors.ts';

const STRICT = readRows(new URL('strict.vectors.json', import.meta.url));
const OFFICIAL = new URL('../../../shared/suites/json-logic-official/tests.json', import.meta.url);
const HAS_OFFICIAL = existsSync(OFFICIAL);

if (!HAS_OFFICIAL) console.warn('../shared is not here: the official JsonLogic suite is SKIPPED');

describe('the vectors of the strict dialect', () => {
  test.each(STRICT.map((row) => [JSON.stringify(row), row] as const))('%s', (_, [rule, data, expected]) => {
    if (isObject(expected)) expect(errorAt(rule)).toBe(expected.error);
    else expect(hasValue(rule, data, expected)).toBe(true);
  });
});

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
function errorAt(rule: Json): string | undefined {
  try {
    parseCondition(rule);
    return undefined;
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return error.at;
    throw error;
  }
}
