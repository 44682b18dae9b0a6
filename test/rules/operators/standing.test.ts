import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEGREES } from '../../../src/consent/index.ts';
import {
  type ConditionOptions,
  compileCondition,
  createEventHistory,
  type EvaluationContext,
  type EventHistory,
  evaluateCondition,
  type Facts,
  isKindredError,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';

/** The verdict, on which compiled and interpreted agree. */
function holds(
  rule: Json,
  facts: Facts = {},
  context: EvaluationContext = {},
  options: ConditionOptions = {},
): boolean {
  const parsed = parseCondition(rule, options);
  const verdict = compileCondition(parsed)(facts, context);
  expect(evaluateCondition(parsed, facts, context)).toBe(verdict);
  return verdict;
}

/** What both a rule and its opposite say of something that nobody knows. */
function isUnknown(rule: Json, facts: Facts = {}, context: EvaluationContext = {}, options: ConditionOptions = {}) {
  return !holds(rule, facts, context, options) && !holds({ '!': [rule] }, facts, context, options);
}

const NAMED: EvaluationContext = {
  named: {
    segment: (name, { orders }) => (name === 'vip' ? Number(orders) > 3 : undefined),
    score: (name, { orders }) => (name === 'intent' ? Number(orders) * 2 : undefined),
  },
};

describe('the operator "segment"', () => {
  test('asks the fact that lists segments', () => {
    expect(holds({ segment: 'vip' }, { segments: ['new', 'vip'] })).toBe(true);
    expect(holds({ segment: ['vip'] }, { segments: ['new'] })).toBe(false);
    expect(holds({ '!': [{ segment: 'vip' }] })).toBe(true);
    expect(holds({ segment: 'vip' }, { segments: 'vip' })).toBe(false);
    expect(parseCondition({ segment: 'vip' }).facts).toEqual(['segments']);
  });

  test('asks the rule set, where there is one', () => {
    expect(holds({ segment: 'vip' }, { orders: 4 }, NAMED)).toBe(true);
    expect(holds({ segment: 'vip' }, { orders: 3, segments: ['vip'] }, NAMED)).toBe(false);
    expect(isUnknown({ segment: 'other' }, {}, NAMED)).toBe(true);
  });

  test('must be one that exists', () => {
    expect(errorOf({ segment: 'vvip' }, { segments: ['vip', 'new'] })).toMatchObject({
      at: '/segment',
      message: expect.stringContaining('Did you mean "vip"?'),
    });
    expect(errorOf({ segment: 'vip' }, { facts: { orders: 'number' } })).toMatchObject({ at: '/segment' });
    expect(errorOf({ segment: 'vip' }, { facts: { segments: 'number' } })).toMatchObject({ at: '/segment' });
    expect(parseCondition({ segment: 'vip' }, { facts: {}, segments: ['vip'] }).facts).toEqual([]);
  });

  test('is unknown without the permission that its fact needs', () => {
    const options = { facts: { segments: { type: 'strings', purpose: 'personalization' } } } as const;
    expect(isUnknown({ segment: 'vip' }, { segments: ['vip'] }, {}, options)).toBe(true);
    expect(holds({ segment: 'vip' }, { segments: ['vip'] }, { allows: () => true }, options)).toBe(true);
  });
});

describe('the operators "score" and "affinity"', () => {
  test('are the numbers of the profile', () => {
    const facts = { scores: { 'in.tent': 4 }, affinity: { category: { tea: 0.5 } } };
    expect(holds({ '>=': [{ score: 'in.tent' }, 4] }, facts)).toBe(true);
    expect(holds({ '>': [{ affinity: ['category', 'tea'] }, 0.5] }, facts)).toBe(false);
    expect(holds({ '==': [{ affinity: ['category', 'mugs'] }, null] }, facts)).toBe(true);
    expect(parseCondition({ '>': [{ affinity: ['category', 'a.b'] }, 1] }).facts).toEqual(['affinity.category.a\\.b']);
  });

  test('a score is that of the rule set, where there is one', () => {
    expect(holds({ '==': [{ score: 'intent' }, 8] }, { orders: 4 }, NAMED)).toBe(true);
    expect(isUnknown({ '==': [{ score: 'other' }, 8] }, { orders: 4 }, NAMED)).toBe(true);
  });

  test('are numbers, and no conditions', () => {
    expect(errorOf({ score: 'intent' })).toMatchObject({ at: '' });
    expect(errorOf({ '==': [{ affinity: ['category', 'tea'] }, 'much'] })).toMatchObject({ at: '/==/1' });
    expect(errorOf({ '>': [{ score: 'itnent' }, 1] }, { scores: ['intent'] })).toMatchObject({ at: '/>/0/score' });
    expect(errorOf({ '>': [{ affinity: 'tea' }, 1] })).toMatchObject({ at: '/>/0/affinity' });
    expect(errorOf({ '>': [{ affinity: ['__proto__', 'x'] }, 1] })).toMatchObject({ at: '/>/0/affinity' });
  });
});

describe('the operator "bucket"', () => {
  const bucketOf = (unit: string, salt = 'hero', count = 10) =>
    Array.from({ length: count }, (_, index) => index).filter((index) =>
      holds({ '==': [{ bucket: [salt, count] }, index] }, {}, { unit }),
    );

  test('draws exactly one of its numbers for every id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 12 }), (unit, salt, count) => {
        expect(bucketOf(unit, salt, count)).toHaveLength(1);
      }),
    );
  });

  test('draws what MurmurHash3 of "salt:unit" gives', () => {
    // MurmurHash3 of "hero:u42" is 3,497,725,919 of 4,294,967,296.
    expect(bucketOf('u42')).toEqual([8]);
  });

  test('is even, and draws anew for another salt', () => {
    const below = { '<': [{ bucket: ['a', 100] }, 5] };
    const other = { '<': [{ bucket: ['b', 100] }, 5] };
    const units = Array.from({ length: 4000 }, (_, index) => ({ unit: `user-${index}` }));
    const [first, second] = [below, other].map((rule) => {
      const draws = compileCondition(parseCondition(rule));
      return units.filter((context) => draws({}, context));
    });
    expect(first?.length).toBeGreaterThan(150);
    expect(first?.length).toBeLessThan(250);
    expect(first?.filter((unit) => second?.includes(unit)).length).toBeLessThan(30);
  });

  test('one closure answers for one id after the other', () => {
    const draws = compileCondition(parseCondition({ '<': [{ bucket: ['hero', 2] }, 1] }));
    const units = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    const once = units.map((unit) => draws({}, { unit }));
    expect(units.map((unit) => draws({}, { unit }))).toEqual(once);
    expect(draws({})).toBe(false);
    expect(new Set(once).size).toBe(2);
  });

  test('is unknown where nobody is named', () => {
    expect(isUnknown({ '<': [{ bucket: ['hero', 2] }, 2] })).toBe(true);
  });

  test.each<[Json]>([
    [['hero']],
    [['', 2]],
    [['hero', 0]],
    [['hero', 1.5]],
    [['hero', 2, 3]],
    [[2, 'hero']],
    ['hero'],
    [['hero', 2 ** 33]],
  ])('refuses %j', (bucket) => {
    expect(errorOf({ '<': [{ bucket }, 1] })).toMatchObject({ code: 'invalid-rule', at: '/</0/bucket' });
  });
});

describe('the operator "cap"', () => {
  const NOW = Date.parse('2026-11-27T12:00:00Z');
  const HOUR = 3_600_000;
  const seen = (...hoursAgo: readonly number[]) =>
    createEventHistory({
      events: hoursAgo.map((hours, index) => ({
        id: String(index),
        name: 'Promotion Viewed',
        at: NOW - hours * HOUR,
        properties: { promotion_id: 'hero' },
      })),
    });
  const isOpen = (events: EventHistory, now = NOW) => holds({ cap: ['hero', 2, '1d'] }, {}, { events, now });

  test('holds until something was seen so often within the time', () => {
    expect(isOpen(seen())).toBe(true);
    expect(isOpen(seen(1))).toBe(true);
    expect(isOpen(seen(1, 2))).toBe(false);
    expect(isOpen(seen(1, 24))).toBe(true);
    expect(isOpen(seen(1, 2), NOW + 22 * HOUR)).toBe(true);
    expect(holds({ cap: ['hero', 2] }, {}, { events: seen(1, 24 * 365), now: NOW })).toBe(false);
  });

  test('counts only what was seen under its name', () => {
    expect(holds({ cap: ['other', 1, '1d'] }, {}, { events: seen(1, 2), now: NOW })).toBe(true);
  });

  test('is unknown without history, without a clock, and without the permission for impressions', () => {
    const rule = { cap: ['hero', 2, '1d'] };
    const options = { events: { 'Promotion Viewed': { purpose: 'analytics' } } };
    expect(isUnknown(rule, {}, { events: seen() })).toBe(true);
    expect(isUnknown(rule, {}, { now: NOW })).toBe(true);
    expect(isUnknown(rule, {}, { now: NOW, events: seen() }, options)).toBe(true);
    expect(holds(rule, {}, { now: NOW, events: seen(), allows: () => true }, options)).toBe(true);
  });

  test('names its event, so that a session knows what it depends on', () => {
    expect(parseCondition({ cap: ['hero', 2, '1d'] }).events).toEqual(['Promotion Viewed']);
  });

  test('needs impressions among the events that exist', () => {
    const text = { properties: { promotion_id: 'string' } } as const;
    const number = { properties: { promotion_id: 'number' } } as const;
    const rule = { cap: ['hero', 2, '1d'] };
    expect(errorOf(rule, { events: { 'Promotion Viewed': text } })).toBeUndefined();
    expect(errorOf(rule, { events: { 'Promotion Viewed': {} } })).toBeUndefined();
    expect(errorOf(rule, { events: { 'Product Viewed': {} } })).toMatchObject({ at: '/cap' });
    expect(errorOf(rule, { events: { 'Promotion Viewed': number } })).toMatchObject({ at: '/cap' });
    expect(errorOf(rule, { events: { 'Promotion Viewed': { properties: {} } } })).toMatchObject({ at: '/cap' });
  });

  test.each<[Json, string]>([
    [['hero'], '/cap'],
    [['hero', 0, '1d'], '/cap'],
    [['hero', 1.5, '1d'], '/cap'],
    [['', 1, '1d'], '/cap'],
    [['hero', 1, '1d', 1], '/cap'],
    [['hero', 1, 'soon'], '/cap/2'],
    ['hero', '/cap'],
  ])('refuses %j', (cap, at) => {
    expect(errorOf({ cap })).toMatchObject({ code: 'invalid-rule', at });
  });
});

describe('the operator "consent"', () => {
  test('asks for a purpose, a degree and a party', () => {
    const asked: unknown[] = [];
    const allows = (...question: readonly unknown[]) => asked.push(question) > 0;
    holds({ consent: 'personalization' }, {}, { allows });
    holds({ consent: ['personalization', 'pseudonymous', 'brewery'] }, {}, { allows });
    expect(asked).toEqual([
      ['personalization', undefined, undefined],
      ['personalization', undefined, undefined],
      ['personalization', 'pseudonymous', 'brewery'],
      ['personalization', 'pseudonymous', 'brewery'],
    ]);
  });

  test('is known: without permissions the answer is no', () => {
    expect(holds({ consent: 'personalization' })).toBe(false);
    expect(holds({ '!': [{ consent: 'personalization' }] })).toBe(true);
    expect(holds({ consent: 'personalization' }, {}, { allows: (purpose) => purpose === 'personalization' })).toBe(
      true,
    );
  });

  test('knows the degrees of permissions, and no others', () => {
    for (const degree of DEGREES) {
      expect(errorOf({ consent: ['p', degree] }) === undefined, degree).toBe(degree !== 'none');
    }
    expect(errorOf({ consent: ['p', 'pseudonymus'] })).toMatchObject({
      at: '/consent/1',
      message: expect.stringContaining('Did you mean "pseudonymous"?'),
    });
    for (const consent of [[], [''], ['a', 'identified', 'b', 'c'], {}, null, 3, [[]]]) {
      expect(errorOf({ consent }), JSON.stringify(consent)).toMatchObject({ at: '/consent' });
    }
  });
});

function errorOf(rule: unknown, options: ConditionOptions = {}): unknown {
  try {
    parseCondition(rule, options);
    return undefined;
  } catch (error) {
    if (isKindredError(error)) return error;
    throw error;
  }
}
