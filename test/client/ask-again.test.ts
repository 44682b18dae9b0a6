import { expect, test } from 'vitest';
import { askAgain } from '../../src/client/ask-again.ts';
import { KindredError } from '../../src/core/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

/** A page whose code that records choices may be out of reach. */
function openPage() {
  const { clock, timers } = memoryPlatform();
  const page = { asked: 0, isThere: false, choose: () => {}, error: new Error('no network') };
  const onChange: (listener: () => void) => () => void = (listener) => {
    page.choose = listener;
    return () => {
      page.choose = () => {};
    };
  };
  const ready = async () => {
    page.asked += 1;
    if (!page.isThere) throw page.error;
  };
  const stop = askAgain(ready, onChange, timers);
  return { clock, page, stop };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('before a choice nothing is asked for', async () => {
  const { clock, page } = openPage();
  clock.advance(600_000);
  await settled();
  expect(page.asked).toBe(0);
});

test('what records a choice is asked for again until it is there', async () => {
  const { clock, page } = openPage();
  page.choose();
  await settled();
  clock.advance(30_000);
  await settled();
  expect(page.asked).toBe(2);
  page.isThere = true;
  clock.advance(30_000);
  await settled();
  clock.advance(600_000);
  await settled();
  expect(page.asked).toBe(3);
});

test('stopping leaves no timer', async () => {
  const { clock, page, stop } = openPage();
  page.choose();
  await settled();
  stop();
  expect(clock.pending()).toBe(0);
  page.choose();
  stop();
  await settled();
  expect(clock.pending()).toBe(0);
});

test('what is wrong is not asked for again: it would be as wrong', async () => {
  const { clock, page } = openPage();
  page.error = new KindredError('invalid-policy', 'Policy: two purposes have one id.');
  page.choose();
  await settled();
  expect(clock.pending()).toBe(0);
  page.error = new KindredError('unavailable', 'No network.');
  page.choose();
  await settled();
  expect(clock.pending()).toBe(1);
});
