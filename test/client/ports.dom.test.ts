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
