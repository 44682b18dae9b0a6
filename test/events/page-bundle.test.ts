import { expect, test } from 'vitest';
import { pageBundle } from '../server/bundle.ts';

test('names alone bring no schema: a page that imports only them does not download zod', async () => {
  const names = await pageBundle(`
    import { COMMERCE_EVENTS, EVENT_TYPES, type KindredEvent } from './src/events/index.ts';
    console.log(EVENT_TYPES, COMMERCE_EVENTS);
    export type Sent = KindredEvent;
  `);
  expect(names).toContain('Product Viewed');
  expect(names).not.toMatch(/zod|safeParse|\$ZodType/i);
  const types = await pageBundle(
    `import type { KindredEvent } from './src/events/index.ts'; export type Sent = KindredEvent;`,
  );
  expect(types.trim()).toBe('');
});

test('a page that reads events does download it: the check above can fail', async () => {
  const reader = await pageBundle(`import { parseEvent } from './src/events/index.ts'; console.log(parseEvent({}));`);
  expect(reader).toMatch(/safeParse/);
});
