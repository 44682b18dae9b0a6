import * as fc from 'fast-check';
import type { EventHistory, HistoryEvent, Json } from '../../../src/rules/index.ts';

/** Names, ids and times are few, so that events are late, of the same time, and come twice. */
const NAMES = ['View', 'Add', 'Order'] as const;
const SPAN = 60;

const id = fc.nat({ max: 60 }).map((number) => `e${number}`);

const properties: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    price: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: -300, max: 3000 }).map((cents) => cents / 100) },
      { weight: 1, arbitrary: fc.constantFrom<unknown>(null, '9', Number.NaN, [1], 1e17, -1e17, 0.1) },
    ),
    category: fc.constantFrom<unknown>('tea', 'coffee', 1, true, null, ['tea'], '1'),
  },
  { requiredKeys: [] },
);

// The same id is the same event wherever it comes from: what it holds follows from it.
export const event: fc.Arbitrary<HistoryEvent> = fc
  .tuple(id, fc.constantFrom(...NAMES), fc.nat({ max: SPAN }), properties)
  .map(([id, name, at, properties]) => ({ id, name, at, properties }));

const where: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  { '==': [{ var: 'category' }, 'tea'] },
  { '>': [{ var: 'price' }, 5] },
  { '!': [{ '==': [{ var: 'category' }, null] }] },
  false,
);

const names: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...NAMES),
  fc.subarray<Json>([...NAMES], { minLength: 1 }),
);

const eventQuery: fc.Arbitrary<Readonly<Record<string, Json>>> = fc
  .tuple(names, fc.option(where))
  .map(([event, where]) => (where === null ? { event } : { event, where }));

function window(key: 'within' | 'past', least: number): fc.Arbitrary<Readonly<Record<string, Json>>> {
  return fc.oneof(
    fc.constant({}),
    fc.integer({ min: least, max: least + 40 }).map((ms) => ({ [key]: ms })),
    fc.nat({ max: SPAN }).map((from) => ({ from })),
    fc.nat({ max: SPAN }).map((to) => ({ to })),
    fc.tuple(fc.nat({ max: SPAN }), fc.integer({ min: 1, max: 30 })).map(([from, ms]) => ({ from, to: from + ms })),
  );
}

/** A query operator that loads, with its argument. */
export const query: fc.Arbitrary<Readonly<Record<string, Json>>> = fc.oneof(
  fc.tuple(eventQuery, window('within', 1)).map(([events, window]) => ({ count: { ...events, ...window } })),
  fc
    .tuple(
      fc.constantFrom('distinct', 'first', 'last'),
      eventQuery,
      window('within', 1),
      fc.constantFrom('price', 'category'),
    )
    .map(([name, events, window, of]) => ({ [name]: { ...events, ...window, of } })),
  fc
    .tuple(fc.constantFrom('sum', 'avg'), eventQuery, window('within', 1))
    .map(([name, events, window]) => ({ [name]: { ...events, ...window, of: 'price' } })),
  fc
    .tuple(fc.constantFrom('first', 'last'), eventQuery, window('within', 1))
    .map(([name, events, window]) => ({ [name]: { ...events, ...window } })),
  fc
    .tuple(
      fc.array(eventQuery, { minLength: 2, maxLength: 3 }),
      fc.option(fc.integer({ min: 1, max: 30 })),
      fc.option(eventQuery),
      window('past', 1),
    )
    .map(([events, within, without, window]) => ({
      seq: { events, ...window, ...(within !== null && { within }), ...(without !== null && { without }) },
    })),
  fc
    .tuple(eventQuery, eventQuery, fc.integer({ min: 1, max: 20 }))
    .chain(([after, awaited, within]) =>
      window('past', within + 1).map((window) => ({ absent: { after, ...awaited, within, ...window } })),
    ),
);

/** One thing that happens to a history, or to the clock. */
export type Step =
  | { readonly kind: 'record'; readonly event: HistoryEvent }
  | { readonly kind: 'tick'; readonly now: number }
  | { readonly kind: 'prune' }
  | { readonly kind: 'erase'; readonly which: Parameters<EventHistory['erase']>[0] };

const now = fc.oneof(fc.integer({ min: -5, max: SPAN + 45 }), fc.constantFrom(0.5, 30.25));

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: event.map((event) => ({ kind: 'record', event }) as const) },
    { weight: 8, arbitrary: now.map((now) => ({ kind: 'tick', now }) as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'prune' } as const) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.constantFrom(...NAMES).map((which) => ({ kind: 'erase', which }) as const),
        fc.nat({ max: SPAN }).map((limit) => ({ kind: 'erase', which: ({ at }: HistoryEvent) => at > limit }) as const),
      ),
    },
  ),
  { maxLength: 80 },
);

export const limits: fc.Arbitrary<{ readonly retentionMs?: number; readonly maxEvents?: number }> = fc.record(
  { retentionMs: fc.integer({ min: 1, max: 80 }), maxEvents: fc.integer({ min: 1, max: 40 }) },
  { requiredKeys: [] },
);
