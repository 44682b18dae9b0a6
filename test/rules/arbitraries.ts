import * as fc from 'fast-check';
import type { Facts, Json } from '../../src/rules/index.ts';

const NAMES = ['a', 'b', 'c.d', 'c.e.f', 'list'];

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('', 'a', 'b', '1'),
  fc.boolean(),
);

/** Any value a fact can have, also odd ones. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.constantFrom(null, undefined, Number.NaN, Number.POSITIVE_INFINITY, {}, [['a']]),
);

/** Facts under the names that the conditions below read; some are missing. */
export const facts: fc.Arbitrary<Facts> = fc.record(
  {
    a: value,
    b: value,
    c: fc.oneof(value, fc.record({ d: value, e: fc.oneof(value, fc.record({ f: value })) }, { requiredKeys: [] })),
    list: fc.oneof(value, fc.array(scalar, { maxLength: 4 })),
  },
  { requiredKeys: [] },
);

const path = fc.constantFrom(...NAMES).map((name): Json => ({ var: name }));
const numberLiteral: fc.Arbitrary<Json> = fc.integer({ min: -3, max: 3 });
const stringLiteral: fc.Arbitrary<Json> = fc.constantFrom('', 'a', 'b', '1');

const number: fc.Arbitrary<Json> = fc.letrec<{ number: Json }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    numberLiteral,
    path,
    fc.constantFrom(...NAMES).map((name): Json => ({ var: [name, 1] })),
    fc.tuple(fc.constantFrom('+', '-', '*', '/', '%', 'min', 'max'), tie('number'), tie('number')).map(call),
    fc.tuple(fc.constantFrom('+', '-', '*', 'min', 'max'), tie('number')).map(call),
    fc.tuple(fc.constantFrom('+', '*', 'min', 'max'), tie('number'), tie('number'), tie('number')).map(call),
  ),
})).number;

const string = fc.oneof(stringLiteral, path);

const comparison: fc.Arbitrary<Json> = fc.oneof(
  fc.tuple(fc.constantFrom('==', '===', '!=', '!==', '<', '<=', '>', '>='), number, number).map(call),
  fc.tuple(fc.constantFrom('==', '===', '!=', '!==', '<', '<=', '>', '>='), string, string).map(call),
  fc.tuple(fc.constantFrom('==', '!='), path, fc.constantFrom<Json>(null, true, false)).map(call),
  fc.tuple(fc.constantFrom('<', '<='), number, number, number).map(call),
  fc.tuple(fc.constant('in'), string, fc.array(stringLiteral, { minLength: 1, maxLength: 3 })).map(call),
  fc.tuple(fc.constant('in'), number, fc.array(numberLiteral, { minLength: 1, maxLength: 3 })).map(call),
  fc.tuple(fc.constant('in'), fc.oneof(stringLiteral, numberLiteral, path), path).map(call),
);

/** Conditions that load. */
export const condition: fc.Arbitrary<Json> = fc.letrec<{ condition: Json }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 4, arbitrary: comparison },
    path,
    fc.boolean(),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('condition'), { minLength: 1, maxLength: 4 }))
      .map(([name, operands]): Json => ({ [name]: operands })),
    fc.tuple(fc.constant('!'), tie('condition')).map(call),
  ),
})).condition;

/** Anything that looks somewhat like a rule. */
export const anyRule: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 5 }),
  condition,
  fc.letrec<{ rule: unknown }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(scalar, fc.constantFrom(null, [], {}, Number.NaN, undefined), fc.array(scalar)),
      fc.dictionary(
        fc.constantFrom(
          '==',
          '<',
          'and',
          'or',
          '!',
          'in',
          'var',
          '+',
          '-',
          'min',
          '__proto__',
          'constructor',
          'a/b~c',
          'toString',
        ),
        fc.oneof(fc.array(tie('rule'), { maxLength: 3 }), tie('rule')),
        { minKeys: 1, maxKeys: 1 },
      ),
    ),
  })).rule,
);

function call([name, ...operands]: readonly [string, ...(Json | readonly Json[])[]]): Json {
  return { [name]: operands };
}
