import { readFileSync } from 'node:fs';
import { compileCondition, type Facts, type Json, parseCondition } from '../../src/rules/index.ts';

/** A row of a suite in JsonLogic's form: rule, data, expected result. */
export type Row = readonly [rule: Json, data: Json, expected: Json];

/** The rows of a suite, its headings left out. */
export function readRows(file: string | URL): readonly Row[] {
  const suite: readonly (string | Row)[] = JSON.parse(readFileSync(file, 'utf8'));
  return suite.filter((row) => typeof row !== 'string');
}

/** The condition that holds exactly if the rule, a condition or an operand of one, has the expected value. */
export function conditionOf(rule: Json, expected: Json): Json {
  return typeof expected === 'boolean' ? rule : { '===': [rule, expected] };
}

export function hasValue(rule: Json, data: Json, expected: Json): boolean {
  const holds = compileCondition(parseCondition(conditionOf(rule, expected)))(factsOf(data));
  return holds === (expected !== false);
}

/** Data of a row as facts; the suites also have rows on `null`, a number or a list. */
function factsOf(data: Json): Facts {
  return isObject(data) ? data : {};
}

export function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
