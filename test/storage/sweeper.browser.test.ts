import { expect, test } from 'vitest';
import { createSweeper } from '../../src/storage/index.ts';

function setCookie(text: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: another script's cookie, which must be swept
  document.cookie = text;
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

test('what a sweep leaves behind it names, and nothing else is touched', async () => {
  const folder = location.pathname.slice(0, location.pathname.lastIndexOf('/')) || '/';
  setCookie('_ga=1;Path=/;Max-Age=60');
  setCookie(`_ga_X=1;Path=${folder};Max-Age=60`);
  setCookie('mine=1;Path=/;Max-Age=60');
  localStorage.setItem('stats:a', '1');
  localStorage.setItem('cart', '1');
  sessionStorage.setItem('stats:b', '1');
  (await openDatabase('stats')).close();
  const held = await openDatabase('stats-held');
  (await openDatabase('shop')).close();
  const cache = await caches.open('stats-v1');
  await cache.put('/x', new Response('x'));

  const residue = await createSweeper().sweep({
    cookies: ['_ga*'],
    localStorage: ['stats:*'],
    sessionStorage: ['stats:b'],
    databases: ['stats', 'stats-held'],
    caches: ['stats-*'],
  });

  // A database that a script holds open cannot be deleted before that script lets go.
  expect(residue).toEqual([{ kind: 'databases', name: 'stats-held' }]);
  expect(document.cookie).toBe('mine=1');
  expect(Object.keys(localStorage)).toContain('cart');
  expect(Object.keys(localStorage).filter((key) => key.startsWith('stats'))).toEqual([]);
  expect(Object.keys(sessionStorage)).not.toContain('stats:b');
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  expect(databases).toContain('shop');
  expect(databases).not.toContain('stats');
  expect(await caches.keys()).not.toContain('stats-v1');

  held.close();
  expect(await createSweeper().sweep({ databases: ['stats-held', 'shop'], cookies: ['mine'] })).toEqual([]);
  localStorage.removeItem('cart');
});

test('cookies that promise to be secure, or are in a partition, are swept as well', async () => {
  const names = () => document.cookie.split('; ').map((cookie) => cookie.split('=', 1)[0]);
  setCookie('__Host-stats=1;Path=/;Secure');
  setCookie('__Secure-stats=1;Path=/;Secure');
  setCookie('stats-part=1;Path=/;Secure;Partitioned');
  expect(names()).toEqual(expect.arrayContaining(['__Host-stats', '__Secure-stats', 'stats-part']));
  const residue = await createSweeper().sweep({ cookies: ['__Host-stats', '__Secure-*', 'stats-*'] });
  expect([residue, document.cookie]).toEqual([[], '']);
});

test('a cookie at a path that this page does not see is swept where the path is named', async () => {
  const seenBelow = async (path: string): Promise<string> => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = `${path}/nothing.txt`;
    document.body.append(frame);
    await loaded;
    const seen = frame.contentDocument?.cookie ?? 'not to be seen';
    frame.remove();
    return seen;
  };
  const visits = (path: string) => setCookie(`visits=1;Path=${path};Max-Age=60`);
  for (const path of ['/account', '/account/', '/help']) visits(path);
  expect([await seenBelow('/account'), document.cookie]).toEqual(['visits=1; visits=1', '']);

  await createSweeper().sweep({ cookies: ['visits'] });
  expect(await seenBelow('/account')).toBe('visits=1; visits=1');
  expect(await createSweeper().sweep({ cookies: ['visits; Path=/account'] })).toEqual([]);
  expect([await seenBelow('/account'), await seenBelow('/help')]).toEqual(['', 'visits=1']);
  await createSweeper().sweep({ cookies: ['visits; path=/help'] });
  expect(await seenBelow('/help')).toBe('');
});

test('nothing is looked at where nothing is named', async () => {
  expect(await createSweeper().sweep({})).toEqual([]);
});
