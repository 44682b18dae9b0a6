import { describe, expect, onTestFinished, test } from 'vitest';
import {
  answerTraining,
  type TrainSpec,
  train,
  trainInWorker,
  type WorkerPort,
} from '../../../src/recommend/train/index.ts';
import { interactionsOf, plain } from '../fixtures.ts';

const INTERACTIONS = interactionsOf(
  Array.from({ length: 400 }, (_, n) => [`user ${n % 20}`, `item ${(n * 7) % 31}`, 1 + (n % 3), n * 1e6] as const),
);

/** Two ends, between which messages are copied as between a page and its worker. */
function worker({ isAnswering = true } = {}): WorkerPort {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  for (const port of [port1, port2]) port.start();
  if (isAnswering) answerTraining(port2, { pause: () => new Promise((resume) => setImmediate(resume)) });
  return port1;
}

describe('training in a worker', () => {
  test.each([{ algorithm: 'rp3beta' }, { algorithm: 'popularity' }] satisfies readonly TrainSpec[])(
    'gives the model that training here gives: %j',
    async (spec) => {
      const progress: number[] = [];
      const onProgress = (done: number, total: number) => progress.push(done / total);
      const model = await trainInWorker(worker(), INTERACTIONS, spec, { seed: 3, onProgress });
      expect(plain(model)).toEqual(plain(await train(INTERACTIONS, spec, { seed: 3 })));
      expect(progress.at(-1)).toBe(1);
    },
  );

  test('ends with `aborted` when its signal says so, also before it begins', async () => {
    const port = worker();
    const stop = new AbortController();
    const training = trainInWorker(
      port,
      INTERACTIONS,
      { algorithm: 'cosine' },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(training).rejects.toMatchObject({ code: 'aborted' });
    const never = trainInWorker(port, INTERACTIONS, { algorithm: 'cosine' }, { signal: AbortSignal.abort() });
    await expect(never).rejects.toMatchObject({ code: 'aborted' });
    expect((await trainInWorker(port, INTERACTIONS, { algorithm: 'cosine' })).kind).toBe('neighbours');
  });

  test('fails as training here does', async () => {
    const empty = trainInWorker(worker(), interactionsOf([]), { algorithm: 'cosine' });
    await expect(empty).rejects.toMatchObject({ name: 'KindredError', code: 'empty-input' });
    const bad = trainInWorker(worker(), INTERACTIONS, { algorithm: 'rp3beta', alpha: Number.NaN });
    await expect(bad).rejects.toMatchObject({ code: 'invalid-options', at: 'alpha' });
  });

  test('passes over messages that are others’', async () => {
    const port = worker();
    port.postMessage({ kind: 'hello' });
    port.postMessage(null);
    expect((await trainInWorker(port, INTERACTIONS, { algorithm: 'popularity' })).kind).toBe('popularity');
  });

  test('ends when the worker breaks', async () => {
    const listeners = new Map<string, (event: { message: string }) => void>();
    const broken: WorkerPort = {
      postMessage: () => queueMicrotask(() => listeners.get('error')?.({ message: 'no such script' })),
      addEventListener: (type, listener) => void listeners.set(type, listener),
      removeEventListener: (type) => void listeners.delete(type),
    };
    const training = trainInWorker(broken, INTERACTIONS, { algorithm: 'cosine' });
    await expect(training).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('no such script'),
    });
    expect(listeners.size).toBe(0);
  });
});
