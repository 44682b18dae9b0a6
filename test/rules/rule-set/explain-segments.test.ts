import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEventHistory,
  createExplainer,
  defineRules,
  EXPLANATION_REASONS,
  type Explanation,
  explainCondition,
  explainRules,
  type Facts,
  type Json,
  parseCondition,
  type Rules,
  type RulesOptions,
  type Snapshot,
} from '../../../src/rules/index.ts';
import { facts as anyFacts } from '../arbitraries.ts';
import { event } from '../history/arbitraries.ts';
import { resolve } from '../pointer.ts';
import { permissions, ruleFile, types } from './arbitraries.ts';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const MINUTE = 60_000;

type Segments = Readonly<Record<string, Json>>;

const file = (segments: Segments, when: Json): Json => ({ version: 1, segments, rules: [{ id: 'one', when }] });

function explain(segments: Segments, when: Json, snapshot: Snapshot, options: RulesOptions = {}): Explanation {
  const [told] = explainRules(defineRules(file(segments, when), options), snapshot);
  if (!told) throw new Error('No rule was explained.');
  return told.explanation;
}

const views = (...minutesAgo: readonly number[]) =>
  createEventHistory({
    events: minutesAgo.map((minutes) => ({
      id: `${minutes}`,
      name: 'Product Viewed',
      at: NOW - minutes * MINUTE,
      properties: {},
    })),
  });

const OFTEN: Json = { '>=': [{ count: { event: 'Product Viewed', within: '30m' } }, 3] };
const REGULAR: Json = { '>=': [{ var: 'orders' }, 3] };

function allParts(explanation: Explanation): readonly Explanation[] {
  return [explanation, ...explanation.parts.flatMap(allParts)];
}

describe('a segment that is explained', () => {
  test('tells which part of its condition fails, and how near it was', () => {
    const segments = { vip: { and: [{ segment: 'regular' }, { '==': [{ var: 'country' }, 'de'] }] }, regular: REGULAR };
    const told = explain(segments, { segment: 'vip' }, { facts: { orders: 2, country: 'de' } });
    expect(told).toMatchObject({
      operator: '===',
      pointer: '/rules/0/when',
      holds: false,
      reason: 'fails',
      sentence:
        'needs the segment vip, which is not so: needs the segment regular, which is not so: needs orders at least 3, has 2',
      nearMiss: { missing: 1, sentence: '1 short' },
    });
    const [vip] = told.parts;
    expect(vip).toMatchObject({ operator: 'and', pointer: '/segments/vip', holds: false });
    expect(vip?.parts).toMatchObject([
      { pointer: '/segments/vip/and/0', holds: false, parts: [{ pointer: '/segments/regular', seen: 2, needed: [3] }] },
      { pointer: '/segments/vip/and/1', holds: true, sentence: 'needs country de, has de' },
    ]);
  });

  test('tells when its window closes, and of its opposite, when it ends', () => {
    const snapshot = { facts: {}, now: NOW, events: views(20, 10) };
    expect(explain({ often: OFTEN }, { segment: 'often' }, snapshot).nearMiss?.sentence).toBe(
      '1 "Product Viewed" short; the window closes in 10 minutes',
    );
    const opposite = explain(
      { often: OFTEN },
      { '!': { segment: 'often' } },
      { ...snapshot, events: views(20, 10, 5) },
    );
    expect(opposite.nearMiss).toMatchObject({ missing: 1, opensAt: NOW + 10 * MINUTE });
    expect(opposite.parts[0]?.parts[0]).toMatchObject({ holds: true, seen: 3 });
  });

  test('is not said to open when a segment beside it is over by then', () => {
    const morning: Json = { time: { from: '06:00', to: '12:00' } };
    const late: Json = { time: { from: '11:00' } };
    const evening: Json = { time: { from: '14:00' } };
    const at = (when: Json) => explain({ morning }, { and: [{ segment: 'morning' }, when] }, { facts: {}, now: NOW });
    expect(at(late).nearMiss?.opensAt).toBe(NOW + 60 * MINUTE);
    // Tomorrow at six it is morning, and after two there is none of it.
    expect(at(evening).nearMiss?.opensAt).toBeUndefined();
  });

  test('tells why it is unknown, and by which permission or clock it would be known', () => {
    const guarded = { facts: { orders: { type: 'number', purpose: 'ads' } } } as const;
    const segments = { regular: REGULAR, often: OFTEN };
    expect(explain(segments, { segment: 'regular' }, { facts: { orders: 5 } }, guarded)).toMatchObject({
      holds: false,
      reason: 'undecided',
      sentence: 'needs the segment regular, unknown: needs orders at least 3, unknown: not permitted for ads',
      nearMiss: undefined,
      parts: [{ reason: 'not-permitted', seen: undefined }],
    });
    const opposite = explain(segments, { '!': { segment: 'often' } }, { facts: {}, now: NOW });
    expect(opposite).toMatchObject({ holds: false, parts: [{ parts: [{ reason: 'no-history' }] }] });
  });

  test('is told once where it is asked for again, and its verdict and near miss each time', () => {
    const told = explain(
      { regular: REGULAR },
      { or: [{ segment: 'regular' }, { and: [{ segment: 'regular' }, { var: 'x' }] }] },
      { facts: { orders: 2 } },
    );
    const [first, second] = told.parts;
    expect(first?.parts).toHaveLength(1);
    expect(second?.parts[0]).toMatchObject({
      holds: false,
      sentence: 'needs the segment regular, which is not so',
      nearMiss: { missing: 1 },
      parts: [],
    });
  });

  test('is told in a comparison, too', () => {
    const told = explain({ regular: REGULAR }, { '==': [{ segment: 'regular' }, true] }, { facts: { orders: 2 } });
    expect(told).toMatchObject({ operator: '==', seen: false, needed: [true], parts: [{ seen: 2 }] });
  });

  test('makes neither a tree nor a sentence without end of segments that share others', () => {
    const depth = 32;
    const segments = Object.fromEntries(
      Array.from({ length: depth }, (_, index) => [
        `s${index}`,
        index === depth - 1
          ? REGULAR
          : { and: [1, 2].map((step) => ({ segment: `s${Math.min(index + step, depth - 1)}` })) },
      ]),
    );
    const told = explain(segments, { or: [{ segment: 's0' }, { segment: 's1' }] }, { facts: { orders: 1 } });
    expect(allParts(told).length).toBeLessThan(400);
    expect(allParts(told).every(({ sentence }) => sentence.length < 2000)).toBe(true);
    expect(allParts(told).at(-1)?.nearMiss?.sentence.length).toBeLessThan(500);
    expect(told.nearMiss?.sentence.length).toBeLessThan(500);
  });

  test('ends after so many of them', () => {
    const names = Array.from({ length: 100 }, (_, index) => `s${index}`);
    const told = explain(
      Object.fromEntries(names.map((name) => [name, REGULAR])),
      { and: names.map((segment) => ({ segment })) },
      { facts: { orders: 1 } },
    );
    expect(told.parts.filter(({ parts }) => parts.length === 1)).toHaveLength(64);
    expect(told.parts.at(-1)).toMatchObject({ holds: false, parts: [], nearMiss: { missing: 2 } });
  });

  test('ends where somebody names segments in a circle', () => {
    const [a, b] = ['b', 'a'].map((segment) => parseCondition({ and: [{ segment }, REGULAR] }));
    const named = {
      segment: () => false,
      score: () => undefined,
      conditionOf: (name: string) => (name === 'a' ? a : name === 'b' ? b : undefined),
    };
    const told = explainCondition(parseCondition({ segment: 'a' }), { orders: 5 }, { context: { named } });
    expect(allParts(told).map(({ operator }) => operator)).toEqual(['===', 'and', '===', 'and', '===', '>=', '>=']);
  });

  test('may have any name, and says what it holds as it is', () => {
    const told = explain(
      JSON.parse('{"__proto__":{"==":[{"var":"name"},"<b>"]},"constructor":{"segment":"__proto__"}}'),
      { segment: 'constructor' },
      { facts: { name: '<img src=x onerror=alert(1)>' } },
    );
    expect(told.sentence).toContain('needs name <b>, has <img src=x onerror=alert(1)>');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('is told as it was when it was recorded', () => {
    const rules = defineRules(file({ regular: REGULAR }, { segment: 'regular' }));
    const [rule] = rules.rules;
    if (!rule) throw new Error('No rule was read.');
    const facts: Record<string, Json> = { orders: 2 };
    const { holds, tell } = createExplainer(rule.condition)(facts, rules.contextOf({}));
    facts.orders = 4;
    expect(holds).toBe(false);
    expect(tell().parts[0]).toMatchObject({ seen: 2, holds: false });
  });

  test('reads the facts anew for each context', () => {
    const rules = defineRules(file({ regular: REGULAR }, { segment: 'regular' }));
    const holds = (facts: Facts) =>
      rules.rules.map(({ condition }) => explainCondition(condition, facts, { context: rules.contextOf({}) }).holds);
    expect([holds({ orders: 2 }), holds({ orders: 4 }), holds({ orders: 2 })]).toEqual([[false], [true], [false]]);
  });

  test('has the verdict of its condition, in any rule set and with any permissions', () => {
    const snapshot = fc
      .tuple(anyFacts, permissions, fc.integer({ min: 0, max: 100 }), fc.array(event, { maxLength: 8 }), fc.boolean())
      .map(([facts, permissions, now, events, isFull]) => ({
        facts,
        ...permissions,
        ...(isFull && { now, unit: 'u1', events: createEventHistory({ events }) }),
      }));
    fc.assert(
      fc.property(ruleFile, snapshot, (given, one) => {
        const document = { version: 1, ...given };
        const rules: Rules = defineRules(document, { facts: types });
        for (const { explanation } of explainRules(rules, one)) {
          for (const part of allParts(explanation)) {
            expect(EXPLANATION_REASONS).toContain(part.reason);
            expect(resolve(document, part.pointer).found).toBe(true);
            const [inner] = part.parts;
            if (part.operator !== '===' || !inner) continue;
            expect(inner.holds).toBe(part.holds);
            expect(inner.nearMiss).toEqual(part.nearMiss);
            expect(['holds', 'fails', 'missing'].includes(inner.reason)).toBe(part.seen !== undefined);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
