import { describe, test } from 'vitest';
import { memoryConsentStore } from '../../src/server/index.ts';
import { consentStoreContract } from '../../src/testing/index.ts';

describe('a consent store in memory', () => {
  for (const { name, run } of consentStoreContract) test(name, () => run(memoryConsentStore));
});
