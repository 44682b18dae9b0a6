import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cookieJar,
  indexedDbStore,
  type KeyValueStore,
  textKeyValueStore,
  webStorage,
} from '../../src/storage/index.ts';
import { sharedStorageContract, storageContract, textStorageContract } from '../../src/testing/storage-contract.ts';

const DATABASE = 'storage-test';
const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

/** Another page of this origin, as a second tab would be. */
async function inFrame(run: (frame: Window) => Promise<void>): Promise<void> {
  const element = document.createElement('iframe');
  document.body.append(element);
  try {
    if (!element.contentWindow) throw new TypeError('No frame');
    await run(element.contentWindow);
  } finally {
    element.remove();
  }
}

/** A module with all that it imports, for a frame that may not fetch from this origin. */
async function moduleAsData(href: string): Promise<string> {
  let text = await (await fetch(href)).text();
  for (const [statement, specifier = ''] of text.matchAll(/from\s*"([^"]+)"/g)) {
    text = text.replace(statement, `from "${await moduleAsData(new URL(specifier, href).href)}"`);
  }
  return `data:text/javascript;base64,${btoa(unescape(encodeURIComponent(text)))}`;
}

beforeEach(() => localStorage.clear());

afterEach(async () => {
  localStorage.clear();
  await indexedDbStore({ database: DATABASE }).clear();
});

describe.each([
  ['indexedDbStore', () => indexedDbStore({ database: DATABASE })],
  ['textKeyValueStore', () => textKeyValueStore(webStorage(() => localStorage, 'kindred:'))],
] satisfies [string, () => KeyValueStore][])('%s in Chromium', (_, open) => {
  test.each([...storageContract, ...sharedStorageContract])('$name', ({ run }) => run(open));
});

describe.each([
  ['localStorage', () => localStorage],
  ['sessionStorage', () => sessionStorage],
])('webStorage over %s in Chromium', (_, area) => {
  test.each(textStorageContract)('$name', ({ run }) => run(() => webStorage(area, 'kindred:')));
});

test('updates from two tabs at once lose no change', async () => {
  const ours = indexedDbStore({ database: DATABASE });
  await ours.set('count', 0);
  await inFrame(async (frame) => {
    // The other connection belongs to the frame: raw IndexedDB, so that the two share no line of code.
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = frame.indexedDB.open(DATABASE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = reject;
    });
    db.onversionchange = () => db.close();
    const theirs = () =>
      new Promise<void>((resolve) => {
        const transaction = db.transaction('values', 'readwrite');
        const store = transaction.objectStore('values');
        const reading = store.get('count');
        reading.onsuccess = () => store.put(reading.result + 1, 'count');
        transaction.oncomplete = () => resolve();
      });
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => (n % 2 ? theirs() : ours.update('count', (count) => Number(count) + 1))),
    );
    expect(await ours.get('count')).toBe(100);
    db.close();
  });
});

test('reading leaves no database in Chromium, clearing none either', async () => {
  const store = indexedDbStore({ database: DATABASE });
  expect([await store.get('a'), await store.keys()]).toEqual([undefined, []]);
  expect(await databases()).not.toContain(DATABASE);
  await store.set('a', new Uint8Array([1, 2]));
  expect(await store.get('a')).toEqual(new Uint8Array([1, 2]));
  expect(await databases()).toContain(DATABASE);
  await store.clear();
  expect(await databases()).not.toContain(DATABASE);
});

test('a full localStorage says storage-full and keeps what it had', () => {
  const store = webStorage(() => localStorage, 'kindred:');
  store.set('precious', 'kept');
  // Chromium allows about 5 million characters.
  const fill = () => store.set('filler', 'x'.repeat(6_000_000));
  expect(fill).toThrow(expect.objectContaining({ code: 'storage-full' }));
  for (let size = 2 ** 22, n = 0; size > 0; size >>= 1, n++) {
    try {
      localStorage.setItem(`filler-${n}`, 'x'.repeat(size));
    } catch {
      // It is the next, smaller one that may fit.
    }
  }
  expect(() => store.set('precious', 'more than there is room for')).toThrow(
    expect.objectContaining({ code: 'storage-full' }),
  );
  expect(store.get('precious')).toBe('kept');
});

test('a frame without an origin of its own is told that storage is unavailable', async () => {
  const url = await moduleAsData(new URL('/src/storage/index.ts', location.href).href);
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  element.srcdoc = `<script type="module">
    const { webStorage, indexedDbStore, cookieJar } = await import('${url}');
    const code = async (run) => { try { return await run() } catch (error) { return error.code ?? String(error) } };
    const text = webStorage(() => localStorage, 'k:'), values = indexedDbStore(), jar = cookieJar();
    parent.postMessage([
      await code(() => text.set('a', '1')), text.get('a'), text.keys(),
      await code(() => values.set('a', 1)), await code(() => values.get('a')),
      await code(() => jar.set('a', '1', { maxAgeSeconds: 60 })), jar.get('a'), jar.names(),
    ], '*');
  </script>`;
  const answer = new Promise((resolve) => {
    addEventListener('message', ({ data, source }) => source === element.contentWindow && resolve(data));
  });
  document.body.append(element);
  const forbidden = 'storage-unavailable';
  expect(await answer).toEqual([forbidden, undefined, [], forbidden, forbidden, forbidden, undefined, []]);
  element.remove();
});

test('cookies are kept, read and removed in Chromium', () => {
  const jar = cookieJar();
  const path = location.pathname.slice(0, location.pathname.lastIndexOf('/')) || '/';
  jar.set('grün=;', 'tee, "heiß"; 100%', { maxAgeSeconds: 60 });
  jar.set('short', 'x', { maxAgeSeconds: 0 });
  // biome-ignore lint/suspicious/noDocumentCookie: another script's cookie, which the jar must be able to remove
  document.cookie = `theirs=1;Path=${path};Max-Age=60`;
  expect([jar.get('grün=;'), jar.get('short'), jar.get('theirs')]).toEqual(['tee, "heiß"; 100%', undefined, '1']);
  jar.remove('grün=;');
  jar.remove('theirs');
  expect(jar.names()).toEqual([]);
  expect(document.cookie).toBe('');
});
