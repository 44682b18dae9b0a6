import { evalCondition } from '@growthbook/growthbook';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importMongo } from '../../../src/rules/import/mongo/import-mongo.ts';
import { parseImported } from '../../../src/rules/import/parse-imported.ts';
import {
  compileCondition,
  evaluateCondition,
  type Facts,
  type FactTypes,
  isKindredError,
  type Json,
} from '../../../src/rules/index.ts';

/** Whether an imported condition holds, compiled and interpreted. */
function holds(mongo: unknown, facts: Facts, options: Parameters<typeof importMongo>[1] = {}): boolean {
  const condition = parseImported(importMongo(mongo, options), options.facts ? { facts: options.facts } : {});
  const verdict = compileCondition(condition)(facts);
  expect(evaluateCondition(condition, facts)).toBe(verdict);
  return verdict;
}

const scalar: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  0,
  1,
  -1,
  2.5,
  '',
  'a',
  'A',
  'b',
  '1',
  '10',
  'null',
  'false',
  true,
  false,
  null,
  '1.2.3',
  'v1.10.0-rc.1',
);

const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }),
  fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 2 }),
);

const facts = fc.record(
  {
    a: value,
    b: value,
    list: fc.array(scalar, { maxLength: 3 }),
    deep: fc.record({ x: value, y: value }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const path = fc.constantFrom('a', 'b', 'list', 'list.0', 'list.length', 'deep.x', 'deep', 'missing', 'x', 'y', 'a.b.c');

const groups = {
  tea: ['a', 1, true],
  empty: [],
  list: { type: 'list', attributeKey: 'a', values: ['a', 'b', 1] },
  cond: { type: 'condition', condition: { b: { $in: ['a', 1] } } },
  loop: { type: 'condition', condition: { $savedGroup: { id: 'loop' } } },
  odd: { type: 'other' },
};
const id = fc.constantFrom(...Object.keys(groups), 'nobody');

const { condition } = fc.letrec<{ condition: Json; asked: Json; operators: Json }>((tie) => ({
  asked: fc.oneof({ maxDepth: 4 }, { weight: 2, arbitrary: value }, { weight: 4, arbitrary: tie('operators') }),
  operators: fc
    .array(
      fc.oneof(
        fc.tuple(
          fc.constantFrom('$eq', '$ne', '$lt', '$lte', '$gt', '$gte', '$veq', '$vne', '$vlt', '$vlte', '$vgt', '$vgte'),
          scalar,
        ),
        fc.tuple(
          fc.constantFrom('$in', '$nin', '$ini', '$nini', '$all', '$alli'),
          fc.oneof(fc.array(scalar, { maxLength: 3 }), scalar),
        ),
        fc.tuple(fc.constantFrom('$all', '$alli'), fc.array(tie('asked'), { maxLength: 2 })),
        fc.tuple(fc.constantFrom('$regex', '$regexi'), fc.constantFrom('^a', 'a|1', 'l{2}', '(', '', 'A$', 5)),
        fc.tuple(fc.constant('$exists'), fc.constantFrom(true, false, 0, 1)),
        fc.tuple(
          fc.constant('$type'),
          fc.constantFrom('string', 'number', 'boolean', 'array', 'object', 'null', 'undefined', 5),
        ),
        fc.tuple(fc.constantFrom('$not', '$size'), tie('asked')),
        fc.tuple(fc.constant('$elemMatch'), fc.oneof(tie('operators'), tie('condition'))),
        fc.tuple(fc.constantFrom('$inGroup', '$notInGroup'), id),
        fc.tuple(fc.constant('$regx'), scalar),
      ),
      { minLength: 1, maxLength: 2 },
    )
    .map((entries) => Object.fromEntries<Json>(entries)),
  condition: fc
    .array(
      fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        { weight: 5, arbitrary: fc.tuple(path, tie('asked')) },
        fc.tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(tie('condition'), { maxLength: 3 })),
        fc.tuple(fc.constant('$not'), tie('condition')),
        fc.tuple(
          fc.constant('$savedGroup'),
          fc.oneof(fc.record({ id, attributeKey: fc.constantFrom('b', 'list') }, { requiredKeys: ['id'] }), scalar),
        ),
      ),
      { maxLength: 3 },
    )
    .map((entries) => Object.fromEntries<Json>(entries)),
}));

describe('a condition in the form of MongoDB', () => {
  test('holds where GrowthBook says so', () => {
    const silent = console.error;
    console.error = () => {};
    try {
      fc.assert(
        fc.property(condition, facts, (drawnCondition, drawnFacts) => {
          const mongo = asRead(drawnCondition);
          const facts: Facts = asRead(drawnFacts);
          const expected = evalCondition(facts, asRead(mongo), asRead(groups));
          expect(holds(mongo, facts, { savedGroups: groups }), JSON.stringify([mongo, facts])).toBe(expected);
        }),
        { numRuns: 5000 },
      );
    } finally {
      console.error = silent;
    }
  });

  test('is strict where the types of its facts allow it, and holds where GrowthBook says so', () => {
    const types: FactTypes = { n: 'number', s: 'string', f: 'boolean', tags: 'strings', numbers: 'numbers' };
    const typed = fc.record(
      {
        n: fc.constantFrom(null, 0, 1, -1, 5, 2.5),
        s: fc.constantFrom(null, '', 'a', 'b', '5', 'null', 'nul'),
        f: fc.constantFrom(null, true, false),
        tags: fc.constantFrom(null, [], ['a'], ['a', 'b'], ['null']),
        numbers: fc.constantFrom(null, [], [1], [1, 5]),
      },
      { requiredKeys: [] },
    );
    const order = fc.constantFrom('$lt', '$lte', '$gt', '$gte', '$eq', '$ne');
    const number = fc.constantFrom(0, 1, 5, -1);
    const text = fc.constantFrom('', 'a', 'b', 'null', '5');
    const entry: fc.Arbitrary<Json> = fc.oneof(
      fc.tuple(order, number).map(([name, to]) => ({ n: { [name]: to } })),
      fc.tuple(order, text).map(([name, to]) => ({ s: { [name]: to } })),
      fc
        .tuple(fc.constantFrom('$in', '$nin'), fc.array(number, { maxLength: 2 }))
        .map(([name, to]) => ({ n: { [name]: to } })),
      fc
        .tuple(fc.constantFrom('$in', '$nin'), fc.array(text, { maxLength: 2 }))
        .map(([name, to]) => ({ s: { [name]: to } })),
      fc
        .tuple(fc.constantFrom('$in', '$nin'), fc.array(text, { maxLength: 2 }))
        .map(([name, to]) => ({ tags: { [name]: to } })),
      fc
        .tuple(fc.constantFrom('$in', '$nin'), fc.array(number, { maxLength: 2 }))
        .map(([name, to]) => ({ numbers: { [name]: to } })),
      fc
        .tuple(fc.constantFrom('$regex', '$regexi'), fc.constantFrom('^a', 'l+', 'B', '('))
        .map(([name, to]) => ({ s: { [name]: to } })),
      number.map((n) => ({ n })),
      text.map((s) => ({ s })),
      fc.boolean().map((f) => ({ f })),
      fc.constantFrom('n', 's', 'f').chain((name) => fc.boolean().map((is) => ({ [name]: { $exists: is } }))),
      fc.constantFrom('n', 's', 'f').map((name) => ({ [name]: null })),
      number.map((to) => ({ n: { $not: { $gt: to } } })),
    );
    const any = fc.oneof(
      entry,
      fc
        .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(entry, { maxLength: 3 }))
        .map(([name, list]): Json => ({ [name]: list })),
      entry.map((part): Json => ({ $not: part })),
    );
    let strict = 0;
    fc.assert(
      fc.property(any, typed, (mongo, facts) => {
        const imported = importMongo(mongo, { facts: types });
        strict += Number(imported.dialect === 'strict');
        expect(holds(mongo, facts, { facts: types }), JSON.stringify([mongo, imported, facts])).toBe(
          evalCondition(facts, asRead(mongo)),
        );
      }),
      { numRuns: 3000 },
    );
    expect(strict).toBeGreaterThan(1500);
  });

  test.each<[Json, Json]>([
    [{ plan: { $eq: 'pro' } }, { '==': [{ var: 'plan' }, 'pro'] }],
    [{ plan: { $ne: null } }, { '!=': [{ var: 'plan' }, null] }],
    [{ 'a\\b.c': { $exists: true } }, { '!=': [{ var: 'a\\\\b.c' }, null] }],
    [{ $or: [{ a: null }, { b: { $eq: 1 } }] }, { or: [{ '==': [{ var: 'a' }, null] }, { '==': [{ var: 'b' }, 1] }] }],
    [
      { $not: { a: null, b: null } },
      { '!': [{ and: [{ '==': [{ var: 'a' }, null] }, { '==': [{ var: 'b' }, null] }] }] },
    ],
    [{}, true],
    [{ $nor: [] }, { '!': [true] }],
  ])('%j is strict without any declared fact', (mongo, condition) => {
    expect(importMongo(mongo)).toEqual({ condition, dialect: 'strict', notes: [] });
  });

  test.each<[Json, Json]>([
    [{ age: { $lt: 18 } }, { mongo: { age: { $lt: 18 } } }],
    [{ a: 'x', b: { $in: ['y'] } }, { and: [{ mongo: { a: 'x' } }, { mongo: { b: { $in: ['y'] } } }] }],
    [{ 'list.0': null }, { mongo: { 'list.0': null } }],
  ])('%j keeps its own semantics in the extended dialect', (mongo, condition) => {
    expect(importMongo(mongo)).toEqual({ condition, dialect: 'extended', notes: [] });
  });

  test('declared types make comparisons strict', () => {
    const facts = { age: 'number', country: 'string', tags: 'strings' } as const;
    const { condition, dialect } = importMongo(
      { age: { $lt: 18 }, country: { $in: ['de'] }, tags: { $in: ['a', 'b'] } },
      { facts },
    );
    expect(dialect).toBe('strict');
    expect(condition).toEqual({
      and: [
        { '<': [{ var: ['age', 0] }, 18] },
        { in: [{ var: 'country' }, ['de']] },
        { or: [{ in: ['a', { var: 'tags' }] }, { in: ['b', { var: 'tags' }] }] },
      ],
    });
  });

  test.each<[unknown, string]>([
    [5, ''],
    [null, ''],
    [[], ''],
    [{ $and: 5 }, '/$and'],
    [{ $or: {} }, '/$or'],
    [{ $nor: 'a' }, '/$nor'],
    [{ $and: [5] }, '/$and/0'],
    [{ $not: null }, '/$not'],
    [{ $not: [] }, '/$not'],
    [{ a: { $elemMatch: 5 } }, '/a/$elemMatch'],
    [{ a: { $elemMatch: null } }, '/a/$elemMatch'],
    [{ a: { $not: { $all: [{ $elemMatch: 'x' }] } } }, '/a/$not/$all/0/$elemMatch'],
    [{ a: { $regex: '(?=a)b' } }, '/a/$regex'],
    [{ a: { $regex: '(a)\\1' } }, '/a/$regex'],
    [{ a: undefined }, '/a'],
  ])('%j is refused, with a pointer to what is malformed', (mongo, at) => {
    expect(errorAt(() => importMongo(mongo, { at: '/features/0' }))).toBe(`/features/0${at}`);
  });

  test('what GrowthBook does not know holds for nobody, and is noted', () => {
    const mongo = { a: { $regx: 'x' }, b: { $in: 5 }, c: { $regex: '(' }, $savedGroup: { id: 'gone' }, $eq: 1 };
    const { notes } = importMongo(mongo);
    expect(notes.map(({ at }) => at)).toEqual(['/a/$regx', '/b/$in', '/c/$regex', '/$savedGroup', '/$eq']);
    expect(notes[0]?.note).toContain('is it $regex?');
    for (const [key, asked] of Object.entries(mongo))
      expect(holds({ [key]: asked }, { a: 'x', b: 5, c: '(' })).toBe(false);
  });

  test('patterns that take exponential time elsewhere are matched in linear time', () => {
    expect(holds({ a: { $regex: '(a+)+$' } }, { a: `${'a'.repeat(5000)}!` })).toBe(false);
  });

  test('reads own properties only', () => {
    for (const path of ['constructor.name', '__proto__.a', 'a.toString', 'list.map']) {
      expect(holds({ [path]: { $exists: true } }, { a: {}, list: [] })).toBe(false);
    }
  });

  test('groups that contain each other many times are refused, not unfolded without end', () => {
    const savedGroups = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => {
        const next = { $savedGroup: { id: `g${index + 1}` } };
        return [`g${index}`, { type: 'condition', condition: { $and: [next, next] } }];
      }),
    );
    expect(errorAt(() => importMongo({ $savedGroup: { id: 'g0' } }, { savedGroups }))).toContain('/$savedGroup');
  });

  test('$notRegex is the opposite of $regex', () => {
    expect(holds({ a: { $notRegex: '^x' } }, { a: 'ax' })).toBe(true);
    expect(holds({ a: { $notRegexi: '^x' } }, { a: 'Xa' })).toBe(false);
  });

  test('says which facts it reads', () => {
    const condition = parseImported(importMongo({ 'a.b': 'x', $or: [{ c: 1 }, { d: { $elemMatch: { e: 1 } } }] }));
    expect(condition.facts).toEqual(['a.b', 'c', 'd']);
  });
});

function errorAt(run: () => unknown): string | undefined {
  try {
    run();
    return 'none';
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return error.at;
    throw error;
  }
}

/** As it is when it was read from a file. */
function asRead(value: unknown) {
  return JSON.parse(JSON.stringify(value));
}
