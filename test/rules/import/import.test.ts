import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exportQueryBuilder,
  importFlagd,
  importJsonRulesEngine,
  importMongo,
  importQueryBuilder,
  isKindredError,
  parseImported,
} from '../../../src/rules/import/index.ts';
import { compileCondition, defineRules } from '../../../src/rules/index.ts';
import { anyRule } from '../arbitraries.ts';
import { resolve } from '../pointer.ts';

const WORDS = [
  ...[
    '$and',
    '$or',
    '$nor',
    '$not',
    '$in',
    '$regex',
    '$elemMatch',
    '$all',
    '$size',
    '$savedGroup',
    '$inGroup',
    'a',
    'b.c',
  ],
  ...[
    'flags',
    'state',
    'variants',
    'defaultVariant',
    'targeting',
    '$ref',
    '$evaluators',
    'fractional',
    'sem_ver',
    'if',
    'var',
  ],
  ...['conditions', 'event', 'type', 'all', 'any', 'not', 'condition', 'fact', 'operator', 'value', 'path', 'params'],
  ...['combinator', 'rules', 'field', 'valueSource', 'match', 'muted', '__proto__', 'constructor'],
];

/** Anything that looks somewhat like the rules of somebody. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  anyRule,
  fc.letrec<{ rule: unknown }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(1, 'a', 'equal', '=', 'ENABLED', 'and', '$.a', '(', true, null, undefined, Number.NaN, [], {}),
      fc.array(tie('rule'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...WORDS), tie('rule'), { maxKeys: 4 }),
    ),
  })).rule,
);

const IMPORTERS = [
  (input: unknown) => parseImported(importMongo(input)),
  (input: unknown) => parseImported(importQueryBuilder(input)),
  (input: unknown) => defineRules(importJsonRulesEngine(input).file),
  (input: unknown) => [...importFlagd(input).flags.values()].map((flag) => flag.evaluate({ a: 1 })),
  (input: unknown) => exportQueryBuilder(input),
];

describe('importing', () => {
  test('what is imported means what it meant, or a note says where it does not', () => {
    const facts = { country: 'de', tags: 'a tag' };
    const holds = (imported: Parameters<typeof parseImported>[0]) => compileCondition(parseImported(imported))(facts);
    // Missing is less than 5 there, and so it stays.
    const mongo = importMongo({ views: { $lt: 5 } });
    expect([holds(mongo), mongo.dialect, mongo.notes]).toEqual([true, 'extended', []]);
    // A list is needed there, and a text is enough here: so there is a note.
    const { file, notes } = importJsonRulesEngine({
      conditions: { all: [{ fact: 'tags', operator: 'contains', value: 'a' }] },
      event: { type: 'x' },
    });
    expect(defineRules(file).evaluate({ facts })).toHaveLength(1);
    expect(notes.map(({ at }) => at)).toEqual(['/conditions/all/0']);
  });

  test('what cannot be imported is refused with a pointer, and nothing is dropped in silence', () => {
    let imported = 0;
    fc.assert(
      fc.property(anything, fc.constantFrom(...IMPORTERS), (input, importer) => {
        try {
          importer(input);
          imported += 1;
        } catch (error) {
          if (!isKindredError(error)) throw error;
          expect(error.code).toBe('invalid-rule');
          expect(resolve(input, error.at ?? 'none').found, `${error.message} ${JSON.stringify(input)}`).toBe(true);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
    expect(imported).toBeGreaterThan(500);
  });

  test('what contains itself, or is too deep or large, is refused', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.$and = [cyclic];
    cyclic.rules = [cyclic];
    cyclic.conditions = cyclic;
    const deep = Array.from({ length: 1000 }).reduce((inner: unknown) => ({ $and: [inner], rules: [inner] }), {});
    for (const importer of IMPORTERS) {
      for (const input of [cyclic, deep, new Array(2 ** 31)]) expect(() => importer(input)).toThrow();
    }
  });
});
