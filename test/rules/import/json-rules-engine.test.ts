import * as fc from 'fast-check';
import { Engine, type RuleProperties } from 'json-rules-engine';
import { describe, expect, test } from 'vitest';
import {
  importJsonRulesEngine,
  type JsonRulesEngineOptions,
} from '../../../src/rules/import/json-rules-engine/import-json-rules-engine.ts';
import { defineRules, isKindredError, type Json } from '../../../src/rules/index.ts';

const event = { type: 'matched' };
const shared = { adult: { all: [{ fact: 'age', operator: 'greaterThanInclusive', value: 18 }] } };

/** Whether a condition holds for the engine. */
async function engineHolds(conditions: RuleProperties['conditions'], facts: Record<string, unknown>): Promise<boolean> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.setCondition('adult', shared.adult as RuleProperties['conditions']);
  engine.addRule({ conditions, event });
  return (await engine.run(facts)).events.length > 0;
}

function holds(conditions: Json, facts: Record<string, unknown>): boolean {
  const { file } = importJsonRulesEngine({ conditions, event }, { conditions: shared });
  return defineRules(file).evaluate({ facts }).length > 0;
}

const number = fc.integer({ min: 0, max: 30 });
const text = fc.constantFrom('de', 'at', 'tea', '');
const facts = fc.record(
  {
    age: number,
    country: text,
    tags: fc.array(text, { maxLength: 3 }),
    member: fc.boolean(),
    cart: fc.record({ total: number, shop: fc.record({ id: text }) }),
  },
  { requiredKeys: [] },
);

const comparison: fc.Arbitrary<Json> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'),
      number,
    )
    .map(([operator, value]) => ({ fact: 'age', operator, value })),
  fc
    .tuple(fc.constantFrom('equal', 'notEqual', 'not:equal'), text)
    .map(([operator, value]) => ({ fact: 'country', operator, value })),
  fc
    .tuple(fc.constantFrom('in', 'notIn'), fc.array(fc.oneof(text, number, fc.boolean()), { maxLength: 3 }))
    .map(([operator, value]) => ({ fact: 'country', operator, value })),
  fc
    .tuple(fc.constantFrom('contains', 'doesNotContain'), text)
    .map(([operator, value]) => ({ fact: 'tags', operator, value })),
  fc.boolean().map((value) => ({ fact: 'member', operator: 'equal', value })),
  number.map((value) => ({ fact: 'cart', path: '$.total', operator: 'greaterThan', value })),
  text.map((value) => ({ fact: 'cart', path: "$.shop['id']", operator: 'equal', value })),
  fc.constant({ fact: 'cart', path: '$.total', operator: 'greaterThan', value: { fact: 'age' } }),
  fc.constant({ fact: 'country', operator: 'equal', value: { fact: 'cart', path: '$.shop.id' } }),
);

const { conditions } = fc.letrec<{ any: Json; conditions: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: comparison },
    fc.constant({ condition: 'adult' }),
    tie('conditions'),
  ),
  conditions: fc.oneof(
    { maxDepth: 3 },
    fc.array(tie('any'), { maxLength: 3 }).map((all): Json => ({ all })),
    fc.array(tie('any'), { maxLength: 3 }).map((any): Json => ({ any })),
    tie('any').map((not): Json => ({ not })),
  ),
}));

describe('rules of json-rules-engine', () => {
  test('match where the engine runs them', async () => {
    await fc.assert(
      fc.asyncProperty(conditions, facts, async (drawnConditions, drawnFacts) => {
        const copy = JSON.parse(JSON.stringify({ conditions: drawnConditions, facts: drawnFacts }));
        expect(holds(copy.conditions, copy.facts), JSON.stringify(copy)).toBe(
          await engineHolds(copy.conditions, copy.facts),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('become a rules file: events are outcomes, shared conditions segments', () => {
    const rules = [
      { name: 'grown-up', conditions: { condition: 'adult' }, event: { type: 'a', params: { x: 1 } }, priority: 5 },
      { conditions: { any: [{ fact: 'a.b', operator: 'equal', value: 1 }] }, event: { type: 'b' } },
    ];
    expect(importJsonRulesEngine(rules, { conditions: shared })).toEqual({
      file: {
        version: 1,
        segments: { adult: { and: [{ '>=': [{ var: 'age' }, 18] }] } },
        rules: [
          { id: 'grown-up', when: { segment: 'adult' }, priority: 5, outcome: { type: 'a', params: { x: 1 } } },
          { id: 'rule-2', when: { or: [{ '==': [{ var: 'a\\.b' }, 1] }] }, priority: 1, outcome: { type: 'b' } },
        ],
      },
      notes: [{ at: '/conditions/adult/all/0', note: expect.stringContaining('text of digits') }],
    });
  });

  test.each<[Json, string]>([
    [{ fact: 'a', operator: 'equal', value: null }, 'missing fact counts as null'],
    [{ fact: 'a', operator: 'equal', value: [1] }, 'never holds'],
    [{ fact: 'a', operator: 'in', value: [1, {}] }, 'left out'],
    [{ fact: 'a', operator: 'contains', value: 'x' }, 'A text that contains'],
    [{ fact: 'a', operator: 'lessThan', value: 5 }, 'not read as a number'],
    [{ fact: 'a', operator: 'equal', value: 5, priority: 3 }, '"priority" has no counterpart'],
  ])('%j is noted', (condition, note) => {
    const { notes } = importJsonRulesEngine({ conditions: { all: [condition] }, event });
    expect(notes).toEqual([
      { at: expect.stringMatching(/^\/conditions\/all\/0/), note: expect.stringContaining(note) },
    ]);
  });

  test('rules of one name get ids of their own, which is noted', () => {
    const rule = { name: 'x', conditions: { all: [] }, event };
    const { file, notes } = importJsonRulesEngine([rule, rule, { ...rule, name: 7 }]);
    expect(file.rules.map(({ id }) => id)).toEqual(['x', 'x-2', '7']);
    expect(notes.map(({ at }) => at)).toEqual(['/1/name', '/2/name']);
  });

  const all = (condition: Json) => ({ conditions: { all: [condition] }, event });
  const compared = (more: Record<string, Json>) => all({ fact: 'a', operator: 'equal', value: 1, ...more });

  test.each<[unknown, string]>([
    [5, ''],
    [{ event }, ''],
    [{ conditions: { fact: 'a', operator: 'equal', value: 1 }, event }, '/conditions'],
    [{ conditions: { all: 5 }, event }, '/conditions/all'],
    [{ conditions: { all: [] } }, ''],
    [{ conditions: { all: [] }, event: {} }, '/event'],
    [{ conditions: { all: [] }, event, priority: 0 }, '/priority'],
    [{ conditions: { all: [] }, event, onSuccess: 1 }, '/onSuccess'],
    [{ conditions: { all: [], any: [] }, event }, '/conditions/all'],
    [all(5), '/conditions/all/0'],
    [all({ operator: 'equal', value: 1 }), '/conditions/all/0'],
    [all({ fact: 'a', value: 1 }), '/conditions/all/0'],
    [all({ fact: 'a', operator: 'equal' }), '/conditions/all/0'],
    [compared({ operator: 'eqal' }), '/conditions/all/0/operator'],
    [compared({ operator: 'someFact:equal' }), '/conditions/all/0/operator'],
    [compared({ params: { x: 1 } }), '/conditions/all/0/params'],
    [compared({ value: { fact: 'b', params: { x: 1 } } }), '/conditions/all/0/value/params'],
    [compared({ path: '$.list[0]' }), '/conditions/all/0/path'],
    [compared({ path: '$..x' }), '/conditions/all/0/path'],
    [compared({ path: '$.list[?(@.x>1)]' }), '/conditions/all/0/path'],
    [compared({ operator: 'in', value: 5 }), '/conditions/all/0/value'],
    [compared({ operator: 'lessThan', value: 'x' }), '/conditions/all/0/value'],
    [compared({ operator: 'contains', value: true }), '/conditions/all/0/value'],
    [compared({ fancy: 1 }), '/conditions/all/0/fancy'],
    [all({ condition: 'gone' }), '/conditions/all/0/condition'],
  ])('%j is refused with a pointer', (rule, at) => {
    expect(errorAt(() => importJsonRulesEngine(rule))).toBe(at);
    if (at) expect(errorAt(() => importJsonRulesEngine([rule]))).toBe(`/0${at}`);
  });

  test('shared conditions are checked too', () => {
    const options: JsonRulesEngineOptions = { conditions: { 'a/b': { all: [5] } } };
    expect(errorAt(() => importJsonRulesEngine([], options))).toBe('/conditions/a~1b/all/0');
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
