import { describe, expect, test } from 'vitest';
import {
  type ConditionOptions,
  createEventHistory,
  createExplainer,
  type EvaluationContext,
  EXPLANATION_REASONS,
  explainCondition,
  type Facts,
  type FactWords,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const MINUTE = 60_000;
const WORDS: FactWords = {
  'Product Viewed': '# view|views',
  'Product Viewed.category': '# view|views of *',
  'views.*': '# view|views of *',
};

type Happening = readonly [name: string, minutesAgo: number, properties?: Readonly<Record<string, unknown>>];

const history = (...happenings: readonly Happening[]) =>
  createEventHistory({
    events: happenings.map(([name, minutesAgo, properties = {}], index) => ({
      id: String(index),
      name,
      at: NOW - minutesAgo * MINUTE,
      properties,
    })),
  });

const TEA = { category: 'tea' };
const viewsOfTea = (least: number): Json => ({
  '>=': [{ count: { event: 'Product Viewed', where: { '==': [{ var: 'category' }, 'tea'] }, within: '30m' } }, least],
});

const explain = (
  rule: Json,
  context: EvaluationContext = {},
  { facts = {}, words = {}, options = {} }: { facts?: Facts; words?: FactWords; options?: ConditionOptions } = {},
) => explainCondition(parseCondition(rule, options), facts, { words, context });

describe('an explanation of what happened', () => {
  const events = history(
    ['Product Viewed', 18, TEA],
    ['Product Viewed', 40, TEA],
    ['Product Viewed', 5, { category: 'mugs' }],
  );

  test('says how often, and in which time', () => {
    expect(explain(viewsOfTea(3), { events, now: NOW }, { words: WORDS })).toMatchObject({
      holds: false,
      reason: 'fails',
      seen: 1,
      needed: [3],
      sentence: 'needs at least 3 views of tea in the last 30 minutes, has 1',
      nearMiss: {
        missing: 2,
        closesAt: NOW + 12 * MINUTE,
        sentence: '2 views of tea short; the window closes in 12 minutes',
      },
    });
  });

  test('says what holds without a near miss', () => {
    expect(explain(viewsOfTea(1), { events, now: NOW })).toMatchObject({
      holds: true,
      reason: 'holds',
      sentence: 'needs at least 1 "Product Viewed" with category tea in the last 30 minutes, has 1',
      nearMiss: undefined,
    });
  });

  test.each<[string, Json, string]>([
    [
      'other conditions on events',
      {
        '>': [
          {
            count: {
              event: ['Product Viewed', 'Product Added'],
              where: {
                and: [{ in: [{ var: 'category' }, ['tea', 'mugs']] }, { '!': [{ '>': [{ var: 'price' }, 9] }] }],
              },
            },
          },
          5,
        ],
      },
      'needs more than 5 "Product Viewed" or "Product Added" with category one of tea, mugs and not (price more than 9), has 3',
    ],
    [
      'different values',
      { '>=': [{ distinct: { event: 'Product Viewed', of: 'category', within: '2h' } }, 3] },
      'needs at least 3 different category of "Product Viewed" in the last 2 hours, has 2',
    ],
    [
      'sums',
      { '>': [{ sum: { event: 'Order Completed', of: 'total', within: '7d' } }, 100] },
      'needs the sum of total of "Order Completed" in the last 7 days more than 100, has 0',
    ],
    [
      'averages',
      { '>': [{ avg: { event: 'Order Completed', of: 'total' } }, 100] },
      'needs the average total of "Order Completed" more than 100, has nothing',
    ],
    [
      'the last value',
      { '==': [{ last: { event: 'Product Viewed', of: 'category', within: '1h' } }, 'tea'] },
      'needs the last category of "Product Viewed" in the last 1 hour tea, has mugs',
    ],
    [
      'the time of the first',
      { '<': [{ first: { event: 'Product Viewed', from: '2026-11-01' } }, Date.parse('2026-11-02')] },
      'needs the first time of "Product Viewed" since 2026-11-01 less than 2026-11-02, has 2026-11-27 11:20 UTC',
    ],
    [
      'fixed windows',
      { '>': [{ count: { event: 'Product Viewed', from: '2026-11-01', to: '2026-11-02T12:30:00Z' } }, 0] },
      'needs more than 0 "Product Viewed" since 2026-11-01 before 2026-11-02 12:30 UTC, has 0',
    ],
    [
      'sequences',
      {
        seq: {
          events: [
            { event: 'Product Viewed' },
            { event: 'Product Added', where: { '==': [{ var: 'category' }, 'tea'] } },
          ],
          without: { event: 'Product Removed' },
          within: '30m',
        },
      },
      'needs "Product Viewed", then "Product Added" with category tea without "Product Removed" within 30 minutes, which is not so',
    ],
    [
      'what did not happen',
      { absent: { after: { event: 'Product Viewed' }, event: 'Order Completed', within: '30m' } },
      'needs no "Order Completed" within 30 minutes after "Product Viewed", which is not so',
    ],
    ['caps', { cap: ['hero', 1, '1d'] }, 'needs hero seen less than once in the last 1 day, which is so'],
  ])('says %s', (_, rule, sentence) => {
    expect(explain(rule, { events, now: NOW }).sentence).toBe(sentence);
  });
});

describe('an explanation of who is there and when', () => {
  test.each<[string, Json, Facts, EvaluationContext, string]>([
    ['segments', { segment: 'vip' }, { segments: ['new'] }, {}, 'needs the segment vip, which is not so'],
    [
      'scores',
      { '>': [{ score: 'intent' }, 5] },
      { scores: { intent: 4 } },
      {},
      'needs score intent more than 5, has 4',
    ],
    [
      'affinities',
      { '>': [{ affinity: ['category', 'tea'] }, 2] },
      { affinity: { category: { tea: 1 } } },
      {},
      'needs interest more than 2 in category tea, has 1',
    ],
    ['buckets', { '<': [{ bucket: ['hero', 10] }, 5] }, {}, { unit: 'u42' }, 'needs bucket hero less than 5, has 8'],
    [
      'permissions',
      { consent: ['personalization', 'pseudonymous', 'brewery'] },
      {},
      {},
      'needs permission for personalization (pseudonymous) to brewery, which is not so',
    ],
    [
      'hours',
      { time: { from: '09:00', to: '17:00', zone: 'Europe/Berlin', days: [1, 5] } },
      {},
      { now: NOW },
      'needs from 09:00 to 17:00 on Monday, Friday (Europe/Berlin), which is so',
    ],
    [
      'patterns',
      { matches: [{ var: 'path' }, '^/tea'] },
      { path: '/mugs' },
      {},
      'needs path that matches ^/tea, has /mugs',
    ],
  ])('says %s', (_, rule, facts, context, sentence) => {
    expect(explain(rule, context, { facts }).sentence).toBe(sentence);
  });
});

describe('an explanation of what cannot be known', () => {
  const guarded = { facts: { 'views.tea': { type: 'number', purpose: 'personalization' } } } as const;
  const declared = { events: { 'Product Viewed': { purpose: 'analytics' } } };
  const events = history();

  test.each<[string, Json, EvaluationContext, ConditionOptions, string, string]>([
    [
      'a permission',
      { '>': [{ var: 'views.tea' }, 2] },
      {},
      guarded,
      'not-permitted',
      'not permitted for personalization',
    ],
    [
      'a permission within a calculation',
      { '>': [{ '+': [1, { var: 'views.tea' }] }, 2] },
      {},
      guarded,
      'not-permitted',
      'not permitted for personalization',
    ],
    [
      'the permission of an event',
      viewsOfTea(1),
      { events, now: NOW },
      declared,
      'not-permitted',
      'not permitted for analytics',
    ],
    ['the history', viewsOfTea(1), { now: NOW }, {}, 'no-history', 'no history'],
    ['the clock of a window', viewsOfTea(1), { events }, {}, 'no-clock', 'no clock'],
    ['the clock', { time: { from: '09:00' } }, {}, {}, 'no-clock', 'no clock'],
    ['the id', { '<': [{ bucket: ['hero', 10] }, 5] }, {}, {}, 'no-unit', 'nobody is named'],
    [
      'a segment',
      { segment: 'vip' },
      { named: { segment: () => undefined, score: () => undefined } },
      {},
      'undecided',
      'the segment vip is undecided',
    ],
  ])('says that %s is missing', (_, rule, context, options, reason, why) => {
    const explanation = explain(rule, context, { facts: { views: { tea: 5 } }, options });
    expect(explanation).toMatchObject({ holds: false, reason, nearMiss: undefined });
    expect(explanation.sentence).toMatch(new RegExp(`^needs .*, unknown: ${why}$`));
    expect(explain({ '!': [rule] }, context, { facts: { views: { tea: 5 } }, options })).toMatchObject({
      holds: false,
      reason,
    });
    expect(EXPLANATION_REASONS).toContain(explanation.reason);
  });

  test('tells of a conjunction what is unknown, and only what fails where something does', () => {
    const unknown: Json = { time: { from: '09:00' } };
    const fails: Json = { '>': [{ var: 'a' }, 1] };
    expect(explain({ and: [unknown, true] }).sentence).toBe('needs from 09:00, unknown: no clock');
    expect(explain({ and: [unknown, fails] })).toMatchObject({
      reason: 'fails',
      sentence: 'needs a more than 1, has nothing',
    });
    expect(explain({ or: [unknown, fails] })).toMatchObject({
      reason: 'no-clock',
      sentence: 'needs from 09:00, unknown: no clock or needs a more than 1, has nothing',
    });
  });

  test('calls a fact that is not there missing', () => {
    expect(explain({ '==': [{ var: 'a' }, 1] }).reason).toBe('missing');
    expect(explain({ '==': [{ var: 'a' }, 1] }, {}, { facts: { a: 2 } }).reason).toBe('fails');
  });
});

describe('a near miss', () => {
  const miss = (rule: Json, facts: Facts = {}, context: EvaluationContext = {}) =>
    explain(rule, context, { facts, words: WORDS }).nearMiss;

  test.each<[string, Json, Facts, number | undefined, string | undefined]>([
    ['at least', { '>=': [{ var: 'views.tea' }, 3] }, { views: { tea: 1 } }, 2, '2 views of tea short'],
    ['more than, of whole numbers', { '>': [{ var: 'a' }, 3] }, { a: 3 }, 1, '1 short'],
    ['more than, of others', { '>': [{ var: 'a' }, 3] }, { a: 1.5 }, 1.5, '1.5 short'],
    ['a constant first', { '<': [3, { var: 'a' }] }, { a: 1 }, 3, '3 short'],
    ['at most', { '<=': [{ var: 'a' }, 3] }, { a: 5 }, 2, '2 over'],
    ['between, too little', { '<=': [3, { var: 'a' }, 5] }, { a: 1 }, 2, '2 short'],
    ['between, too much', { '<': [3, { var: 'a' }, 5] }, { a: 5 }, 1, '1 over'],
    ['what was never counted', { '>=': [{ var: 'a' }, 3] }, {}, 3, '3 short'],
    ['another fact', { '>': [{ var: 'a' }, { var: 'b' }] }, { a: 1, b: 4 }, 4, '4 short'],
    ['not at least', { '!': [{ '>=': [{ var: 'a' }, 3] }] }, { a: 4 }, 2, '2 over'],
    ['all of them', { and: [{ '>': [{ var: 'a' }, 1] }, { '>': [{ var: 'b' }, 1] }] }, {}, 4, '2 short, and 2 short'],
    ['the nearest of them', { or: [{ '>': [{ var: 'a' }, 5] }, { '>': [{ var: 'b' }, 1] }] }, {}, 2, '2 short'],
    [
      'all but one that has none',
      { and: [{ '>': [{ var: 'a' }, 1] }, { '==': [{ var: 'b' }, 1] }] },
      {},
      undefined,
      undefined,
    ],
    ['texts', { '>': [{ var: 'a' }, 'b'] }, { a: 'a' }, undefined, undefined],
    ['equality', { '==': [{ var: 'a' }, 1] }, { a: 2 }, undefined, undefined],
  ])('of %s', (_, rule, facts, missing, sentence) => {
    expect(miss(rule, facts)?.missing).toBe(missing);
    expect(miss(rule, facts)?.sentence).toBe(sentence);
  });

  test.each<[string, Json, string, number]>([
    ['hours that begin', { time: { from: '15:00', to: '17:00' } }, 'starts in 3 hours', 180],
    ['a day that begins', { time: { days: [1] } }, 'starts in 3 days', 60 * 60],
    ['hours that end', { '!': [{ time: { from: '09:00', to: '13:00' } }] }, 'ends in 1 hour', 60],
    [
      'a deadline',
      { absent: { after: { event: 'Checkout Started' }, event: 'Order Completed', within: '30m' } },
      'so in 10 minutes if nothing happens',
      10,
    ],
    ['a cap', { cap: ['hero', 1, '1h'] }, 'so in 35 minutes if nothing happens', 35],
    [
      'a number that goes down',
      { '<': [{ count: { event: 'Checkout Started', within: '30m' } }, 1] },
      '1 "Checkout Started" over; fewer in 10 minutes',
      10,
    ],
  ])('says when to wait: %s', (_, rule, sentence, minutes) => {
    const events = history(
      ['Checkout Started', 20],
      ['Promotion Viewed', 25, { promotion_id: 'hero' }],
      ['Promotion Viewed', 55, { promotion_id: 'hero' }],
    );
    expect(miss(rule, {}, { events, now: NOW })).toMatchObject({ sentence, opensAt: NOW + minutes * MINUTE });
  });

  test('promises nothing that waiting does not bring', () => {
    const events = history(['Checkout Started', 20], ['Order Completed', 10]);
    const rule = { absent: { after: { event: 'Checkout Started' }, event: 'Order Completed', within: '30m' } };
    expect(miss(rule, {}, { events, now: NOW })).toBeUndefined();
    expect(miss({ time: { to: '2026-11-01' } }, {}, { now: NOW })).toBeUndefined();
  });

  test('closes with a window that does not slide', () => {
    const rule = { '>': [{ count: { event: 'Product Viewed', to: '2026-11-27T12:30:00Z' } }, 0] };
    expect(miss(rule, {}, { events: history(), now: NOW })).toEqual({
      missing: 1,
      opensAt: undefined,
      closesAt: NOW + 30 * MINUTE,
      sentence: '1 view short; the window closes in 30 minutes',
    });
  });

  test('is of the moment in which it was asked', () => {
    const events = history(['Product Viewed', 18, TEA]);
    const explanation = explain(viewsOfTea(3), { events, now: NOW });
    events.record({ id: 'new', name: 'Product Viewed', at: NOW, properties: TEA });
    events.record({ id: 'newer', name: 'Product Viewed', at: NOW, properties: TEA });
    expect(explanation).toMatchObject({ holds: false, seen: 1, nearMiss: { missing: 2, closesAt: NOW + 12 * MINUTE } });
  });
});

describe('an explainer', () => {
  test('tells of the moment in which it recorded, whenever it is asked', () => {
    const events = history(['Product Viewed', 18, TEA]);
    const { holds, tell } = createExplainer(parseCondition(viewsOfTea(2)))({}, { events, now: NOW });
    events.record({ id: 'new', name: 'Product Viewed', at: NOW, properties: TEA });
    expect(holds).toBe(false);
    expect(tell()).toMatchObject({ holds: false, seen: 1, nearMiss: { missing: 1, closesAt: NOW + 12 * MINUTE } });
  });

  test('answers like explainCondition, one time after the other', () => {
    const condition = parseCondition({ and: [{ '>': [{ var: 'views.tea' }, 2] }, { time: { from: '09:00' } }] });
    const explainIt = createExplainer(condition, { words: WORDS });
    expect(explainIt({ views: { tea: 5 } }, { now: NOW }).holds).toBe(true);
    for (const tea of [1, 5, 2]) {
      const facts = { views: { tea } };
      const again = explainCondition(condition, facts, { words: WORDS, context: { now: NOW } });
      expect(JSON.stringify(explainIt(facts, { now: NOW }).tell())).toBe(JSON.stringify(again));
    }
  });

  test('can be asked while it answers', () => {
    const condition = parseCondition(
      { and: [{ '>': [{ var: 'a' }, 1] }, { '>': [{ var: 'b' }, 1] }] },
      { facts: { a: 'number', b: { type: 'number', purpose: 'p' } } },
    );
    const inner: string[] = [];
    const allows = () => {
      inner.push(explainCondition(condition, { a: 0 }).sentence);
      return true;
    };
    const outer = explainCondition(condition, { a: 2, b: 1 }, { context: { allows } });
    expect(outer.sentence).toBe('needs b more than 1, has 1');
    expect(inner[0]).toBe('needs a more than 1, has 0');
  });

  test('is plain data to whoever copies it', () => {
    const explanation = explain(viewsOfTea(3), { events: history(), now: NOW });
    expect(structuredClone(explanation)).toEqual(explanation);
  });
});
