import type { ConsentStore, LedgerRefusal } from '../consent/consent-store.ts';
import { chainStart, hashEvent, type Ledger, type LedgerEvent } from '../consent/index.ts';
import { canonicalJson } from '../core/index.ts';
import { type ContractCase, contractCase, equal, rejects } from './contract-case.ts';

/** One case of the contract of consent stores. */
export type ConsentStoreCase = ContractCase<ConsentStore>;

const START = Date.UTC(2026, 10, 22);

/**
 * What every consent store does, as cases that any test runner can run.
 *
 * @example
 * ```ts
 * import { memoryConsentStore } from 'kindred/server';
 * import { consentStoreContract } from 'kindred/testing';
 *
 * for (const { name, run } of consentStoreContract) {
 *   await run(() => memoryConsentStore());
 *   console.log(name);
 * }
 * ```
 */
export const consentStoreContract: readonly ConsentStoreCase[] = [
  contractCase('an empty store has nothing', async (store) => {
    equal(await store.get('a0'), undefined, 'what is found by name');
    equal(await store.find('a0'), undefined, 'what is found by event');
    equal(await listIds(store), [], 'the list');
  }),
  contractCase('what was put is found by its first event and by each of its events', async (store) => {
    const ledger = ledgerOf('a', 3);
    equal(await store.put(ledger), { kind: 'stored', id: 'a0', added: 3 }, 'the answer');
    equal(await store.get('a0'), { id: 'a0', ledger }, 'what is found by name');
    for (const id of ['a0', 'a1', 'a2']) equal((await store.find(id))?.ledger, ledger, `what holds ${id}`);
    equal(await store.get('a1'), undefined, 'what a later event names');
    equal(await store.find('a3'), undefined, 'what holds an unknown event');
  }),
  contractCase('a ledger that goes on where the stored one ends replaces it', async (store) => {
    await store.put(ledgerOf('a', 2));
    await store.put(ledgerOf('b', 1));
    equal(await store.put(ledgerOf('a', 5)), { kind: 'stored', id: 'a0', added: 3 }, 'the answer');
    equal(await store.put(ledgerOf('a', 5)), { kind: 'stored', id: 'a0', added: 0 }, 'the answer to the same again');
    equal((await store.get('a0'))?.ledger, ledgerOf('a', 5), 'what is found by name');
    equal((await store.find('a4'))?.id, 'a0', 'what holds the new event');
    equal(await listIds(store), ['a0', 'b0'], 'the list');
  }),
  contractCase('a shorter ledger is refused and nothing is lost', async (store) => {
    await store.put(ledgerOf('a', 3));
    await refuses(store, ledgerOf('a', 2), 'shorter');
    await refuses(store, { source: 'shop.example', events: [], head: '' }, 'empty');
    equal((await store.get('a0'))?.ledger, ledgerOf('a', 3), 'what is found by name');
  }),
  contractCase('a forked ledger is refused and nothing is lost', async (store) => {
    await store.put(ledgerOf('a', 3));
    for (const length of [2, 3, 4, 9]) await refuses(store, ledgerOf('a', length, 'refused'), 'forked');
    equal((await store.get('a0'))?.ledger, ledgerOf('a', 3), 'what is found by name');
  }),
  contractCase('a tampered ledger is refused with its reason, whichever member was changed', async (store) => {
    const ledger = ledgerOf('a', 4);
    const changed = (position: number, change: object) => ({
      ...ledger,
      events: ledger.events.map((event, at) => (at === position ? { ...event, ...change } : event)),
    });
    await refuses(store, changed(1, { signals: ['gpc'] }), 'changed');
    await refuses(store, changed(1, { at: START + 1_500 }), 'time');
    await refuses(store, changed(1, { notice: 'other' }), 'changed');
    await refuses(store, changed(3, { notice: 'other' }), 'head');
    await refuses(store, changed(2, { seq: 1 }), 'order');
    await refuses(store, changed(2, { type: 'sold' }), 'not-a-ledger');
    await refuses(store, { ...ledger, events: ledger.events.slice(1) }, 'order');
    await refuses(store, { ...ledger, head: 'x' }, 'head');
    equal(await listIds(store), [], 'the list');
    await store.put(ledger);
    await refuses(store, changed(0, { notice: 'other' }), 'changed');
    equal((await store.get('a0'))?.ledger, ledger, 'what is found by name');
  }),
  contractCase('what is no ledger is refused, whatever it is', async (store) => {
    const self: Record<string, unknown> = {};
    self.self = self;
    let deep: unknown = 1;
    for (let level = 0; level < 5_000; level++) deep = [deep];
    const events: unknown = JSON.parse('[{"__proto__":{"v":1}}]');
    const rubbish = [undefined, null, 7, 'text', [], {}, self, deep, { source: 1, events: [] }, { events: {} }];
    for (const input of [...rubbish, { source: 's', events, head: '' }, { source: 's', events: deep, head: '' }]) {
      await refuses(store, input, 'not-a-ledger');
    }
    equal(await listIds(store), [], 'the list');
  }),
  contractCase('the same events in the name of another site are refused', async (store) => {
    await store.put(ledgerOf('a', 2));
    await refuses(store, chain(eventsOf('a', 3), 'other.example'), 'other-source');
    // Relabelled, it is not even whole.
    await refuses(store, { ...ledgerOf('a', 3), source: 'other.example' }, 'changed');
  }),
  contractCase('an event belongs to one ledger, and is in it once', async (store) => {
    await store.put(ledgerOf('a', 2));
    await refuses(store, chain([eventOf('b0'), eventOf('a1')]), 'taken');
    await refuses(store, chain([eventOf('b0'), eventOf('b0')]), 'taken');
    await refuses(store, chain([eventOf('')]), 'taken');
    equal((await store.find('a1'))?.id, 'a0', 'what holds the event');
    equal(await store.get('b0'), undefined, 'the refused ledger');
  }),
  contractCase('the key comes with the first put, and no other follows', async (store) => {
    await store.put(ledgerOf('a', 1), { publicKey: 'key' });
    await store.put(ledgerOf('a', 2));
    await store.put(ledgerOf('a', 3), { publicKey: 'key' });
    equal((await store.get('a0'))?.publicKey, 'key', 'the key');
    await refuses(store, ledgerOf('a', 4), 'other-key', 'another');
    await store.put(ledgerOf('b', 1));
    await refuses(store, ledgerOf('b', 2), 'other-key', 'key');
    equal((await store.get('b0'))?.publicKey, undefined, 'the key of the other');
  }),
  contractCase('the digest of a secret comes with the first put, and only who brings it goes on', async (store) => {
    const [hash, other] = ['a5'.repeat(32), `${'a5'.repeat(31)}a6`];
    await store.put(ledgerOf('a', 2), { secretHash: hash });
    for (const wrong of [{}, { secretHash: other }, { secretHash: '' }, { secretHash: `${hash}0` }]) {
      for (const length of [1, 2, 3]) {
        const answer = await store.put(ledgerOf('a', length), wrong);
        equal(answer, { kind: 'refused', why: 'other-secret', at: 0 }, 'the answer to a stranger');
      }
    }
    equal((await store.put(ledgerOf('a', 3), { secretHash: hash })).kind, 'stored', 'the answer to who knows it');
    const stored = await store.get('a0');
    equal([stored?.secretHash, stored?.ledger.events.length], [hash, 3], 'what is compared with');
    equal((await store.find('a2'))?.secretHash, hash, 'what is compared with, by event');
    for await (const entry of store.list()) equal(JSON.stringify(entry).includes(hash), false, 'whether it is listed');
    await store.put(ledgerOf('b', 1));
    equal((await store.put(ledgerOf('b', 2), { secretHash: hash })).kind, 'stored', 'the answer where there is none');
    equal((await store.get('b0'))?.secretHash, undefined, 'a secret that comes later');
  }),
  contractCase('of many that deposit a ledger at once with different secrets one wins', async (store) => {
    const hashes = ['1', '2', '3', '4'].map((digit) => digit.repeat(64));
    const answers = await Promise.all(hashes.map((secretHash) => store.put(ledgerOf('a', 1), { secretHash })));
    const winners = hashes.filter((_, index) => answers[index]?.kind === 'stored');
    equal(winners, [(await store.get('a0'))?.secretHash], 'whoever was told that it is stored');
  }),
  contractCase('of many that extend a ledger at once in different ways one line wins', async (store) => {
    await store.put(ledgerOf('a', 2));
    const lengths = [3, 4, 5, 6, 7, 8];
    const [one, other] = ['granted', 'refused'] as const;
    const branch = (kind: typeof one | typeof other, length: number) =>
      chain([...eventsOf('a', 2), ...eventsOf(`${kind}-`, length - 2, kind)]);
    await Promise.all(lengths.flatMap((length) => [store.put(branch(one, length)), store.put(branch(other, length))]));
    const stored = (await store.get('a0'))?.ledger;
    const isWhole = [branch(one, 8), branch(other, 8)].some((line) => canonicalJson(line) === canonicalJson(stored));
    equal(isWhole, true, 'whether one of the lines is stored whole');
  }),
  contractCase('a long ledger with any text is kept as it is', async (store) => {
    const tags = ['Größe 🫖 \u0000 \u202e', '__proto__', '<b>茶</b>', '\u2028'];
    const events = eventsOf('a', 300).map((event) => ({
      ...event,
      notice: 'Größe 🫖',
      changes: event.changes.map((change) => ({ ...change, tags })),
    }));
    await store.put(chain(events));
    equal((await store.get('a0'))?.ledger, chain(events), 'what is found by name');
  }),
  contractCase('what was stored does not change when the caller changes its own object', async (store) => {
    const ledger = { ...ledgerOf('a', 1) };
    const events = [...ledger.events];
    await store.put({ ...ledger, events });
    events.length = 0;
    equal((await store.get('a0'))?.ledger, ledgerOf('a', 1), 'what is found by name');
  }),
  contractCase('listing shows what was there when it began, while ledgers are put', async (store) => {
    for (const name of ['a', 'b', 'c']) await store.put(ledgerOf(name, 1));
    const seen: string[] = [];
    for await (const { id } of store.list()) {
      await store.put(ledgerOf(`d${seen.length}`, 1));
      seen.push(id);
    }
    equal(seen, ['a0', 'b0', 'c0'], 'what is listed');
    equal((await listIds(store)).length, 6, 'how many there are afterwards');
  }),
  contractCase('a closed store refuses every call, and may be closed twice', async (store) => {
    await store.put(ledgerOf('a', 1));
    await store.close();
    await store.close();
    for (const call of [
      () => store.put(ledgerOf('a', 2)),
      () => store.put('rubbish'),
      () => store.get('a0'),
      () => store.find('a0'),
      () => listIds(store),
    ]) {
      await rejects(call, 'storage-unavailable');
    }
  }),
];

type UnchainedEvent = Omit<LedgerEvent, 'seq' | 'prev'>;

function eventOf(id: string, decision: 'granted' | 'refused' = 'granted', at = START): UnchainedEvent {
  const degree = decision === 'granted' ? 'pseudonymous' : 'none';
  const changes = [{ purpose: 'analytics', party: 'shop.example', decision, degree }] as const;
  return { v: 1, id, at, type: decision, actor: 'person', changes, notice: '1' };
}

function eventsOf(name: string, length: number, decision?: 'granted' | 'refused'): readonly UnchainedEvent[] {
  return Array.from({ length }, (_, n) => eventOf(`${name}${n}`, decision));
}

/** The first `length` events of one ledger, whose ids are `name0`, `name1` … */
function ledgerOf(name: string, length: number, decision?: 'granted' | 'refused'): Ledger {
  return chain(eventsOf(name, length, decision));
}

function chain(events: readonly UnchainedEvent[], source = 'shop.example'): Ledger {
  const chained: LedgerEvent[] = [];
  let head = chainStart(source);
  for (const [seq, event] of events.entries()) {
    const next = { ...event, seq, prev: head };
    chained.push(next);
    head = hashEvent(next);
  }
  return { source, events: chained, head };
}

async function listIds(store: ConsentStore): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of store.list()) ids.push(id);
  return ids;
}

async function refuses(store: ConsentStore, input: unknown, why: LedgerRefusal, publicKey?: string): Promise<void> {
  const answer = await store.put(input, publicKey === undefined ? {} : { publicKey });
  equal(answer.kind === 'refused' ? answer.why : answer, why, 'the reason');
}
