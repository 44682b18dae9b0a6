import { describe, expect, test } from 'vitest';
import {
  compileCondition,
  createEventHistory,
  type EventTypes,
  evaluateCondition,
  isKindredError,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';
import { openQuery } from './open-query.ts';

const EVENTS: EventTypes = {
  'Product Viewed': { properties: { category: 'string', price: 'number', tags: 'strings', 'page.path': 'string' } },
  'Product Added': { properties: { category: 'string', price: 'string', quantity: 'number' } },
  'Order Completed': { purpose: 'analytics', degree: 'pseudonymous' },
  'Quiz Answered': { properties: { skin: { type: 'string', purpose: 'health' }, score: 'number' } },
};

function errorOf(
  rule: unknown,
  events: EventTypes | undefined = EVENTS,
): readonly [at: string | undefined, message: string] {
  try {
    parseCondition({ '==': [rule, 1] }, events ? { events } : {});
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule')
      return [error.at?.replace(/^\/==\/0/, ''), error.message];
    throw error;
  }
  throw new Error('The rule loaded.');
}

const VIEWED = { event: 'Product Viewed' };

describe('what is wrong with a query is found when it is loaded, and the error points at it', () => {
  test.each<[string, unknown, string, string]>([
    ['an argument that is no object', { count: 'Product Viewed' }, '/count', 'Write {"event": …}'],
    ['an argument that is a list', { count: [VIEWED] }, '/count', 'This is no object'],
    ['an unknown key', { count: { ...VIEWED, withn: '1d' } }, '/count/withn', 'Did you mean "within"?'],
    ['a property where there is none to read', { count: { ...VIEWED, of: 'price' } }, '/count/of', 'Unknown key "of"'],
    ['an unknown event', { count: { event: 'Product Vewed' } }, '/count/event', 'Did you mean "Product Viewed"?'],
    ['an unknown event in a list', { count: { event: ['Product Viewed', 'Nope'] } }, '/count/event/1', 'Unknown event'],
    ['a name of the prototype', { count: { event: 'constructor' } }, '/count/event', 'Unknown event "constructor"'],
    ['no event', { count: {} }, '/count', '"event" is missing'],
    ['an event that is no name', { count: { event: 7 } }, '/count/event', 'This is no event'],
    ['no events', { count: { event: [] } }, '/count/event', 'Write 1 to 100.'],
    [
      'an unknown property',
      { count: { ...VIEWED, where: { var: 'categry' } } },
      '/count/where/var',
      'Did you mean "category"?',
    ],
    [
      'a property of a wrong type',
      { count: { ...VIEWED, where: { '>': [{ var: 'category' }, 1] } } },
      '/count/where/>/1',
      'not number',
    ],
    ['a where that is no condition', { count: { ...VIEWED, where: 3 } }, '/count/where', 'not number'],
    [
      'a query within where',
      { count: { ...VIEWED, where: { '>': [{ count: VIEWED }, 1] } } },
      '/count/where/>/0',
      '"count"',
    ],
    ['no property', { sum: VIEWED }, '/sum', '"of" is missing'],
    ['a reserved property', { distinct: { ...VIEWED, of: '__proto__' } }, '/distinct/of', 'is no fact'],
    ['an unknown property to sum', { sum: { ...VIEWED, of: 'prices' } }, '/sum/of', 'Did you mean "price"?'],
    ['a sum of texts', { sum: { ...VIEWED, of: 'category' } }, '/sum/of', 'takes number, not string'],
    ['distinct lists', { distinct: { ...VIEWED, of: 'tags' } }, '/distinct/of', 'not strings'],
    [
      'a property that the event has not',
      { sum: { event: 'Product Added', of: 'page.path' } },
      '/sum/of',
      'Unknown fact',
    ],
    ['a duration without a unit', { count: { ...VIEWED, within: '30' } }, '/count/within', 'This is no duration'],
    ['a duration in an unknown unit', { count: { ...VIEWED, within: '3y' } }, '/count/within', 'Write "90s"'],
    ['a duration of months', { count: { ...VIEWED, within: 'P1M' } }, '/count/within', 'is no duration'],
    ['an empty duration', { count: { ...VIEWED, within: 'P' } }, '/count/within', 'is no duration'],
    ['a duration of nothing', { count: { ...VIEWED, within: 0 } }, '/count/within', 'is no duration'],
    ['a duration that is too long', { count: { ...VIEWED, within: 1e300 } }, '/count/within', 'is no duration'],
    ['a duration of dots', { count: { ...VIEWED, within: '1.2.3d' } }, '/count/within', 'is no duration'],
    ['a duration of null', { count: { ...VIEWED, within: null } }, '/count/within', 'is no duration'],
    ['a time in words', { count: { ...VIEWED, from: 'yesterday' } }, '/count/from', 'is no time'],
    ['a time with a fraction', { count: { ...VIEWED, from: 1.5 } }, '/count/from', 'is no time'],
    ['a day that does not exist', { count: { ...VIEWED, to: '2026-02-30' } }, '/count/to', 'is no time'],
    ['a time that does not exist', { count: { ...VIEWED, to: '2026-02-03T25:00Z' } }, '/count/to', 'is no time'],
    [
      'a window that ends before it begins',
      { count: { ...VIEWED, from: '2026-02-03', to: '2026-02-03' } },
      '/count/to',
      'ends before',
    ],
    ['one step', { seq: { events: [VIEWED] } }, '/seq/events', 'Write 2 to 20'],
    ['steps that are no list', { seq: { events: VIEWED } }, '/seq/events', 'Write 2 to 20'],
    ['a step that is a name', { seq: { events: [VIEWED, 'Product Added'] } }, '/seq/events/1', 'This is no object'],
    ['no step', { seq: { events: [VIEWED, undefined, VIEWED] } }, '/seq/events/1', 'This is no object'],
    [
      'a window in a step',
      { seq: { events: [VIEWED, { ...VIEWED, within: '1d' }] } },
      '/seq/events/1/within',
      'Unknown key',
    ],
    [
      'an unknown event of without',
      { seq: { events: [VIEWED, VIEWED], without: { event: 'Nope' } } },
      '/seq/without/event',
      'Unknown event',
    ],
    ['an absence without end', { absent: { after: VIEWED, event: 'Product Added' } }, '/absent', '"within" is missing'],
    [
      'an absence without beginning',
      { absent: { event: 'Product Added', within: '1h' } },
      '/absent',
      '"after" is missing',
    ],
    [
      'an absence that can never hold',
      { absent: { after: VIEWED, event: 'Product Added', within: '1h', past: '60m' } },
      '/absent/past',
      'never hold',
    ],
  ])('%s', (_, rule, at, message) => {
    const [pointer, text] = errorOf(rule);
    expect(pointer).toBe(at);
    expect(text).toContain(message);
  });

  test('without declared events any name and property is accepted', () => {
    expect(
      openQuery({ sum: { event: 'Anything', of: 'at.all' } }).compiled({ events: createEventHistory(), now: 1 }),
    ).toBe(0);
    expect(errorOf({ count: { event: '' } }, undefined)[0]).toBe('/count/event');
    expect(errorOf({ count: { event: 3 } }, undefined)[0]).toBe('/count/event');
  });

  test('the type of the answer is checked where it is used', () => {
    expect(errorOf({ '+': [{ last: { ...VIEWED, of: 'category' } }, 1] })[1]).toContain('not string');
    expect(errorOf({ '+': [{ seq: { events: [VIEWED, VIEWED] } }, 1] })[1]).toContain('not boolean');
    expect(errorOf({ and: [{ count: VIEWED }, true] })[1]).toContain('not number');
  });

  test('of several events, a property must be one of each, and of a type that all of them fit', () => {
    const event = ['Product Viewed', 'Product Added'];
    expect(errorOf({ sum: { event, of: 'quantity' } })).toEqual([
      '/sum/of',
      expect.stringContaining('Unknown fact "quantity"'),
    ]);
    expect(errorOf({ sum: { event, of: 'price' } })[1]).toContain('takes number, not string');
    expect(errorOf({ count: { event, where: { '>': [{ var: 'price' }, 1] } } })[0]).toBe('/count/where/>/1');
    expect(errorOf({ '+': [{ last: { event, of: 'category' } }, 1] })[1]).toContain('not string');
    openQuery({ last: { event, of: 'price' } }, { events: EVENTS });
    openQuery({ count: { event, where: { '==': [{ var: 'category' }, 'tea'] } } }, { events: EVENTS });
  });

  test('of several events, the permissions of each are needed', () => {
    const events: EventTypes = {
      A: { purpose: 'one', properties: { p: { type: 'string', purpose: 'two' } } },
      B: { purpose: 'one', properties: { p: { type: 'string', purpose: 'three', degree: 'identified' } } },
    };
    const { root } = parseCondition({ '==': [{ last: { event: ['A', 'B'], of: 'p' } }, null] }, { events });
    const query = root.kind === 'operation' && root.operands[0]?.kind === 'query' ? root.operands[0].query : {};
    expect(query.needs).toEqual([{ purpose: 'one' }, { purpose: 'two' }, { purpose: 'three', degree: 'identified' }]);
  });

  test('a condition tells which events it asks for, and keeps their properties out of its facts', () => {
    const { events, facts } = parseCondition({
      and: [
        {
          seq: {
            events: [VIEWED, { event: ['Product Added', 'Product Viewed'], where: { var: 'x' } }],
            without: { event: 'Z' },
          },
        },
        { '==': [{ last: { event: 'Y', of: 'p' } }, { var: 'fact' }] },
      ],
    });
    expect(events).toEqual(['Product Viewed', 'Product Added', 'Z', 'Y']);
    expect(facts).toEqual(['fact']);
  });
});

describe('what cannot be known', () => {
  const now = 10;
  const events = createEventHistory({
    events: [
      { id: '1', name: 'Order Completed', at: 1, properties: {} },
      { id: '2', name: 'Quiz Answered', at: 2, properties: { skin: 'dry', score: 4 } },
      { id: '3', name: 'Product Viewed', at: 3, properties: {} },
    ],
  });
  const count: Json = { count: { event: ['Product Viewed', 'Order Completed'] } };

  test('without history or clock the answer is unknown', () => {
    const { compiled, plain } = openQuery({ count: VIEWED });
    for (const context of [{}, { events }, { now }, { events, now: Number.NaN }]) {
      expect(compiled(context)).toBe(undefined);
      expect(plain(context)).toBe(undefined);
    }
    const never = parseCondition({ '!': [{ '>': [{ count: VIEWED }, 0] }] });
    expect(compileCondition(never)({}, {})).toBe(false);
    expect(evaluateCondition(never, {}, {})).toBe(false);
  });

  test('without the permission of one of its events the answer is unknown', () => {
    const { compiled, plain } = openQuery(count, { events: EVENTS });
    const asked: unknown[] = [];
    const permitted = { events, now, allows: (...all: unknown[]) => asked.push(all) > 0 };
    for (const evaluate of [compiled, plain]) {
      expect(evaluate({ events, now })).toBe(undefined);
      expect(evaluate({ events, now, allows: () => false })).toBe(undefined);
      expect(evaluate(permitted)).toBe(2);
    }
    expect(asked[0]).toEqual(['analytics', 'pseudonymous']);
  });

  test.each<[string, Json]>([
    ['where', { count: { event: 'Quiz Answered', where: { '==': [{ var: 'skin' }, 'dry'] } } }],
    ['of', { distinct: { event: 'Quiz Answered', of: 'skin' } }],
  ])('without the permission of a property that %s reads the answer is unknown', (_, rule) => {
    const { compiled, plain } = openQuery(rule, { events: EVENTS });
    for (const evaluate of [compiled, plain]) {
      expect(evaluate({ events, now, allows: (purpose) => purpose !== 'health' })).toBe(undefined);
      expect(evaluate({ events, now, allows: (purpose) => purpose === 'health' })).toBe(1);
    }
    const other = openQuery(
      { count: { event: 'Quiz Answered', where: { '>': [{ var: 'score' }, 1] } } },
      { events: EVENTS },
    );
    expect(other.compiled({ events, now, allows: () => false })).toBe(1);
  });

  test('a permission that is withdrawn makes it unknown again, and one that returns known', () => {
    const { compiled } = openQuery(count, { events: EVENTS });
    let isAllowed = true;
    const context = { events, now, allows: () => isAllowed };
    expect(compiled(context)).toBe(2);
    isAllowed = false;
    expect(compiled(context)).toBe(undefined);
    isAllowed = true;
    expect(compiled(context)).toBe(2);
  });
});
