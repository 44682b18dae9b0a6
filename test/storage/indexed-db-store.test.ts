import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  cookieJar,
  indexedDbStore,
  memoryStore,
  memoryTextStore,
  textKeyValueStore,
  webStorage,
} from '../../src/storage/index.ts';
import { forbiddenStorage } from './fake-storage.ts';

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

test('creating a store touches nothing', () => {
  const touched = vi.fn();
  vi.stubGlobal('indexedDB', new Proxy({}, { get: touched }));
  const touch = (): never => {
    touched();
    throw new Error('Nobody may touch this.');
  };
  memoryStore();
  textKeyValueStore(memoryTextStore());
  webStorage(touch, '');
  indexedDbStore();
  cookieJar({ document: touch });
  expect(touched).not.toHaveBeenCalled();
});

test('reading does not create a database', async () => {
  const store = indexedDbStore({ database: 'shop' });
  expect([await store.get('a'), await store.keys()]).toEqual([undefined, []]);
  await store.delete('a');
  await store.set('a', undefined);
  await store.clear();
  expect(await databases()).toEqual([]);
  await store.set('a', 1);
  expect(await databases()).toEqual(['shop']);
});

test('clearing leaves no database behind', async () => {
  const [one, two] = [indexedDbStore({ database: 'shop' }), indexedDbStore({ database: 'shop' })];
  await one.set('a', 1);
  await two.set('b', 2);
  await one.clear();
  expect(await databases()).toEqual([]);
  expect(await two.keys()).toEqual([]);
  expect(await databases()).toEqual([]);
  await two.set('c', 3);
  expect(await one.get('c')).toBe(3);
});

test("clearing empties a database that another script's connection keeps open", async () => {
  const store = indexedDbStore({ database: 'shop' });
  await store.set('a', 1);
  const request = indexedDB.open('shop');
  const stubborn = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  await store.clear();
  const left = stubborn.transaction('values').objectStore('values').getAllKeys();
  expect(await new Promise((resolve) => (left.onsuccess = () => resolve(left.result)))).toEqual([]);
  stubborn.close();
  await vi.waitFor(async () => expect(await databases()).toEqual([]));
});

test('a database that was deleted underneath is made again', async () => {
  const store = indexedDbStore({ database: 'shop' });
  await store.set('a', 1);
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('shop').onsuccess = resolve;
  });
  expect(await store.get('a')).toBeUndefined();
  await store.set('a', 2);
  expect(await store.get('a')).toBe(2);
});

test('a connection that was closed underneath is opened again', async () => {
  const opened: IDBDatabase[] = [];
  const open = vi.spyOn(indexedDB, 'open');
  const store = indexedDbStore({ database: 'shop' });
  await store.set('a', 1);
  for (const { value } of open.mock.results) opened.push(value.result);
  // Safari does this by itself, and does not always fire the event that says so.
  for (const db of opened) db.close();
  expect(await store.get('a')).toBe(1);
  await store.update('a', (value) => Number(value) + 1);
  expect(await store.get('a')).toBe(2);
});

test('calls at once open one connection', async () => {
  const open = vi.spyOn(indexedDB, 'open');
  const store = indexedDbStore({ database: 'shop' });
  await Promise.all([store.set('a', 1), store.set('b', 2), store.update('c', () => 3)]);
  expect(open).toHaveBeenCalledTimes(1);
});

const forbidden: readonly (readonly [string, unknown])[] = [
  ['is missing', undefined],
  [
    'throws when opened (a sandboxed frame)',
    {
      open: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    },
  ],
  ['fails to open (private mode)', { open: () => failingRequest('InvalidStateError') }],
];

test.each(forbidden)('rejects every call with storage-unavailable where IndexedDB %s', async (_, factory) => {
  vi.stubGlobal('indexedDB', factory);
  const store = indexedDbStore();
  const calls = [
    store.get('a'),
    store.set('a', 1),
    store.update('a', () => 1),
    store.delete('a'),
    store.keys(),
    store.clear(),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'storage-unavailable' });
});

test('is usable again when IndexedDB fails once', async () => {
  const real = indexedDB;
  vi.stubGlobal('indexedDB', { open: () => failingRequest('UnknownError') });
  const store = indexedDbStore();
  await expect(store.get('a')).rejects.toMatchObject({ code: 'storage-unavailable' });
  vi.stubGlobal('indexedDB', real);
  await store.set('a', 1);
  expect(await store.get('a')).toBe(1);
});

test('rejects with storage-full where the disk is full, and keeps what was stored', async () => {
  const store = indexedDbStore();
  await store.set('a', 1);
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('Quota exceeded', 'QuotaExceededError');
  });
  await expect(store.set('a', 2)).rejects.toMatchObject({ code: 'storage-full' });
  await expect(store.update('a', () => 3)).rejects.toMatchObject({ code: 'storage-full' });
  vi.restoreAllMocks();
  expect(await store.get('a')).toBe(1);
});

test('storage that is forbidden answers with an error of its own, and reading it never throws from a text store', async () => {
  vi.stubGlobal('indexedDB', undefined);
  await expect(indexedDbStore().set('a', 1)).rejects.toMatchObject({
    name: 'KindredError',
    code: 'storage-unavailable',
  });
  const text = webStorage(forbiddenStorage, '');
  expect(() => text.set('a', '1')).toThrow(expect.objectContaining({ name: 'KindredError' }));
  expect(text.get('a')).toBeUndefined();
});

function failingRequest(name: string): object {
  const request: { error: unknown; onerror?: (event: { preventDefault(): void }) => void } = {
    error: new DOMException('No', name),
  };
  queueMicrotask(() => request.onerror?.({ preventDefault() {} }));
  return request;
}
