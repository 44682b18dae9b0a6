import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventStore } from '../../../src/events/index.ts';
import { memoryEventStore } from '../../../src/server/index.ts';
import { sqliteStore } from '../../../src/server/sqlite/index.ts';
import { storedEvent } from '../samples.ts';

const stores: Readonly<Record<string, () => EventStore>> = {
  memory: memoryEventStore,
  sqlite: () => sqliteStore({ file: ':memory:' }),
};

describe.each(Object.entries(stores))('laws of the store in %s', (_, create) => {
  test('any partition, duplication and permutation of the events stores each messageId once, as it came first', async () => {
    const batches = fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 10 }), { maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(batches, fc.boolean(), async (all, atOnce) => {
        const store = create();
        const append = (batch: readonly number[]) => store.append(batch.map((n) => storedEvent(n)));
        const answers = atOnce ? await Promise.all(all.map(append)) : [];
        if (!atOnce) for (const batch of all) answers.push(await append(batch));
        const expected = [...new Set(all.flat())].map((n) => `m${n}`);
        const read: string[] = [];
        for await (const { messageId } of store.read()) read.push(messageId);
        await store.close();
        expect(read).toEqual(expected);
        expect(answers.reduce((sum, { stored }) => sum + stored, 0)).toBe(expected.length);
        expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(all.flat().length - expected.length);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

test('memory and SQLite answer every filter alike', async () => {
  const some = fc.constantFrom(undefined, 'a', 'b');
  const minute = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined });
  const ids = { userId: some, anonymousId: some, event: some, grant: some };
  const event = fc.record({ ...ids, purpose: some, minute: fc.integer({ min: 0, max: 5 }) });
  const place = fc.constantFrom(undefined, 'm0');
  const filter = fc.record({ ...ids, from: minute, until: minute, after: place });
  const ended = fc.array(fc.record({ grant: fc.constantFrom('a', 'b'), purpose: some }), { maxLength: 2 });
  const timeOf = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();
  const given = <T extends object>(members: T) =>
    Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 30 }), filter, ended, async (events, where, grants) => {
      const { from, until, ...rest } = where;
      const query = given({
        ...rest,
        from: from === undefined ? undefined : timeOf(from),
        until: until === undefined ? undefined : timeOf(until),
      });
      const stored = events.map(({ minute: n, grant, purpose, ...named }, index) => ({
        ...storedEvent(index),
        ...given(named),
        context: { kindred: given({ grant, purpose }) },
        timestamp: timeOf(n),
      }));
      // The first stays, whatever is erased: the filter may begin after it.
      const first = storedEvent(0);
      const withdrawn = grants.map(({ grant, purpose }) => (purpose === undefined ? { grant } : { grant, purpose }));
      const answers = await Promise.all(
        Object.values(stores).map(async (create) => {
          const store = create();
          await store.append([first, ...stored.slice(1)]);
          const erased = await store.erase(withdrawn);
          const again = await store.append(stored.slice(1));
          const ids: string[] = [];
          for await (const { messageId } of store.read(query)) ids.push(messageId);
          const count = await store.count(query);
          await store.close();
          return { ids, count, erased, again };
        }),
      );
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[0]?.count).toBe(answers[0]?.ids.length);
    }),
    { seed: 6, numRuns: 150 },
  );
});
