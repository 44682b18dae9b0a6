import { describe, test } from 'vitest';
import { memoryEventStore } from '../../src/server/index.ts';
import { eventStoreContract } from '../../src/testing/event-store-contract.ts';

describe('a store in memory', () => {
  for (const { name, run } of eventStoreContract) test(name, () => run(memoryEventStore));
});
