import { afterEach, expect, test, vi } from 'vitest';
import { browserPorts } from '../../src/client/ports.ts';

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['/model.safetensors', 'bytes=0-99', { range: 'bytes=0-99' }],
  ['/model.safetensors', undefined, undefined],
  ['https://cdn.example/model.safetensors', 'bytes=0-99', undefined],
])('a range of %s is asked for of this host alone', async (url, range, headers) => {
  const asked: (RequestInit | undefined)[] = [];
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    asked.push(init);
    return new Response('all of it');
  });
  const { load } = browserPorts('/v1');
  expect(await (await load(url, range)).text()).toBe('all of it');
  expect(asked.map((init) => init?.headers)).toEqual([headers]);
});

test('what happens on a page before it is shown runs when it is', () => {
  const ran: string[] = [];
  const { whenActivated } = browserPorts('/v1');
  Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
  whenActivated(() => ran.push('a'));
  whenActivated(() => ran.push('b'));
  expect(ran).toEqual([]);
  Reflect.deleteProperty(document, 'prerendering');
  document.dispatchEvent(new Event('prerenderingchange'));
  document.dispatchEvent(new Event('prerenderingchange'));
  whenActivated(() => ran.push('c'));
  expect(ran).toEqual(['a', 'b', 'c']);
});

test('a page may be out of date when another tab chose, cleared everything, or was looked at meanwhile', () => {
  const heard = vi.fn();
  const hide = (isHidden: boolean) => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  };
  const stop = browserPorts('/v1').onStale(heard);
  hide(true);
  dispatchEvent(new StorageEvent('storage', { key: 'theme' }));
  expect(heard).toHaveBeenCalledTimes(0);
  dispatchEvent(new StorageEvent('storage', { key: 'kindred:consent' }));
  dispatchEvent(new StorageEvent('storage', { key: null }));
  expect(heard).toHaveBeenCalledTimes(2);
  hide(false);
  expect(heard).toHaveBeenCalledTimes(3);
  stop();
  hide(false);
  expect(heard).toHaveBeenCalledTimes(3);
  vi.restoreAllMocks();
});
