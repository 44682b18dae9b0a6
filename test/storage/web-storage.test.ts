import { expect, test, vi } from 'vitest';
import { textKeyValueStore, webStorage } from '../../src/storage/index.ts';
import { fakeStorage, forbiddenStorage } from './fake-storage.ts';

test('what was stored before stays when storage is full', async () => {
  const store = webStorage(() => area, 'k:');
  const area = fakeStorage(100);
  store.set('a', 'small');
  expect(() => store.set('a', 'x'.repeat(200))).toThrow(expect.objectContaining({ code: 'storage-full' }));
  expect(() => store.set('b', 'x'.repeat(200))).toThrow(expect.objectContaining({ code: 'storage-full' }));
  expect(store.get('a')).toBe('small');
  expect(store.keys()).toEqual(['a']);
  const values = textKeyValueStore(store);
  await expect(values.set('a', 'x'.repeat(200))).rejects.toMatchObject({ code: 'storage-full' });
  await expect(values.update('c', () => 'x'.repeat(200))).rejects.toMatchObject({ code: 'storage-full' });
  expect(store.get('a')).toBe('small');
});

test("knows Firefox's name for a full storage", () => {
  const area = {
    ...fakeStorage(),
    setItem() {
      throw new DOMException('Persistent storage maximum size reached', 'NS_ERROR_DOM_QUOTA_REACHED');
    },
  };
  const store = webStorage(() => area, '');
  expect(() => store.set('a', '1')).toThrow(expect.objectContaining({ code: 'storage-full' }));
});

test.each([
  ['throws when touched', forbiddenStorage],
  // Android's WebView without DOM storage.
  ['is null', () => JSON.parse('null')],
])('forbidden storage that %s reads as empty and refuses to write', (_, area) => {
  const store = webStorage(area, 'k:');
  expect(store.get('a')).toBeUndefined();
  expect(store.keys()).toEqual([]);
  store.delete('a');
  expect(() => store.set('a', '1')).toThrow(expect.objectContaining({ code: 'storage-unavailable' }));
});

test('touches the storage area at each use and never before', () => {
  const area = vi.fn(() => fakeStorage());
  const store = webStorage(area, 'k:');
  expect(area).not.toHaveBeenCalled();
  store.get('a');
  store.get('a');
  expect(area).toHaveBeenCalledTimes(2);
});

test('neither sees nor deletes keys outside its prefix', async () => {
  const area = fakeStorage();
  area.setItem('theirs', '1');
  area.setItem('k', '2');
  const store = webStorage(() => area, 'k:');
  store.set('ours', '3');
  expect(store.keys()).toEqual(['ours']);
  await textKeyValueStore(store).clear();
  expect([area.length, area.getItem('theirs'), area.getItem('k')]).toEqual([2, '1', '2']);
});

test('text that is not JSON reads as absent, and can be overwritten', async () => {
  const area = fakeStorage();
  area.setItem('k:a', '{"broken');
  const store = textKeyValueStore(webStorage(() => area, 'k:'));
  expect(await store.get('a')).toBeUndefined();
  await store.update('a', (current) => [current === undefined]);
  expect(await store.get('a')).toEqual([true]);
});

test('a circle is refused, where values are kept as JSON', async () => {
  const circle: unknown[] = [];
  circle.push(circle);
  const store = textKeyValueStore(webStorage(() => fakeStorage(), 'k:'));
  await expect(store.set('a', circle)).rejects.toMatchObject({ code: 'invalid-input' });
});
