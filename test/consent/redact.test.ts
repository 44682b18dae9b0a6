import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createPseudonyms,
  FIELD_DEGREES,
  type FieldRules,
  includesDegree,
  redactEvent,
} from '../../src/consent/index.ts';
import { seededRandom } from '../../src/core/index.ts';
import { type KindredEvent, parseEvent } from '../../src/events/index.ts';
import { memoryTextStore } from '../../src/storage/index.ts';

const word = fc.stringMatching(/^[a-z]{8,12}$/);
const anything = fc.oneof(word, fc.double({ noNaN: true }), fc.boolean(), fc.constant(null), fc.jsonValue());

const facts = (names: readonly string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 12 })), anything, { maxKeys: 8 });

const productNames = ['product_id', 'category', 'price', 'query', 'email', 'order_id', 'name', '__proto__', 'quantity'];
const properties = fc
  .tuple(facts(productNames), fc.option(fc.array(facts(productNames), { maxLength: 3 }), { nil: undefined }))
  .map(([own, products]) => ({ ...own, ...(products && { products }) }));

const event: fc.Arbitrary<KindredEvent> = fc.record(
  {
    type: fc.constantFrom('track', 'page', 'identify', 'group', 'alias'),
    event: fc.constantFrom('Product Viewed', 'Order Completed', 'Something Else'),
    name: word,
    properties,
    traits: facts(['email', 'name']),
    messageId: fc.uuid(),
    anonymousId: fc.uuid(),
    userId: word,
    groupId: word,
    context: fc.record(
      {
        page: facts(['url', 'path']),
        locale: fc.constantFrom('de-AT', 'en', 'zh-Hant-TW', '!'),
        traits: facts(['email']),
        kindred: fc.record({ session: fc.uuid(), grant: fc.uuid() }, { requiredKeys: [] }),
        other: anything,
      },
      { requiredKeys: [] },
    ),
    timestamp: fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString()),
  },
  { requiredKeys: ['type', 'messageId', 'timestamp'] },
) as fc.Arbitrary<KindredEvent>;

/** The event with the ids of the person written into fields of every kind. */
const leaky = event.map((one) => ({
  ...one,
  type: 'track' as const,
  anonymousId: 'anonymous-8f14e45f',
  userId: 'user-c9f0f895',
  groupId: 'group-45c48cce',
  properties: {
    ...one.properties,
    product_id: 'tea anonymous-8f14e45f',
    category: 'user-c9f0f895',
    brand: { hidden: ['group-45c48cce'] },
    note: 'session-d3d94468',
    'user-c9f0f895': 1,
  },
  context: { ...one.context, kindred: { session: 'session-d3d94468', grant: 'grant-6512bd43' } },
}));

describe('what leaves at a degree', () => {
  test('nothing leaves below anonymous, and nobody is told about who somebody is below identified', () => {
    fc.assert(
      fc.property(event, (one) => {
        expect(redactEvent(one, 'none')).toBeUndefined();
        expect(redactEvent(one, 'on-device')).toBeUndefined();
        expect(redactEvent(one, 'identified')).toBe(one);
        if (one.type === 'identify') expect(redactEvent(one, 'pseudonymous')).toBeUndefined();
      }),
    );
  });

  test('at anonymous no id of the person leaves, in whatever field it stands', () => {
    fc.assert(
      fc.property(leaky, (one) => {
        const text = JSON.stringify(redactEvent(one, 'anonymous'));
        for (const secret of ['anonymous-8f', 'user-c9', 'group-45', 'session-d3', 'grant-65']) {
          expect(text).not.toContain(secret);
        }
      }),
    );
  });

  test('at pseudonymous neither user id nor group leaves, in whatever field it stands', () => {
    fc.assert(
      fc.property(leaky, (one) => {
        const text = JSON.stringify(redactEvent(one, 'pseudonymous'));
        for (const secret of ['user-c9', 'group-45']) expect(text).not.toContain(secret);
        expect(text).toContain('anonymous-8f14e45f');
      }),
    );
  });

  test('every field that leaves may leave at that degree, and its value is the true one or a coarser one', () => {
    fc.assert(
      fc.property(event, fc.constantFrom('anonymous', 'pseudonymous'), (one, degree) => {
        const { messageId, type, timestamp, ...rest } = redactEvent(one, degree) ?? {};
        check(rest, one, FIELD_DEGREES);
        expect(messageId === undefined || messageId === one.messageId).toBe(true);
        expect(type === undefined || type === one.type).toBe(true);
        if (timestamp) expect(Date.parse(one.timestamp) - Date.parse(timestamp)).toBeLessThan(3_600_000);

        function check(left: unknown, full: unknown, rules: FieldRules): void {
          for (const [key, value] of Object.entries(left ?? {})) {
            const rule = Object.hasOwn(rules, key) && key !== '' ? rules[key] : rules[''];
            const was = Object.getOwnPropertyDescriptor(full, key)?.value;
            expect(rule).toBeDefined();
            if (rule?.fields) check(value, was, rule.fields);
            else if (rule?.each) for (const [i, item] of value.entries()) check(item, was[i], rule.each);
            else if (rule && !includesDegree(degree, rule.degree)) expect(rule.coarse).toBeDefined();
            else expect(value).toEqual(was);
          }
        }
      }),
    );
  });

  test('lowering a degree never reveals more: what leaves is made of what would have left above', () => {
    fc.assert(
      fc.property(fc.oneof(event, leaky), (one) => {
        const above = redactEvent(one, 'pseudonymous');
        expect(above && redactEvent(above, 'anonymous')).toEqual(redactEvent(one, 'anonymous'));
        const coarse = redactEvent(one, 'pseudonymous', { isCoarse: true });
        expect(coarse && above && redactEvent(above, 'pseudonymous', { isCoarse: true })).toEqual(coarse);
      }),
    );
  });

  test('times are cut to the hour, prices to a band, languages to the tongue, and free text stays behind', () => {
    const sent = redactEvent(
      {
        type: 'track',
        event: 'Product Viewed',
        messageId: 'm1',
        timestamp: '2026-03-04T05:06:07.890Z',
        properties: {
          product_id: 'oolong-1',
          price: 79.9,
          query: 'for my sick mother',
          products: [{ price: 3, size: 'L' }],
        },
        context: { locale: 'zh-Hant-TW', page: { url: 'https://shop.example/?u=ann' } },
      },
      'anonymous',
    );
    expect(sent).toEqual({
      type: 'track',
      event: 'Product Viewed',
      messageId: 'm1',
      timestamp: '2026-03-04T05:00:00.000Z',
      properties: { product_id: 'oolong-1', price: 50, products: [{ price: 2 }] },
      context: { locale: 'zh' },
    });
  });

  test('what remains is an event that a collector takes', () => {
    const whole = leaky.map((one) => ({ ...one, event: 'Product Viewed', context: { kindred: { session: 's' } } }));
    fc.assert(
      fc.property(whole, fc.constantFrom('anonymous', 'pseudonymous', 'identified'), (one, degree) => {
        const sent = redactEvent(one, degree);
        const stamped = { ...sent, context: { ...sent?.context, kindred: { ...sent?.context?.kindred, degree } } };
        const taken = parseEvent(JSON.parse(JSON.stringify(stamped)));
        expect(taken.messageId).toBe(one.messageId);
      }),
    );
  });

  test('a field of a known name that holds something else is no hiding place', () => {
    const sent = redactEvent(
      {
        type: 'track',
        messageId: 'm1',
        timestamp: 'yesterday',
        properties: JSON.parse('{"category":{"mail":"ann@example.org"},"price":"ann","__proto__":{"x":1},"sku":1e999}'),
      },
      'anonymous',
    );
    expect(JSON.stringify(sent)).not.toContain('ann');
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe('pseudonyms', () => {
  const create = (seed = 1, store = memoryTextStore()) => createPseudonyms(seededRandom(seed), store);

  test('are the same for one party each time, and another for each party, person and id', () => {
    const store = memoryTextStore();
    const mine = create(1, store);
    const names = [
      mine.of('a.example', 'id-1'),
      mine.of('b.example', 'id-1'),
      mine.of('a.example', 'id-2'),
      create(2).of('a.example', 'id-1'),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(create(3, store).of('a.example', 'id-1')).toBe(names[0]);
    expect(names[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('cannot be told again once the key is destroyed', () => {
    const store = memoryTextStore();
    const mine = create(1, store);
    const before = mine.of('a.example', 'id-1');
    mine.destroy('a.example');
    expect(store.keys()).toEqual([]);
    expect(mine.of('a.example', 'id-1')).not.toBe(before);
  });

  test('two parties share no id, no message and no exact time', () => {
    const mine = create();
    fc.assert(
      fc.property(leaky, (one) => {
        const idsAt = (party: string) => {
          const sent = redactEvent(one, 'pseudonymous', { pseudonym: (id) => mine.of(party, id) });
          const { session, grant } = sent?.context?.kindred ?? {};
          expect(sent?.timestamp.endsWith(':00:00.000Z')).toBe(true);
          return [sent?.messageId, sent?.anonymousId, session, grant];
        };
        const own = [one.messageId, one.anonymousId, 'session-d3d94468', 'grant-6512bd43'];
        expect(new Set([...idsAt('a.example'), ...idsAt('b.example'), ...own]).size).toBe(12);
      }),
    );
  });
});
