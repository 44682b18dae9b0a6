import { describe, expect, test } from 'vitest';
import { createEventHistory, type HistoryEvent, isKindredError } from '../../../src/rules/index.ts';
import { openQuery } from './open-query.ts';

function event(id: string, at: number, name = 'View', properties: HistoryEvent['properties'] = {}): HistoryEvent {
  return { id, name, at, properties };
}

const ids = ({ events }: Pick<ReturnType<typeof createEventHistory>, 'events'>) => events().map(({ id }) => id);

describe('a history of events', () => {
  test('keeps events in the order of their own times, and of their ids where these are the same', () => {
    const history = createEventHistory({ events: [event('c', 3), event('b', 1), event('d', 1, 'Add')] });
    history.record(event('a', 1));
    history.record(event('e', 2));
    expect(ids(history)).toEqual(['a', 'b', 'd', 'e', 'c']);
    expect(history.names()).toEqual(['View', 'Add']);
    expect(history.size()).toBe(5);
  });

  test('gives the same frozen list as long as nothing changes', () => {
    const history = createEventHistory({ events: [event('a', 1)] });
    const before = history.events();
    expect(history.record(event('a', 1))).toBe(false);
    expect(history.erase('Add')).toBe(0);
    expect(history.prune(100)).toBe(0);
    expect(history.events()).toBe(before);
    expect(Object.isFrozen(before)).toBe(true);
    history.record(event('b', 1));
    expect(before).toHaveLength(1);
    expect(history.events()).toHaveLength(2);
  });

  test('is full at maxEvents: the oldest leave, of whatever name, and what is older than all does not come in', () => {
    const history = createEventHistory({ maxEvents: 3 });
    for (const each of [event('a', 5), event('b', 2, 'Add'), event('c', 9), event('d', 7)])
      expect(history.record(each)).toBe(true);
    expect(ids(history)).toEqual(['a', 'd', 'c']);
    expect(history.record(event('e', 1))).toBe(false);
    expect(ids(history)).toEqual(['a', 'd', 'c']);
    expect(history.names()).toEqual(['View']);
  });

  test('an event that left may come again', () => {
    const history = createEventHistory({ maxEvents: 1, events: [event('a', 1), event('b', 2)] });
    history.erase('View');
    expect(history.record(event('a', 1))).toBe(true);
  });

  test('a full history gives the right counts while thousands of events pass through it', () => {
    const history = createEventHistory({ maxEvents: 300 });
    const queries = [
      openQuery({ count: { event: 'View', within: 250 } }),
      openQuery({ sum: { event: 'View', of: 'price', where: { '>': [{ var: 'price' }, 2] } } }),
      openQuery({ distinct: { event: ['View', 'Add'], of: 'price', within: 400 } }),
      openQuery({ seq: { events: [{ event: 'Add' }, { event: 'View' }], within: 1, past: 200 } }),
    ];
    for (let now = 0; now < 3000; now++) {
      history.record(event(`${now}`, now, now % 500 === 0 ? 'Add' : 'View', { price: now % 7 }));
      if (now % 50) continue;
      for (const { compiled, plain } of queries)
        expect(compiled({ events: history, now })).toBe(plain({ events: history, now }));
    }
    expect(history.size()).toBe(300);
  });

  test('erases the events of a name, or those that are picked, and forgets that they were there', () => {
    const history = createEventHistory({ events: [event('a', 1), event('b', 2, 'Add'), event('c', 3)] });
    expect(history.erase('Add')).toBe(1);
    expect(history.erase(({ at }) => at > 2)).toBe(1);
    expect(ids(history)).toEqual(['a']);
    expect(history.size()).toBe(1);
    expect(history.record(event('b', 2, 'Add'))).toBe(true);
  });

  test('what was erased or pruned leaves memory at once, also what was selected of it', () => {
    const history = createEventHistory({ retentionMs: 10, events: [event('a', 1), event('b', 2), event('c', 20)] });
    const selected = history.index.select({ names: ['View'], key: '["View"]' });
    selected.refresh?.();
    expect(selected.rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    history.erase(({ id }) => id === 'b');
    expect(selected.rows.map(({ id }) => id)).toEqual(['a', 'c']);
    history.prune(12);
    expect(selected.rows.map(({ id }) => id)).toEqual(['c']);
  });

  test('a sequence ends when the event leaves with which it began', () => {
    const history = createEventHistory({
      maxEvents: 3,
      events: [event('a', 1, 'A'), event('b', 1, 'B'), event('c', 2, 'B')],
    });
    const { compiled } = openQuery({ seq: { events: [{ event: 'A' }, { event: 'B' }] } });
    expect(compiled({ events: history, now: 9 })).toBe(true);
    history.record(event('d', 3, 'B'));
    expect(history.events()).toHaveLength(3);
    expect(compiled({ events: history, now: 9 })).toBe(false);
  });

  test('prunes what is as old as the retention, and nothing without one', () => {
    const history = createEventHistory({
      retentionMs: 10,
      events: [event('a', 0), event('b', 1, 'Add'), event('c', 11)],
    });
    expect(history.prune(9)).toBe(0);
    expect(history.prune(11)).toBe(2);
    expect(ids(history)).toEqual(['c']);
    const unlimited = createEventHistory({ events: [event('a', 0)] });
    expect(unlimited.prune(Number.MAX_VALUE)).toBe(0);
  });

  test('takes whole milliseconds', () => {
    const history = createEventHistory({ events: [event('a', 1.75)] });
    expect(history.events()[0]?.at).toBe(1);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'View'],
    ['a list', []],
    ['no id', { name: 'View', at: 1, properties: {} }],
    ['a time that is no number', { ...event('a', 1), at: '1' }],
    ['a time that is not finite', event('a', Number.POSITIVE_INFINITY)],
    ['no time', event('a', Number.NaN)],
    ['a time beyond all dates', event('a', 1e16)],
    ['properties that are a list', { ...event('a', 1), properties: [] }],
  ])('leaves out what is no event: %s', (_, input) => {
    const record: (input: never) => boolean = createEventHistory().record;
    expect(Reflect.apply(record, undefined, [input])).toBe(false);
    expect(Reflect.apply(createEventHistory, undefined, [{ events: [input, event('b', 1)] }]).size()).toBe(1);
  });

  test('names of the prototype are names like others', () => {
    const history = createEventHistory({ events: [event('__proto__', 1, '__proto__', { constructor: 1 })] });
    expect(history.names()).toEqual(['__proto__']);
    const { compiled } = openQuery({ count: { event: ['__proto__', 'constructor'] } });
    expect(compiled({ events: history, now: 1 })).toBe(1);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each([
    ['retentionMs', 0],
    ['retentionMs', Number.NaN],
    ['maxEvents', -1],
  ])('refuses a %s of %d', (name, limit) => {
    try {
      createEventHistory({ [name]: limit });
      expect.unreachable();
    } catch (error) {
      expect(isKindredError(error) && [error.code, error.at]).toEqual(['invalid-options', name]);
    }
  });

  test('one condition answers for many histories in turn', () => {
    const one = createEventHistory({ events: [event('a', 1)] });
    const other = createEventHistory({ events: [event('a', 1), event('b', 1)] });
    const { compiled } = openQuery({ count: { event: 'View' } });
    expect([one, other, one, other].map((events) => compiled({ events, now: 1 }))).toEqual([1, 2, 1, 2]);
  });

  test('a flood of events of one time takes no longer than events of many times', () => {
    const at = (index: number) => `${(index * 7919) % 20_011}`;
    const history = createEventHistory({ maxEvents: 1e6 });
    const { compiled } = openQuery({ count: { event: 'View', where: true } });
    for (let index = 0; index < 20_000; index++) {
      history.record(event(at(index), 1));
      if (index % 100 === 0) expect(compiled({ events: history, now: 1 })).toBe(index + 1);
    }
    expect(compiled({ events: history, now: 1 })).toBe(20_000);
  });
});
