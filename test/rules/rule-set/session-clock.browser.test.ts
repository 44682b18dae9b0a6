import { expect, test, vi } from 'vitest';
import { watch } from './page.ts';

test('what did not happen is seen on time, with no event', async () => {
  const { seenAfterMs } = watch(200);
  await vi.waitFor(() => expect(seenAfterMs).toHaveLength(1), { timeout: 10_000 });
  expect(seenAfterMs[0]).toBeGreaterThanOrEqual(200);
});

test('what a page that stood still has missed is seen when it goes on', async () => {
  const { seenAfterMs } = watch(200);
  const start = performance.now();
  // As in a dialogue of the browser: no timer runs meanwhile.
  while (performance.now() - start < 600) expect(seenAfterMs).toEqual([]);
  await vi.waitFor(() => expect(seenAfterMs).toHaveLength(1), { timeout: 10_000 });
  expect(seenAfterMs[0]).toBeGreaterThanOrEqual(600);
});
