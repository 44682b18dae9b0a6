import { ERROR_CODES, isKindredError, isRecord, KindredError } from '../../core/index.ts';
import type { Interactions, LongRun, Model } from '../index.ts';
import { throwIfAborted } from '../long-run.ts';
import type { TrainSpec } from './spec.ts';
import { type TrainOptions, train } from './train.ts';

/** One end of a worker, as both sides have it: a `Worker` in the page, `self` in the worker, or a `MessagePort`. */
export interface WorkerPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'error' | 'message', listener: (event: WorkerEvent) => void): void;
  removeEventListener(type: 'error' | 'message', listener: (event: WorkerEvent) => void): void;
}

/** What both kinds of event may carry. */
export interface WorkerEvent {
  readonly data?: unknown;
  readonly message?: unknown;
}

type Request =
  | {
      readonly kind: 'kindred-train';
      readonly run: number;
      readonly interactions: Interactions;
      readonly spec: TrainSpec;
      readonly seed: number;
    }
  | { readonly kind: 'kindred-abort'; readonly run: number };

/** Each with the number of the run that it is about: what was aborted may still answer. */
type Answer = { readonly run: number } & (
  | { readonly kind: 'kindred-progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'kindred-model'; readonly model: Model }
  | { readonly kind: 'kindred-error'; readonly code: unknown; readonly message: string; readonly at?: string }
);

let runs = 0;
const ANSWERS = ['kindred-progress', 'kindred-model', 'kindred-error'];

/**
 * Answers {@link trainInWorker} in a worker. Give a `pause` that lets messages come in, or the worker cannot be stopped before it is
 * done. Returns its undo.
 *
 * @example
 * ```ts
 * import { answerTraining, type WorkerPort } from 'kindred/recommend/train';
 *
 * // All of a worker's script: start(self).
 * export const start = (port: WorkerPort) => answerTraining(port, { pause: () => new Promise((resume) => setTimeout(resume)) });
 * ```
 */
export function answerTraining(port: WorkerPort, { pause }: Pick<LongRun, 'pause'> = {}): () => void {
  let running = new AbortController();
  const tell = (answer: Answer): void => port.postMessage(answer);

  async function answer({ run, interactions, spec, seed }: Extract<Request, { kind: 'kindred-train' }>): Promise<void> {
    const onProgress = (done: number, total: number) => tell({ kind: 'kindred-progress', run, done, total });
    const { signal } = running;
    try {
      const model = await train(interactions, spec, { seed, signal, onProgress, ...(pause && { pause }) });
      tell({ kind: 'kindred-model', run, model });
    } catch (error) {
      const at = isKindredError(error) ? error.at : undefined;
      const code = isKindredError(error) ? error.code : undefined;
      tell({ kind: 'kindred-error', run, code, message: messageOf(error), ...(at !== undefined && { at }) });
    }
  }

  const listener = ({ data }: WorkerEvent): void => {
    if (!isRequest(data)) return;
    running.abort();
    running = new AbortController();
    if (data.kind === 'kindred-train') void answer(data);
    else running.abort();
  };
  port.addEventListener('message', listener);
  return () => port.removeEventListener('message', listener);
}

/**
 * Trains in a worker that runs {@link answerTraining}, so that a page stays quick: the model is the one that `train` gives. For what fits in
 * a page: some ten thousand interactions. A worker trains one model at a time; the next request ends the one before.
 *
 * @throws KindredError (as a rejection) as `train` does; `unavailable` when the worker fails
 *
 * @example
 * ```ts
 * import type { Interactions, Model } from 'kindred/recommend';
 * import { trainInWorker } from 'kindred/recommend/train';
 *
 * export function trainHere(interactions: Interactions, signal: AbortSignal): Promise<Model> {
 *   const worker = new Worker('/train-worker.js', { type: 'module' });
 *   return trainInWorker(worker, interactions, { algorithm: 'rp3beta' }, { signal }).finally(() => worker.terminate());
 * }
 * ```
 */
export function trainInWorker(
  port: WorkerPort,
  interactions: Interactions,
  spec: TrainSpec,
  options: Omit<TrainOptions, 'pause'> = {},
): Promise<Model> {
  const { seed = 0, signal, onProgress } = options;
  runs += 1;
  const run = runs;
  return new Promise((resolve, reject) => {
    throwIfAborted(signal);
    const ask = (request: Request): void => port.postMessage(request);
    const end = (): void => {
      port.removeEventListener('message', hear);
      port.removeEventListener('error', fail);
      signal?.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      end();
      ask({ kind: 'kindred-abort', run });
      reject(abortedBy(signal));
    };
    const hear = ({ data }: WorkerEvent): void => {
      if (!isAnswer(data) || data.run !== run) return;
      if (data.kind === 'kindred-progress') {
        onProgress?.(data.done, data.total);
        return;
      }
      end();
      if (data.kind === 'kindred-model') resolve(data.model);
      else reject(errorOf(data));
    };
    const fail = ({ message }: WorkerEvent): void => {
      end();
      reject(new KindredError('unavailable', `The worker that trains has failed: ${String(message)}`));
    };
    port.addEventListener('message', hear);
    port.addEventListener('error', fail);
    signal?.addEventListener('abort', abort);
    ask({ kind: 'kindred-train', run, interactions, spec, seed });
  });
}

function isRequest(data: unknown): data is Request {
  return isRecord(data) && (data.kind === 'kindred-train' || data.kind === 'kindred-abort');
}

function isAnswer(data: unknown): data is Answer {
  return isRecord(data) && ANSWERS.includes(String(data.kind));
}

function abortedBy(signal: AbortSignal | undefined): unknown {
  try {
    throwIfAborted(signal);
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Errors lose their class on the way. */
function errorOf({ code, message, at }: Extract<Answer, { kind: 'kindred-error' }>): Error {
  const known = ERROR_CODES.find((one) => one === code);
  return known === undefined ? new Error(message) : new KindredError(known, message, at === undefined ? {} : { at });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
