import 'fake-indexeddb/auto';
import { describe, test } from 'vitest';
import {
  indexedDbStore,
  memoryStore,
  memoryTextStore,
  textKeyValueStore,
  webStorage,
} from '../../src/storage/index.ts';
import { sharedStorageContract, storageContract, textStorageContract } from '../../src/testing/storage-contract.ts';
import { fakeStorage } from './fake-storage.ts';

const local = fakeStorage();
const inWebStorage = () => webStorage(() => local, 'kindred:');

describe.each([
  ['memoryStore', memoryStore],
  ['textKeyValueStore over memory', () => textKeyValueStore(memoryTextStore())],
  ['textKeyValueStore over web storage', () => textKeyValueStore(inWebStorage())],
  ['indexedDbStore', () => indexedDbStore({ database: 'contract' })],
])('%s', (_, open) => {
  test.each(storageContract)('$name', ({ run }) => run(open));
});

describe.each([
  ['textKeyValueStore over web storage', () => textKeyValueStore(inWebStorage())],
  ['indexedDbStore', () => indexedDbStore({ database: 'contract' })],
])('%s, two handles', (_, open) => {
  test.each(sharedStorageContract)('$name', ({ run }) => run(open));
});

describe.each([
  ['memoryTextStore', memoryTextStore],
  ['webStorage', inWebStorage],
])('%s', (_, open) => {
  test.each(textStorageContract)('$name', ({ run }) => run(open));
});
