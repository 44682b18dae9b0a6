import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EVENT_LIMITS,
  EVENT_TYPES,
  type KindredEvent,
  parseBatch,
  parseEvent,
  readBatch,
} from '../../src/events/index.ts';
import { trackEvent } from '../server/samples.ts';

const RECEIVED = Date.UTC(2026, 10, 22, 12);

/** The code and the place of what `run` throws. */
function failure(run: () => unknown): { readonly code: unknown; readonly at: unknown; readonly message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'at' in error) {
      return { code: error.code, at: error.at, message: error.message };
    }
    throw error;
  }
  throw new Error('nothing was thrown');
}

const placeOf = (input: unknown) => failure(() => parseEvent(input)).at;

describe('an event', () => {
  test('one that is right is read as it is', () => {
    const event = trackEvent(1, {
      userId: 'u',
      context: { page: { path: '/tea' }, campaign: { name: 'x' }, kindred: { session: 's', degree: 'pseudonymous' } },
      sentAt: '2026-11-22T12:00:00.000Z',
    });
    expect(parseEvent(event)).toEqual(event);
  });

  test('every type of the closed list is taken, and no other', () => {
    for (const type of EVENT_TYPES) {
      const members = { type, userId: 'u', groupId: 'g', previousId: 'p' };
      expect(parseEvent(trackEvent(1, members)).type).toBe(type);
    }
    expect(failure(() => parseEvent({ ...trackEvent(1), type: 'click' }))).toEqual({
      code: 'invalid-event',
      at: '/type',
      message: '/type is not one of "track", "page", "screen", "identify", "group", "alias".',
    });
  });

  test('a messageId has 1 to 128 characters', () => {
    expect(parseEvent(trackEvent(1, { messageId: 'x'.repeat(128) })).messageId).toHaveLength(128);
    expect(placeOf({ ...trackEvent(1), messageId: 'x'.repeat(129) })).toBe('/messageId');
    expect(placeOf({ ...trackEvent(1), messageId: '' })).toBe('/messageId');
    expect(placeOf({ ...trackEvent(1), messageId: 7 })).toBe('/messageId');
    expect(placeOf({ ...trackEvent(1), messageId: null })).toBe('/messageId');
  });

  test('each type needs what Segment says it needs', () => {
    const { event: _, ...nameless } = trackEvent(1);
    expect(placeOf(nameless)).toBe('/event');
    expect(placeOf({ ...nameless, type: 'group' })).toBe('/groupId');
    expect(placeOf({ ...nameless, type: 'alias' })).toBe('/previousId');
    expect(placeOf({ ...nameless, type: 'alias', previousId: 'p' })).toBe('/userId');
    const { anonymousId: __, ...nobody } = trackEvent(1);
    expect(placeOf(nobody)).toBe('/anonymousId');
    expect(parseEvent({ ...nobody, userId: 'u' }).userId).toBe('u');
  });

  test('an anonymous event names nobody, and one that does is refused', () => {
    const { anonymousId: _, ...nobody } = trackEvent(1);
    const context = { kindred: { degree: 'anonymous', notice: '2026-11' } };
    expect(parseEvent({ ...nobody, context })).toEqual({ ...nobody, context });
    expect(placeOf({ ...nobody, context, anonymousId: 'a1' })).toBe('/anonymousId');
    expect(placeOf({ ...nobody, context, userId: 'u1' })).toBe('/userId');
    const named = { kindred: { degree: 'anonymous', grant: 'g1' } };
    expect(placeOf({ ...nobody, context: named })).toBe('/context/kindred/grant');
    const shared = parseBatch({ batch: [nobody, trackEvent(2)], context });
    expect(shared.events).toHaveLength(1);
    expect(shared.rejected).toMatchObject([{ index: 1, at: '/batch/1/anonymousId' }]);
  });

  test('ids that are not well-formed Unicode are refused: a store could not tell them apart', () => {
    expect(placeOf({ ...trackEvent(1), messageId: 'a\ud800' })).toBe('/messageId');
    expect(placeOf({ ...trackEvent(1), userId: '\udc00' })).toBe('/userId');
    expect(parseEvent(trackEvent(1, { messageId: '🫖' })).messageId).toBe('🫖');
  });

  test('members that are null count as missing, and unknown ones are left out', () => {
    const event = parseEvent({ ...trackEvent(1), userId: null, integrations: { All: true }, writeKey: 'k' });
    expect(event).toEqual(trackEvent(1));
  });

  test('the wrong types are refused with their place', () => {
    expect(placeOf({ ...trackEvent(1), properties: [] })).toBe('/properties');
    expect(placeOf({ ...trackEvent(1), context: 'x' })).toBe('/context');
    expect(placeOf({ ...trackEvent(1), context: { page: { path: 7 } } })).toBe('/context/page/path');
    expect(placeOf({ ...trackEvent(1), context: { kindred: { session: {} } } })).toBe('/context/kindred/session');
    for (const input of [undefined, null, 7, 'event', [], () => 0]) expect(placeOf(input)).toBe('');
  });
});

describe('time', () => {
  test('any ISO 8601 time with an offset is read as UTC', () => {
    const read = (timestamp: string) => parseEvent(trackEvent(1, { timestamp })).timestamp;
    expect(read('2026-11-22T13:00:00+01:00')).toBe('2026-11-22T12:00:00.000Z');
    expect(read('2026-11-22T12:00:00Z')).toBe('2026-11-22T12:00:00.000Z');
    expect(read('2026-11-22T12:00:00.123456Z')).toBe('2026-11-22T12:00:00.123Z');
  });

  test('what is no such time is refused', () => {
    for (const timestamp of [
      'yesterday',
      '2026-11-22',
      '2026-11-22T12:00:00',
      '2026-02-30T12:00:00Z',
      1_700_000_000,
      '',
    ]) {
      expect(placeOf({ ...trackEvent(1), timestamp })).toBe('/timestamp');
    }
  });

  test('a leap second is the second before it, also where it says when it was sent', () => {
    const leap = '2016-12-31T23:59:60.250Z';
    const event = parseEvent(trackEvent(1, { timestamp: leap, sentAt: leap }));
    expect([event.timestamp, event.sentAt]).toEqual(['2016-12-31T23:59:59.250Z', '2016-12-31T23:59:59.250Z']);
    expect(parseEvent(trackEvent(1, { timestamp: '2017-01-01T05:29:60+05:30' })).timestamp).toBe(
      '2016-12-31T23:59:59.000Z',
    );
    expect(placeOf({ ...trackEvent(1), timestamp: '2016-12-31T23:59:61Z' })).toBe('/timestamp');
  });

  test('a missing timestamp is the time of receipt where one is given, and an error where none is', () => {
    const { timestamp: _, ...timeless } = trackEvent(1);
    expect(placeOf(timeless)).toBe('/timestamp');
    expect(parseEvent(timeless, { receivedAt: RECEIVED }).timestamp).toBe('2026-11-22T12:00:00.000Z');
  });

  test('a missing timestamp is the time of sending, by the same clock, where that is given', () => {
    const { timestamp: _, ...timeless } = trackEvent(1, { sentAt: '2020-01-01T00:00:00Z' });
    expect(parseEvent(timeless, { receivedAt: RECEIVED }).timestamp).toBe('2020-01-01T00:00:00.000Z');
  });
});

describe('limits', () => {
  test('an event holds at most 32 KB of JSON, counted in bytes', () => {
    const sized = (size: number, letter: string) => ({ ...trackEvent(1), properties: { text: letter.repeat(size) } });
    const overhead = JSON.stringify(sized(0, '')).length;
    expect(() => parseEvent(sized(EVENT_LIMITS.eventBytes - overhead, 'x'))).not.toThrow();
    expect(placeOf(sized(EVENT_LIMITS.eventBytes - overhead + 1, 'x'))).toBe('');
    expect(placeOf(sized(12_000, '茶'))).toBe('');
  });

  test('an event that is nested too deep is refused, also when JSON.stringify could not bear it', () => {
    for (const depth of [EVENT_LIMITS.depth, 200_000]) {
      const properties: unknown = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
      expect(failure(() => parseEvent({ ...trackEvent(1), properties })).message).toMatch(
        /nested deeper than 32 levels/,
      );
    }
  });

  test('an object that contains itself is refused', () => {
    const properties: Record<string, unknown> = {};
    properties.self = properties;
    expect(failure(() => parseEvent({ ...trackEvent(1), properties })).code).toBe('invalid-event');
  });

  test('what JSON cannot hold is refused with its place', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 0, Symbol('s'), new Date(), new Map()]) {
      expect(placeOf({ ...trackEvent(1), properties: { 'a/b': [value] } })).toBe('/properties/a~1b/0');
    }
  });

  test('members that are undefined are left out', () => {
    expect(parseEvent({ ...trackEvent(1), userId: undefined, properties: { a: undefined } }).properties).toEqual({});
  });
});

describe('prototype keys', () => {
  const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x"}';

  test('what was read is own plain data: no prototype is reached or changed by it', () => {
    const properties: unknown = JSON.parse(hostile);
    const event = parseEvent({ ...trackEvent(1), properties, context: { nested: { deep: properties } } });
    expect(Object.keys(event.properties ?? {})).toEqual(['constructor', 'toString']);
    const { nested } = event.context ?? {};
    for (const read of [event.properties, Object(nested), Object(nested).deep]) {
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      expect(read.polluted).toBeUndefined();
    }
    expect(event.properties?.constructor).toEqual({ prototype: { polluted: 1 } });
    expect(JSON.stringify(event)).not.toContain('__proto__');
    expect('polluted' in {}).toBe(false);
  });

  test('they are harmless as members of the event and of the batch, too', () => {
    const body: unknown = JSON.parse(
      `{"batch":[{"__proto__":{"userId":"admin"},"type":"page","messageId":"m","anonymousId":"a"}],"context":${hostile},"__proto__":{"batch":[]}}`,
    );
    const { events } = parseBatch(body, { receivedAt: RECEIVED });
    expect(events[0]?.userId).toBeUndefined();
    expect(Object.hasOwn(events[0]?.context ?? {}, '__proto__')).toBe(false);
    expect('polluted' in {}).toBe(false);
  });

  test('members that only a prototype has are not read', () => {
    expect(readBatch(Object.create({ batch: [trackEvent(1)] }))).toBeUndefined();
    expect(placeOf(Object.create(trackEvent(1)))).not.toBeUndefined();
  });
});

describe('a batch', () => {
  test('a bad event never sinks its batch', () => {
    const { events, rejected } = parseBatch({
      batch: [
        trackEvent(1),
        { ...trackEvent(2), messageId: '' },
        trackEvent(3),
        'junk',
        { ...trackEvent(5), event: 5 },
      ],
    });
    expect(events.map(({ messageId }) => messageId)).toEqual(['m1', 'm3']);
    expect(rejected).toEqual([
      { index: 1, at: '/batch/1/messageId', message: '/batch/1/messageId is empty.' },
      { index: 3, at: '/batch/3', message: '/batch/3 is not an object.' },
      { index: 4, at: '/batch/4/event', message: '/batch/4/event is missing or not of type string.' },
    ]);
  });

  test('what is not a batch at all is an error with its place', () => {
    const fail = (input: unknown) => failure(() => parseBatch(input));
    for (const input of [null, [], 'x', 7]) expect(fail(input)).toMatchObject({ code: 'invalid-event', at: '' });
    for (const input of [{}, { batch: {} }, { batch: 'x' }]) expect(fail(input)).toMatchObject({ at: '/batch' });
    expect(fail({ batch: [], context: 'x' }).at).toBe('/context');
    expect(fail({ batch: [], context: { library: { name: 'x' } } }).at).toBe('/context/library/version');
    expect(readBatch({ batch: 7 })).toBeUndefined();
    expect(readBatch({ batch: [] })).toEqual({ events: [], rejected: [] });
  });

  test('a batch holds at most 2,000 events and 8 KB of context, so that little cannot become much', () => {
    const batch = Array.from({ length: EVENT_LIMITS.batchEvents + 1 }, (_, n) => trackEvent(n));
    expect(failure(() => parseBatch({ batch })).at).toBe('/batch');
    expect(parseBatch({ batch: batch.slice(1) }).events).toHaveLength(EVENT_LIMITS.batchEvents);
    expect(failure(() => parseBatch({ batch: [], context: { text: 'x'.repeat(9_000) } })).at).toBe('/context');
  });

  test("the context of the batch lies under the event's own, member by member", () => {
    const context = { locale: 'de', page: { path: '/', title: 'Shop' }, kindred: { session: 's' }, tags: ['batch'] };
    const own = { page: { path: '/tea' }, kindred: { grant: 'g' }, tags: ['event'] };
    const { events } = parseBatch({ batch: [trackEvent(1, { context: own }), trackEvent(2)], context });
    expect(events[0]?.context).toEqual({
      locale: 'de',
      page: { path: '/tea', title: 'Shop' },
      kindred: { session: 's', grant: 'g' },
      tags: ['event'],
    });
    expect(events[1]?.context).toEqual(context);
  });

  test('the sentAt of the batch holds for events that have none, and one that makes no sense is as if it were missing', () => {
    const sentAt = '2026-11-22T12:00:00.000Z';
    const own = '2026-11-22T11:00:00.000Z';
    const { events } = parseBatch({ batch: [trackEvent(1), trackEvent(2, { sentAt: own })], sentAt });
    expect(events.map((event) => event.sentAt)).toEqual([sentAt, own]);
    for (const bad of ['now', 5, {}, '2026-11-22T99:00:00Z']) {
      expect(parseBatch({ batch: [trackEvent(1)], sentAt: bad }).events).toEqual([trackEvent(1)]);
    }
  });
});

describe('laws', () => {
  const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
  const event: fc.Arbitrary<KindredEvent> = fc.record({
    type: fc.constant('track' as const),
    event: text,
    messageId: text,
    anonymousId: text,
    timestamp: fc
      .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
      .map((date) => date.toISOString()),
    properties: fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value).replaceAll('"__proto__"', '"x"'))),
      { maxKeys: 5 },
    ),
  });

  test('reading is idempotent: what was read once is read the same again', () => {
    fc.assert(
      fc.property(event, (input) => {
        const once = parseEvent(input);
        expect(parseEvent(once)).toEqual(once);
        expect(parseEvent(JSON.parse(JSON.stringify(once)))).toEqual(once);
      }),
      { seed: 1 },
    );
  });

  test('whatever comes, every event of a batch is either read or rejected, in its order', () => {
    const anything = fc.oneof(
      event,
      fc.jsonValue(),
      fc.anything({ maxDepth: 3, withBigInt: true, withNullPrototype: true }),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 8 }), (batch) => {
        const { events, rejected } = parseBatch({ batch }, { receivedAt: RECEIVED });
        expect(events.length + rejected.length).toBe(batch.length);
        for (const { index, at } of rejected) expect(at.startsWith(`/batch/${index}`)).toBe(true);
        expect('polluted' in {}).toBe(false);
      }),
      { seed: 2 },
    );
  });
});
