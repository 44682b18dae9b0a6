import { type Json, pointerTo } from '../../../core/index.ts';
import { type FactType, type FactTypes, findPattern, parsePath } from '../../condition/facts.ts';
import { invalid, unknownName } from '../../condition/refusal.ts';
import type { ImportNote } from '../imported.ts';
import { patternOf } from './query.ts';

/** What is known, and where notes go. */
export interface RuleContext {
  readonly facts: FactTypes | undefined;
  readonly notes: ImportNote[];
}

/** A rule taken apart. */
interface Rule {
  readonly field: Json;
  readonly type: FactType | undefined;
  readonly value: Json;
  readonly isField: boolean;
  /** JSON Pointer of the value. */
  readonly at: string;
}

type ReadRule = (rule: Rule) => Json;

const COMPARISONS = ['<', '<=', '>', '>='] as const;

const OPERATORS: ReadonlyMap<string, ReadRule> = new Map<string, ReadRule>([
  ['=', (rule) => ({ '==': [rule.field, operandOf(rule)] })],
  ['!=', (rule) => ({ '!=': [rule.field, operandOf(rule)] })],
  ...COMPARISONS.map((name): [string, ReadRule] => [name, (rule) => ({ [name]: [rule.field, operandOf(rule)] })]),
  ['null', ({ field }) => ({ '==': [field, null] })],
  ['notNull', ({ field }) => ({ '!=': [field, null] })],
  ['contains', contains],
  ['beginsWith', (rule) => matches('beginsWith', rule)],
  ['endsWith', (rule) => matches('endsWith', rule)],
  ['in', isIn],
  ['between', isBetween],
  ['doesNotContain', negated(contains)],
  ['doesNotBeginWith', negated((rule) => matches('beginsWith', rule))],
  ['doesNotEndWith', negated((rule) => matches('endsWith', rule))],
  ['notIn', negated(isIn)],
  ['notBetween', negated(isBetween)],
]);

/** @throws KindredError `invalid-rule` for operators of one's own, and values that do not fit */
export function importRule(input: Readonly<Record<string, Json>>, at: string, { facts }: RuleContext): Json {
  const { field, operator, value = null, valueSource = 'value', match } = input;
  if (match !== undefined) throw invalid('There are no match modes', pointerTo(at, 'match'), 'Name the facts.');
  if (typeof field !== 'string') throw invalid('A rule without a field', at, 'Write "field": "…".');
  const path = parsePath(field, pointerTo(at, 'field'));
  const read = typeof operator === 'string' ? OPERATORS.get(operator) : undefined;
  if (!read)
    throw unknownName('operator', String(operator), operator ? pointerTo(at, 'operator') : at, [...OPERATORS.keys()]);
  if (valueSource !== 'value' && valueSource !== 'field') {
    throw invalid('The source of the value is unknown', pointerTo(at, 'valueSource'), 'It is "value" or "field".');
  }
  const declared = facts?.[findPattern(Object.keys(facts), path) ?? ''];
  return read({
    field: { var: field },
    type: typeof declared === 'object' ? declared.type : declared,
    value,
    isField: valueSource === 'field',
    at: value === null ? at : pointerTo(at, 'value'),
  });
}

/** The value, in the type of its field. */
function operandOf({ value, type, isField, at }: Rule): Json {
  if (isField) {
    parsePath(value, at);
    return { var: value };
  }
  if (typeof value === 'object' && value !== null) throw invalid('This is no single value', at, 'Write one value.');
  if (typeof value !== 'string') return value;
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return /^numbers?$/.test(type ?? '') && value.trim() && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** A list, or a text with commas. */
function operandsOf(rule: Rule): readonly Json[] {
  const { value } = rule;
  const texts =
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : [value];
  const list: readonly Json[] = isList(value) ? value : texts;
  return list.map((item) => operandOf({ ...rule, value: item }));
}

function contains(rule: Rule): Json {
  return { in: [operandOf(rule), rule.field] };
}

function matches(operator: 'beginsWith' | 'endsWith', { field, value, isField, at }: Rule): Json {
  if (isField) throw invalid('A pattern cannot be a field', at, 'Write a text.');
  if (typeof value !== 'string') throw invalid('This is no text', at, 'Write a text.');
  return { matches: [field, patternOf(operator, value)] };
}

function isIn(rule: Rule): Json {
  const values = operandsOf(rule);
  const isUniform = ['string', 'number'].some((type) => values.every((value) => typeof value === type));
  if (values.length && isUniform) return { in: [rule.field, values] };
  if (!values.length) throw invalid('The list is empty', rule.at, 'Write some values.');
  return { or: values.map((value) => ({ '==': [rule.field, value] })) };
}

function isBetween(rule: Rule): Json {
  const [lower, upper, ...others] = operandsOf(rule);
  if (lower !== undefined && upper !== undefined && !others.length) return { '<=': [lower, rule.field, upper] };
  throw invalid('These are not two values', rule.at, 'Write [least, most].');
}

function negated(read: ReadRule): ReadRule {
  return (rule) => ({ '!': [read(rule)] });
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
