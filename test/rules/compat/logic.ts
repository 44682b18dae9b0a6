import * as fc from 'fast-check';
import type { Json } from '../../../src/rules/index.ts';

const NAMES = [
  'a',
  'b',
  'c.d',
  'list',
  'list.0',
  'list.length',
  'objects',
  'objects.1.a',
  'missing',
  '',
  'current',
  'accumulator',
];

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom('', '0', '1', 'a', 'b', 'apple', '3.5', 'x1', ' '),
  fc.constantFrom(true, false, null, 0.5),
);

/** Data that the rules below read. */
export const data: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        a: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
        b: fc.oneof(scalar, fc.constantFrom<Json>({}, [])),
        c: fc.oneof(scalar, fc.record({ d: scalar }, { requiredKeys: [] })),
        list: fc.array(scalar, { maxLength: 4 }),
        objects: fc.array(fc.record({ a: scalar, b: scalar }, { requiredKeys: [] }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
  },
  scalar,
  fc.array(scalar, { maxLength: 3 }),
);

const EAGER = [
  '==',
  '===',
  '!=',
  '!==',
  '<',
  '<=',
  '>',
  '>=',
  '!',
  '!!',
  '+',
  '*',
  '-',
  '/',
  '%',
  'min',
  'max',
  'in',
  'cat',
  'substr',
  'merge',
];

/** JsonLogic rules that json-logic-js takes too. */
export const rule: fc.Arbitrary<Json> = fc.letrec<{ rule: Json; list: Json }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    { weight: 2, arbitrary: scalar },
    { weight: 3, arbitrary: fc.constantFrom(...NAMES).map((name): Json => ({ var: name })) },
    fc.array(tie('rule'), { maxLength: 3 }),
    fc.constantFrom<Json>({}, { x: 1, y: { var: 'a' } }),
    fc.tuple(tie('rule'), tie('rule')).map((operands): Json => ({ var: operands })),
    fc.tuple(fc.constantFrom(1, 5, 'list', 'a'), scalar).map((operands): Json => ({ var: operands })),
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(...EAGER), fc.array(tie('rule'), { minLength: 1, maxLength: 3 })).map(call),
    },
    fc.tuple(fc.constantFrom('!', '!!', '-', '+', 'cat', 'merge'), tie('rule')).map(call),
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('if', '?:', 'and', 'or'), fc.array(tie('rule'), { maxLength: 5 })).map(call),
    },
    fc
      .tuple(
        fc.constantFrom('map', 'filter', 'all', 'some', 'none', 'reduce'),
        tie('list'),
        tie('rule'),
        fc.option(tie('rule')),
      )
      .map(
        ([name, list, logic, initial]): Json => ({ [name]: initial === null ? [list, logic] : [list, logic, initial] }),
      ),
    fc.array(fc.constantFrom(...NAMES), { maxLength: 3 }).map((names): Json => ({ missing: names })),
    fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.array(fc.constantFrom(...NAMES), { maxLength: 3 }))
      .map((operands): Json => ({ missing_some: operands })),
  ),
  list: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>({ var: 'list' }, { var: 'objects' }, { var: 'a' }),
    fc.array(scalar, { maxLength: 3 }),
    tie('rule'),
  ),
})).rule;

function call([name, operands]: readonly [string, Json]): Json {
  return { [name]: operands };
}
