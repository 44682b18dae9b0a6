// For tests, ours and those of our users: a platform in memory, and the contract of every port.
export { seededRandom } from '../core/index.ts';
export { type ConsentStoreCase, consentStoreContract } from './consent-store-contract.ts';
export { type EventStoreCase, eventStoreContract } from './event-store-contract.ts';
export {
  type FakeTime,
  fakeTime,
  type MemoryPlatform,
  type MemoryPlatformOptions,
  memoryPlatform,
  type Report,
} from './memory-platform.ts';
export { type StorageCase, sharedStorageContract, storageContract, textStorageContract } from './storage-contract.ts';
