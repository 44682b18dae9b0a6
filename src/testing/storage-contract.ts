import { type KeyValueStore, KindredError, type TextStore } from '../core/index.ts';
import { equal, rejection, rejects } from './contract-case.ts';

const KEYS = ['', ' ', 'a', 'A', 'a/b', 'é', '🍵', '__proto__', 'constructor', 'toString', 'length', 'key'];

/** One case of the contract of a store. */
export interface StorageCase<Store> {
  readonly name: string;
  /** Rejects with an error that says what was expected. `open` gives the store, which the case empties before and after. */
  run(open: () => Store): Promise<void>;
}

/**
 * What every key-value store does, as cases that any test runner can run.
 *
 * @example
 * ```ts
 * import { memoryStore } from 'kindred/storage';
 * import { storageContract } from 'kindred/testing';
 *
 * for (const { name, run } of storageContract) {
 *   await run(memoryStore);
 *   console.log(name);
 * }
 * ```
 */
export const storageContract: readonly StorageCase<KeyValueStore>[] = [
  storeCase('an empty store has no keys and no values', async (store) => {
    equal(await store.keys(), [], 'the keys');
    equal(await store.get('absent'), undefined, 'an absent value');
    await store.delete('absent');
    await store.clear();
  }),
  storeCase('what was set is read back whole', async (store) => {
    for (const value of [0, '', false, null, 1.5, 'tea 茶 🍵', [1, [2]], { deep: { list: [null, true] } }]) {
      await store.set('key', value);
      equal(await store.get('key'), value, 'the value');
    }
  }),
  storeCase('any string is a key of its own', async (store) => {
    for (const key of KEYS) equal(await store.get(key), undefined, `the value of "${key}" before`);
    for (const [index, key] of KEYS.entries()) await store.set(key, index);
    for (const [index, key] of KEYS.entries()) equal(await store.get(key), index, `the value of "${key}"`);
    equal([...(await store.keys())].sort(), [...KEYS].sort(), 'the keys');
  }),
  storeCase('the last value set stays', async (store) => {
    await Promise.all([store.set('key', 1), store.set('key', 2)]);
    equal(await store.get('key'), 2, 'the value');
    equal(await store.keys(), ['key'], 'the keys');
  }),
  storeCase('what is deleted is absent, and other keys stay', async (store) => {
    await store.set('a', 1);
    await store.set('b', 2);
    await store.delete('a');
    equal(await store.get('a'), undefined, 'the deleted value');
    equal(await store.keys(), ['b'], 'the keys');
  }),
  storeCase('setting undefined deletes', async (store) => {
    await store.set('key', 1);
    await store.set('key', undefined);
    equal(await store.keys(), [], 'the keys');
  }),
  storeCase('clear leaves nothing, and the store can be used again', async (store) => {
    await store.set('a', 1);
    await store.clear();
    equal(await store.keys(), [], 'the keys');
    await store.set('b', 2);
    equal(await store.get('b'), 2, 'the value');
  }),
  storeCase('editing a value that was given or read does not edit what is stored', async (store) => {
    const given = { list: [1] };
    await store.set('key', given);
    given.list.push(2);
    const read = await store.get('key');
    if (isList(read)) read.list.push(3);
    equal(await store.get('key'), { list: [1] }, 'the value');
  }),
  storeCase('update reads, changes and writes', async (store) => {
    await store.update('key', (current) => [current === undefined]);
    await store.update('key', (current) => [current, 2]);
    equal(await store.get('key'), [[true], 2], 'the value');
  }),
  storeCase('an update to undefined deletes', async (store) => {
    await store.set('key', 1);
    await store.update('key', () => undefined);
    await store.update('absent', () => undefined);
    equal(await store.keys(), [], 'the keys');
  }),
  storeCase('an update whose change throws rejects with that error and changes nothing', async (store) => {
    await store.set('key', 1);
    const mistake = new KindredError('aborted', 'the change throws');
    const change = () => {
      throw mistake;
    };
    equal((await rejection(() => store.update('key', change))) === mistake, true, 'whether it is the same error');
    equal(await store.get('key'), 1, 'the value');
  }),
  storeCase('updates at once lose no change', async (store) => {
    await Promise.all(Array.from({ length: 30 }, () => store.update('key', plusOne)));
    equal(await store.get('key'), 30, 'the count');
  }),
  storeCase('a value that cannot be stored is refused, and the one before stays', async (store) => {
    await store.set('key', 1);
    for (const value of [() => 1, Symbol('no')]) {
      await rejects(() => store.set('key', value), 'invalid-input');
      await rejects(() => store.update('key', () => value), 'invalid-input');
    }
    equal(await store.get('key'), 1, 'the value');
  }),
];

/**
 * What stores do that keep their data outside the page, where two handles, as two tabs have them, see the same.
 *
 * @example
 * ```ts
 * import { indexedDbStore } from 'kindred/storage';
 * import { sharedStorageContract } from 'kindred/testing';
 *
 * for (const { run } of sharedStorageContract) await run(() => indexedDbStore({ database: 'test' }));
 * ```
 */
export const sharedStorageContract: readonly StorageCase<KeyValueStore>[] = [
  storeCase('what one handle stored another one reads', async (store, open) => {
    const other = open();
    await store.set('key', 1);
    equal(await other.get('key'), 1, 'the value');
    await other.delete('key');
    equal(await store.keys(), [], 'the keys');
  }),
  storeCase('updates from two tabs at once lose no change', async (store, open) => {
    const other = open();
    const updates = Array.from({ length: 30 }, (_, n) => (n % 2 ? other : store).update('key', plusOne));
    await Promise.all(updates);
    equal(await store.get('key'), 30, 'the count');
  }),
  storeCase('clearing on one handle empties the other, and both can be used again', async (store, open) => {
    const other = open();
    await store.set('a', 1);
    await other.set('b', 2);
    await store.clear();
    equal(await other.keys(), [], 'the keys');
    await other.set('c', 3);
    equal(await store.get('c'), 3, 'the value');
  }),
];

/**
 * What every text store does, as cases that any test runner can run.
 *
 * @example
 * ```ts
 * import { webStorage } from 'kindred/storage';
 * import { textStorageContract } from 'kindred/testing';
 *
 * for (const { run } of textStorageContract) await run(() => webStorage(() => sessionStorage, 'test:'));
 * ```
 */
export const textStorageContract: readonly StorageCase<TextStore>[] = [
  textCase('an empty text store has no keys and no texts', (store) => {
    equal(store.keys(), [], 'the keys');
    equal(store.get('absent'), undefined, 'an absent text');
    store.delete('absent');
  }),
  textCase('any text is read back as it was set', (store) => {
    for (const text of ['', ' ', 'tea', '{"a":1}', 'é 茶 🍵', '\u0000\n\u2028', 'x'.repeat(10_000)]) {
      store.set('key', text);
      equal(store.get('key'), text, 'the text');
    }
  }),
  textCase('any string is a key of its own in a text store', (store) => {
    for (const key of KEYS) equal(store.get(key), undefined, `the text of "${key}" before`);
    for (const [index, key] of KEYS.entries()) store.set(key, String(index));
    for (const [index, key] of KEYS.entries()) equal(store.get(key), String(index), `the text of "${key}"`);
    equal([...store.keys()].sort(), [...KEYS].sort(), 'the keys');
  }),
  textCase('the last text set stays, a deleted one is absent', (store) => {
    store.set('a', '1');
    store.set('a', '2');
    store.set('b', '3');
    store.delete('b');
    equal([store.get('a'), store.get('b') ?? 'absent'], ['2', 'absent'], 'the texts');
    equal(store.keys(), ['a'], 'the keys');
  }),
  textCase('keys may be deleted while they are listed', (store) => {
    for (const key of KEYS) store.set(key, 'x');
    for (const key of store.keys()) store.delete(key);
    equal(store.keys(), [], 'the keys');
  }),
];

function storeCase(
  name: string,
  check: (store: KeyValueStore, open: () => KeyValueStore) => Promise<void>,
): StorageCase<KeyValueStore> {
  return {
    name,
    async run(open) {
      const store = open();
      await store.clear();
      try {
        await check(store, open);
      } finally {
        await store.clear();
      }
    },
  };
}

function textCase(name: string, check: (store: TextStore) => void): StorageCase<TextStore> {
  return {
    name,
    async run(open) {
      const store = open();
      const empty = () => {
        for (const key of store.keys()) store.delete(key);
      };
      empty();
      try {
        check(store);
      } finally {
        empty();
      }
    },
  };
}

function plusOne(current: unknown): number {
  return Number(current ?? 0) + 1;
}

function isList(value: unknown): value is { readonly list: unknown[] } {
  return typeof value === 'object' && value !== null && 'list' in value && Array.isArray(value.list);
}
