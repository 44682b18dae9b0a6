import { expect, test } from 'vitest';
import { runDemo } from '../../src/cli/commands/demo.ts';
import { reportError } from '../../src/cli/output/errors.ts';
import { memoryIo } from './memory-io.ts';

const SUMMARY = { items: 3, categories: 1, loaded: 'x', events: 5, trained: 'y', store: 'memory', seconds: 1 };

function shopThat(heard: { options?: object; closed?: boolean }) {
  return async (options: object) => {
    heard.options = options;
    return { url: 'http://localhost:4242', port: 4242, summary: SUMMARY, close: async () => (heard.closed = true) };
  };
}

test('as JSON the demo prints one line once it is ready, and nothing else', async () => {
  const heard: { options?: object; closed?: boolean } = {};
  const io = memoryIo({ signal: AbortSignal.abort(), isTTY: true });
  await runDemo({ json: true, port: 0 }, io, shopThat(heard));
  expect(io.out().endsWith('\n')).toBe(true);
  expect(io.out().trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(io.out())).toEqual({ command: 'demo', url: 'http://localhost:4242', summary: SUMMARY });
  expect(io.err()).toBe('');
  expect(heard).toEqual({ options: { port: 0, quiet: true }, closed: true });
});

test('for people the demo prints where it is and what it holds', async () => {
  const io = memoryIo({ signal: AbortSignal.abort() });
  await runDemo({}, io, shopThat({}));
  expect(io.out()).toContain('http://localhost:4242');
  expect(io.out()).toContain('3 items in 1 categories');
});

test('the second shop and the others are told, to people and to programs', async () => {
  const otherShop = 'http://127.0.0.1:4243';
  const partners = 'http://partners.localhost:4244';
  const start = async () => ({ url: 'http://localhost:4242', otherShop, partners, summary: SUMMARY });
  const forPeople = memoryIo({ signal: AbortSignal.abort() });
  await runDemo({}, forPeople, start);
  for (const address of [otherShop, partners]) expect(forPeople.out()).toContain(address);
  const forPrograms = memoryIo({ signal: AbortSignal.abort() });
  await runDemo({ json: true }, forPrograms, start);
  expect(JSON.parse(forPrograms.out())).toMatchObject({ otherShop, partners });
});

test('what the shop cannot do is told in its words; what is a fault of ours is said to be one', async () => {
  const errorOf = async (error: unknown) => {
    const io = memoryIo();
    const failing = runDemo({}, io, () => Promise.reject(error));
    await failing.catch((shown: unknown) => reportError(shown, false, io));
    return io.err();
  };
  expect(await errorOf(new Error('No port is free. Name another one with --port.'))).toBe(
    'kindred: [unavailable] No port is free. Name another one with --port.\n',
  );
  expect(await errorOf(new TypeError('x is undefined'))).toContain(
    '[unexpected] x is undefined. This should not happen',
  );
});
