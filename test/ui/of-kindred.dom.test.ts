import { expect, test } from 'vitest';
import { createKindred } from '../../src/client/index.ts';
import type { Relationship } from '../../src/ui/index.ts';

test('what createKindred makes is what the elements show', () => {
  const relationship: Relationship = createKindred({ source: 'linden.example' });
  expect(relationship.consent.state().needsChoice).toBe(true);
});
