import { describe, expect, test } from 'vitest';
import { createEventHistory, type HistoryEvent, type Json } from '../../../src/rules/index.ts';
import { openQuery } from './open-query.ts';

const MINUTE = 60_000;

let made = 0;

function view(at: number, properties: HistoryEvent['properties'] = {}, id = `id-${made++}`): HistoryEvent {
  return { id, name: 'Product Viewed', at, properties };
}

const COUNT: Json = { count: { event: 'Product Viewed', within: '30m' } };

// Faults of Apache Unomi's counting of past events: UNOMI-206 and the ones around it.
describe('events count at their own time, once, and as long as the window holds them', () => {
  test('an event of a time to come does not count before its time, and does at its time', () => {
    const events = createEventHistory({ events: [view(10 * MINUTE)] });
    const { compiled, nextChange } = openQuery(COUNT);
    expect(compiled({ events, now: 10 * MINUTE - 1 })).toBe(0);
    expect(nextChange({ events, now: 10 * MINUTE - 1 })).toBe(10 * MINUTE);
    expect(compiled({ events, now: 10 * MINUTE })).toBe(1);
  });

  test('an event that is recorded twice counts once, also when it was read in between', () => {
    const events = createEventHistory();
    const { compiled } = openQuery(COUNT);
    const event = view(0);
    expect(events.record(event)).toBe(true);
    expect(compiled({ events, now: 1 })).toBe(1);
    expect(events.record({ ...event, at: 1 })).toBe(false);
    expect(compiled({ events, now: 1 })).toBe(1);
    expect(events.size()).toBe(1);
  });

  test('the number goes down when the window slides past events, without any new one', () => {
    const events = createEventHistory({ events: [view(0), view(MINUTE)] });
    const { compiled, nextChange } = openQuery(COUNT);
    expect(compiled({ events, now: 2 * MINUTE })).toBe(2);
    expect(nextChange({ events, now: 2 * MINUTE })).toBe(30 * MINUTE);
    expect(compiled({ events, now: 30 * MINUTE })).toBe(1);
    expect(compiled({ events, now: 31 * MINUTE })).toBe(0);
    expect(nextChange({ events, now: 31 * MINUTE })).toBe(Number.POSITIVE_INFINITY);
  });

  test('a late event counts at its own time, not at the time at which it came', () => {
    const events = createEventHistory({ events: [view(50 * MINUTE)] });
    const { compiled } = openQuery(COUNT);
    expect(compiled({ events, now: 50 * MINUTE })).toBe(1);
    events.record(view(25 * MINUTE));
    expect(compiled({ events, now: 50 * MINUTE })).toBe(2);
    expect(compiled({ events, now: 55 * MINUTE })).toBe(1);
    events.record(view(10 * MINUTE));
    expect(compiled({ events, now: 55 * MINUTE })).toBe(1);
  });

  test('answers stay right when the clock goes back', () => {
    const events = createEventHistory({ events: [view(0), view(20 * MINUTE), view(40 * MINUTE)] });
    const { compiled } = openQuery(COUNT);
    expect(compiled({ events, now: 45 * MINUTE })).toBe(2);
    expect(compiled({ events, now: 10 * MINUTE })).toBe(1);
    expect(compiled({ events, now: 100 * MINUTE })).toBe(0);
    expect(compiled({ events, now: 21 * MINUTE })).toBe(2);
  });
});

describe('windows', () => {
  test.each<[string, Json, readonly [now: number, count: number][]]>([
    [
      'that slides is open at its beginning and closed at its end',
      { within: 10 },
      [
        [9, 0],
        [10, 1],
        [19, 1],
        [20, 1],
        [29, 1],
        [30, 0],
      ],
    ],
    [
      'from a time on begins with it',
      { from: 10 },
      [
        [9, 0],
        [10, 1],
        [99, 2],
      ],
    ],
    [
      'to a time ends before it',
      { to: 20 },
      [
        [9, 0],
        [10, 1],
        [99, 1],
      ],
    ],
    [
      'from one time to another',
      { from: '1970-01-01T00:00:00.011Z', to: '1970-01-01T01:00:00.021+01:00' },
      [
        [19, 0],
        [20, 1],
        [99, 1],
      ],
    ],
    [
      'of all that is kept',
      {},
      [
        [9, 0],
        [10, 1],
        [99, 2],
      ],
    ],
  ])('a window %s', (_, window, expected) => {
    const events = createEventHistory({ events: [view(10), view(20)] });
    const { compiled, plain } = openQuery({ count: { event: 'Product Viewed', ...Object(window) } });
    expect(expected.map(([now]) => [now, compiled({ events, now })])).toEqual(expected);
    expect(expected.map(([now]) => [now, plain({ events, now })])).toEqual(expected);
  });

  test.each<[string | number, number]>([
    ['1500ms', 1500],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['4w', 2_419_200_000],
    ['PT30M', 1_800_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['PT0.5S', 500],
    [250, 250],
  ])('a window within %s holds what is younger', (within, ms) => {
    const events = createEventHistory({ events: [view(0)] });
    const { compiled } = openQuery({ count: { event: 'Product Viewed', within } });
    expect(compiled({ events, now: ms - 1 })).toBe(1);
    expect(compiled({ events, now: ms })).toBe(0);
  });

  test('nothing as old as the retention counts, pruned or not', () => {
    const events = createEventHistory({ events: [view(0), view(5)], retentionMs: 10 });
    const { compiled, nextChange } = openQuery({ count: { event: 'Product Viewed' } });
    expect(compiled({ events, now: 9 })).toBe(2);
    expect(nextChange({ events, now: 9 })).toBe(10);
    expect(compiled({ events, now: 10 })).toBe(1);
    expect(events.prune(10)).toBe(1);
    expect(compiled({ events, now: 10 })).toBe(1);
    expect(events.events().map(({ at }) => at)).toEqual([5]);
  });
});

describe('what is asked of the events in a window', () => {
  const events = createEventHistory({
    events: [
      view(1, { category: 'tea', price: 0.1 }),
      view(2, { category: 'coffee', price: 0.2 }),
      view(3, { category: 'tea', price: 0.3 }),
      view(4, { category: null, price: '9' }),
    ],
  });
  const ask = (name: string, argument: Json) => {
    const { compiled, plain } = openQuery({ [name]: { event: 'Product Viewed', ...Object(argument) } });
    expect(compiled({ events, now: 4 })).toEqual(plain({ events, now: 4 }));
    return compiled({ events, now: 4 });
  };

  test('count, with a condition on the properties of the event', () => {
    expect(ask('count', {})).toBe(4);
    expect(ask('count', { where: { '==': [{ var: 'category' }, 'tea'] } })).toBe(2);
    expect(ask('count', { where: { '==': [{ var: 'category' }, 'tea'] }, within: 2 })).toBe(1);
  });

  test('distinct counts values of different types apart, and nothing that is missing', () => {
    expect(ask('distinct', { of: 'category' })).toBe(2);
    expect(ask('distinct', { of: 'price' })).toBe(4);
    expect(ask('distinct', { of: 'color' })).toBe(0);
    const odd = createEventHistory({ events: [Number.NaN, [1], {}, null, 1, '1'].map((price) => view(1, { price })) });
    const { compiled } = openQuery({ distinct: { event: 'Product Viewed', of: 'price' } });
    expect(compiled({ events: odd, now: 1 })).toBe(2);
  });

  test('a sum is not the worse for the numbers that came and went', () => {
    expect(ask('sum', { of: 'price' })).toBe(0.6);
    const { compiled } = openQuery({ sum: { event: 'Product Viewed', of: 'price', within: 2 } });
    const priced = createEventHistory();
    for (let at = 0; at < 5000; at++) {
      priced.record(view(at, { price: at % 2 === 0 ? 0.1 : 1e6 + 0.7 }));
      compiled({ events: priced, now: at });
    }
    expect(compiled({ events: priced, now: 4999 })).toBe(1e6 + 0.7 + 0.1);
    expect(compiled({ events: priced, now: 5000 })).toBe(1e6 + 0.7);
    expect(compiled({ events: priced, now: 5001 })).toBe(0);
  });

  test('a price of somebody who jests does not spoil the sums after it', () => {
    const { compiled } = openQuery({ sum: { event: 'Product Viewed', of: 'price', within: 3 } });
    const jest = createEventHistory({
      events: [view(1, { price: 1e308 }), view(2, { price: 1e308 }), view(3, { price: 1e280 }), view(4, { price: 2 })],
    });
    expect([3, 4, 5, 6].map((now) => compiled({ events: jest, now }))).toEqual([null, 1e308, 1e280, 2]);
  });

  test('an event that is erased and one that comes late, between two looks, are both noticed', () => {
    const { compiled } = openQuery({ sum: { event: 'Product Viewed', of: 'price', within: 100 } });
    const priced = createEventHistory({ events: [1, 2, 4, 8].map((price) => view(price, { price }, `${price}`)) });
    expect(compiled({ events: priced, now: 9 })).toBe(15);
    priced.erase(({ id }) => id === '2');
    priced.record(view(3, { price: 100 }));
    expect(compiled({ events: priced, now: 9 })).toBe(113);
  });

  test('an average of nothing is missing, and a sum of nothing is 0', () => {
    expect(ask('avg', { of: 'price' })).toBe(0.6 / 3);
    expect(ask('avg', { of: 'color' })).toBe(null);
    expect(ask('sum', { of: 'color' })).toBe(0);
  });

  test('first and last give the property, or the time', () => {
    expect(ask('first', { of: 'category' })).toBe('tea');
    expect(ask('last', { of: 'category' })).toBe(null);
    expect(ask('last', { of: 'category', where: { var: ['category', 'no'] } })).toBe(null);
    expect(ask('last', {})).toBe(4);
    expect(ask('first', { within: 2 })).toBe(3);
    expect(ask('first', { from: 100 })).toBe(null);
  });
});
