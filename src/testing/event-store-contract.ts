import { canonicalJson } from '../core/index.ts';
import type { EventFilter, EventStore, StoredEvent } from '../events/index.ts';
import { type ContractCase, contractCase, equal, rejects } from './contract-case.ts';

/** One case of the contract of event stores. */
export type EventStoreCase = ContractCase<EventStore>;

const START = Date.UTC(2026, 10, 22);

/**
 * What every event store does, as cases that any test runner can run.
 *
 * @example
 * ```ts
 * import { memoryEventStore } from 'kindred/server';
 * import { eventStoreContract } from 'kindred/testing';
 *
 * for (const { name, run } of eventStoreContract) {
 *   await run(() => memoryEventStore());
 *   console.log(name);
 * }
 * ```
 */
export const eventStoreContract: readonly EventStoreCase[] = [
  contractCase('an empty store has nothing to read', async (store) => {
    equal(await readAll(store), [], 'what is read');
    equal(await store.count(), 0, 'the count');
    equal(await store.append([]), { stored: 0, duplicates: 0 }, 'appending nothing');
  }),
  contractCase('what was appended is read back whole', async (store) => {
    const stored = event(1, { properties: { price: 12.5, tags: ['a', null, true], nested: { deep: [{ x: 1 }] } } });
    equal(await store.append([stored]), { stored: 1, duplicates: 0 }, 'the answer');
    equal(await readAll(store), [stored], 'what is read');
  }),
  contractCase('appending the same events again stores nothing and counts duplicates', async (store) => {
    await store.append([event(1), event(2)]);
    equal(await store.append([event(2), event(3), event(1)]), { stored: 1, duplicates: 2 }, 'the answer');
    equal(await readIds(store), ['m1', 'm2', 'm3'], 'what is read');
  }),
  contractCase('a duplicate inside one append is stored once, as it came first', async (store) => {
    const [first, second] = [event(1, { name: 'first' }), event(1, { name: 'second' })];
    equal(await store.append([first, second]), { stored: 1, duplicates: 1 }, 'the answer');
    equal(await readAll(store), [first], 'what is read');
  }),
  contractCase('events are read in the order of receipt, whatever their timestamps', async (store) => {
    await store.append([event(3), event(1)]);
    await store.append([event(2)]);
    equal(await readIds(store), ['m3', 'm1', 'm2'], 'the order');
    equal(await readIds(store, { from: timeOf(1) }), ['m3', 'm1', 'm2'], 'the order of a filtered reading');
  }),
  contractCase('filters select by type, name, person, device and time, and all of them must hold', async (store) => {
    await store.append([
      event(1, { type: 'track', event: 'Product Viewed', anonymousId: 'a' }),
      event(2, { type: 'track', event: 'Order Completed', anonymousId: 'a', userId: 'u' }),
      event(3, { type: 'page', anonymousId: 'b' }),
      event(4, { type: 'track', event: 'Product Viewed', anonymousId: 'b', userId: 'u' }),
    ]);
    await selects(store, { type: 'page' }, ['m3']);
    await selects(store, { event: 'Product Viewed' }, ['m1', 'm4']);
    await selects(store, { userId: 'u' }, ['m2', 'm4']);
    await selects(store, { anonymousId: 'b' }, ['m3', 'm4']);
    await selects(store, { from: timeOf(2), until: timeOf(4) }, ['m2', 'm3']);
    await selects(store, { userId: 'u', event: 'Product Viewed', type: 'track', from: timeOf(1) }, ['m4']);
    await selects(store, { userId: 'nobody' }, []);
    await selects(store, { from: timeOf(9) }, []);
  }),
  contractCase('a time is understood in any offset', async (store) => {
    await store.append([event(1, { timestamp: '2026-11-22T12:00:00.000Z' })]);
    await selects(store, { from: '2026-11-22T13:00:00+01:00', until: '2026-11-22T13:00:00.001+01:00' }, ['m1']);
  }),
  contractCase('a filter whose time is no time is refused', async (store) => {
    await rejects(() => store.count({ from: 'yesterday' }), 'invalid-input');
    await rejects(() => readAll(store, { until: 'tomorrow' }), 'invalid-input');
  }),
  contractCase('concurrent appends of the same events store each once', async (store) => {
    const batches = [0, 1, 2, 3, 4, 5, 6, 7].map((shift) => range(50).map((n) => event((n + shift * 25) % 100)));
    const answers = await Promise.all(batches.map((batch) => store.append(batch)));
    equal(total(answers.map(({ stored }) => stored)), 100, 'the sum of stored');
    equal(total(answers.map(({ duplicates }) => duplicates)), 300, 'the sum of duplicates');
    equal([...new Set(await readIds(store))].length, 100, 'how many ids there are');
    equal(await store.count(), 100, 'the count');
  }),
  contractCase('a large append is stored whole and read back in order', async (store) => {
    const ids = range(5_000);
    equal(await store.append(ids.map((n) => event(n))), { stored: 5_000, duplicates: 0 }, 'the answer');
    equal(await readIds(store), ids.map(idOf), 'what is read');
  }),
  contractCase('reading sees what was there when it began, while events are appended', async (store) => {
    await store.append(range(1_200).map((n) => event(n)));
    const seen: string[] = [];
    for await (const { messageId } of store.read()) {
      if (seen.length % 400 === 0) await store.append([event(10_000 + seen.length)]);
      seen.push(messageId);
    }
    equal(seen, range(1_200).map(idOf), 'what is read');
    equal(await store.count(), 1_203, 'the count afterwards');
  }),
  contractCase('a reading may be given up', async (store) => {
    await store.append(range(1_200).map((n) => event(n)));
    for await (const { messageId } of store.read()) if (messageId === 'm3') break;
    equal(await store.append([event(5_000)]), { stored: 1, duplicates: 0 }, 'an append afterwards');
  }),
  contractCase('any text is kept as it is', async (store) => {
    const text = 'Größe 🫖 \u0000 \u202e "quoted" \\ \u2028 <b>茶</b>';
    const stored = event(1, { event: text, userId: text, properties: { [text]: text } });
    await store.append([stored]);
    equal(await readAll(store, { userId: text, event: text }), [stored], 'what is read');
  }),
  contractCase('ids that differ only in case, form or trailing space are different', async (store) => {
    const ids = ['a', 'A', 'a ', 'e\u0301', '\u00e9', '1', '01', '1.0'];
    await store.append(ids.map((messageId) => event(1, { messageId, userId: messageId })));
    equal(await readIds(store), ids, 'what is read');
    for (const id of ids) await selects(store, { userId: id }, [id]);
  }),
  contractCase('properties named like parts of a prototype are data like any other', async (store) => {
    const properties: unknown = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    const stored: StoredEvent = { ...event(1), ...(isProperties(properties) ? { properties } : {}) };
    await store.append([stored, event(2, { messageId: '__proto__' }), event(3, { messageId: 'constructor' })]);
    equal(await readIds(store), ['m1', '__proto__', 'constructor'], 'the ids');
    const [read] = await readAll(store);
    equal(read?.properties, properties, 'the properties');
    equal(Object.hasOwn(Object.prototype, 'polluted') || 'polluted' in {}, false, 'whether a prototype was changed');
  }),
  contractCase('what was stored does not change when the caller changes its own object', async (store) => {
    const properties = { price: 1 };
    await store.append([event(1, { properties })]);
    properties.price = 2;
    equal((await readAll(store))[0]?.properties, { price: 1 }, 'the stored properties');
  }),
  contractCase('a reading can go on after an event', async (store) => {
    await store.append(range(700).map((n) => event(n, n % 2 === 0 ? {} : { context: { kindred: { grant: 'g1' } } })));
    await selects(store, { after: 'm697' }, ['m698', 'm699']);
    await selects(store, { after: 'm695', grant: 'g1' }, ['m697', 'm699']);
    await selects(store, { after: 'm699' }, []);
    await rejects(() => readAll(store, { after: 'm700' }), 'not-found');
    await rejects(() => store.count({ after: 'm700' }), 'not-found');
  }),
  contractCase('events are found by the consent event that allowed them', async (store) => {
    await store.append([allowed(1, 'g1'), allowed(2, 'g2'), event(3), allowed(4, 'g1', 'ads')]);
    await selects(store, { grant: 'g1' }, ['m1', 'm4']);
    await selects(store, { grant: 'g1', from: timeOf(3) }, ['m4']);
    await selects(store, { grant: 'nothing' }, []);
  }),
  contractCase('erasing removes exactly the events that the permissions allowed', async (store) => {
    await store.append([allowed(1, 'g1'), allowed(2, 'g2'), event(3), allowed(4, 'g1'), allowed(5, 'G1')]);
    equal(await store.erase([{ grant: 'g1' }, { grant: 'nothing' }]), 2, 'how many were erased');
    equal(await readIds(store), ['m2', 'm3', 'm5'], 'what is left');
    equal(await store.count({ grant: 'g1' }), 0, 'the count of the permission');
    equal(await store.erase([{ grant: 'g1' }]), 0, 'how many were erased the second time');
    equal(await store.erase([]), 0, 'erasing nothing');
  }),
  contractCase('erasing for one purpose leaves the events of others', async (store) => {
    await store.append([allowed(1, 'g1', 'ads'), allowed(2, 'g1', 'analytics'), allowed(3, 'g1')]);
    equal(await store.erase([{ grant: 'g1', purpose: 'ads' }]), 2, 'how many were erased');
    equal(await readIds(store), ['m2'], 'what is left');
    const again = [allowed(1, 'g1', 'ads'), allowed(4, 'g1', 'analytics'), allowed(5, 'g1')];
    equal(await store.append(again), { stored: 1, duplicates: 0, withdrawn: ['m1', 'm5'] }, 'a later append');
    equal(await readIds(store), ['m2', 'm4'], 'what is there then');
  }),
  contractCase('an event of a withdrawn permission is not stored when it comes again, or late', async (store) => {
    await store.append([allowed(1, 'g1'), allowed(2, 'g2')]);
    await store.erase([{ grant: 'g1' }]);
    const late = [allowed(1, 'g1'), allowed(3, 'g1', 'ads'), allowed(2, 'g2'), allowed(4, 'g2')];
    equal(await store.append(late), { stored: 1, duplicates: 1, withdrawn: ['m1', 'm3'] }, 'the answer');
    equal(await readIds(store), ['m2', 'm4'], 'what is there');
  }),
  contractCase('many events are erased whole while others are appended and read', async (store) => {
    await store.append(range(1_600).map((n) => allowed(n, n % 2 === 0 ? 'even' : 'odd')));
    const seen: string[] = [];
    let erasing: Promise<number> | undefined;
    for await (const { messageId } of store.read({ grant: 'odd' })) {
      erasing ??= store.erase([{ grant: 'even' }]);
      if (seen.length === 100) await store.append([allowed(5_000, 'odd'), allowed(5_001, 'even')]);
      seen.push(messageId);
    }
    equal(await erasing, 800, 'how many were erased');
    equal(seen.length, 800, 'how many were read');
    equal(await store.count(), 801, 'the count afterwards');
  }),
  contractCase(
    'a reading never sees what was appended after it began, even where events were erased',
    async (store) => {
      await store.append(range(1_200).map((n) => allowed(n, n < 1_100 ? 'first' : 'last')));
      const seen: string[] = [];
      for await (const { messageId } of store.read()) {
        if (seen.length === 0) {
          await store.erase([{ grant: 'last' }]);
          await store.append(range(200).map((n) => allowed(2_000 + n, 'new')));
        }
        seen.push(messageId);
      }
      equal(seen, range(1_100).map(idOf), 'what is read');
    },
  ),
  contractCase('what may be kept no longer is erased', async (store) => {
    const until = (n: number, time: number) => event(n, { context: { kindred: { grant: 'g1', until: time } } });
    await store.append([
      until(1, START),
      until(2, START + 1),
      until(3, START + 9_999),
      event(4),
      until(5, START - 0.5),
    ]);
    equal(await store.eraseExpired(START), 2, 'how many were erased');
    equal(await readIds(store), ['m2', 'm3', 'm4'], 'what is left');
    equal(await store.eraseExpired(START), 0, 'how many were erased the second time');
    equal(await store.append([until(6, START + 9)]), { stored: 1, duplicates: 0 }, 'a later append');
  }),
  contractCase('an append with an event that has no time is refused whole', async (store) => {
    await rejects(() => store.append([event(1), event(2, { timestamp: 'soon' })]), 'invalid-event');
    equal(await store.count(), 0, 'the count');
  }),
  contractCase('a closed store refuses every call, and may be closed twice', async (store) => {
    await store.append([event(1)]);
    await store.close();
    await store.close();
    await rejects(() => store.append([event(2)]), 'storage-unavailable');
    await rejects(() => store.count(), 'storage-unavailable');
    await rejects(() => store.erase([{ grant: 'g1' }]), 'storage-unavailable');
    await rejects(() => store.eraseExpired(START), 'storage-unavailable');
    await rejects(() => readAll(store), 'storage-unavailable');
  }),
  contractCase('closing waits for what is being appended', async (store) => {
    const appending = store.append([event(1)]);
    await store.close();
    equal(await appending, { stored: 1, duplicates: 0 }, 'the answer');
  }),
];

function event(n: number, members: Partial<StoredEvent> = {}): StoredEvent {
  return {
    type: 'track',
    event: 'Tested',
    messageId: idOf(n),
    anonymousId: 'a1',
    timestamp: timeOf(n),
    receivedAt: timeOf(1_000_000),
    ...members,
  };
}

/** An event that names its permission. */
function allowed(n: number, grant: string, purpose?: string): StoredEvent {
  return event(n, { context: { kindred: { grant, ...(purpose === undefined ? {} : { purpose }) } } });
}

function idOf(n: number): string {
  return `m${n}`;
}

function timeOf(n: number): string {
  return new Date(START + n * 1_000).toISOString();
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, n) => n);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}

function isProperties(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function readAll(store: EventStore, filter?: EventFilter): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const stored of store.read(filter)) events.push(stored);
  return events;
}

async function readIds(store: EventStore, filter?: EventFilter): Promise<readonly string[]> {
  return (await readAll(store, filter)).map(({ messageId }) => messageId);
}

async function selects(store: EventStore, filter: EventFilter, ids: readonly string[]): Promise<void> {
  equal(await readIds(store, filter), ids, `what ${canonicalJson(filter)} selects`);
  equal(await store.count(filter), ids.length, `the count of ${canonicalJson(filter)}`);
}
