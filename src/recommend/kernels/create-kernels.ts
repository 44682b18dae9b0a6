import { KindredError } from '../../core/index.ts';
import { alsSweep } from './als.ts';
import type { Engine } from './engine.ts';
import { gram } from './gram.ts';
import type { Kernels } from './kernels.ts';
import { createPlainEngine } from './plain/plain-engine.ts';
import { compileKernels } from './simd/instance.ts';
import { createSimdEngine } from './simd/simd-engine.ts';
import { createThreadEngine } from './simd/thread-engine.ts';
import type { StartThread } from './simd/thread-source.ts';
import { invertSpd } from './spd-inverse.ts';
import { topColumns } from './top-columns.ts';

/** Which kernels to make, and on how many threads. */
export interface KernelOptions {
  /** These, and no others. @defaultValue SIMD where there is WebAssembly, and plain TypeScript elsewhere */
  readonly only?: Kernels['name'];
  /** How many threads work, the caller's among them. More than one need `startThread`. @defaultValue `1` */
  readonly threads?: number;
  /**
   * Starts a thread that runs this script. In Node `(script) => new Worker(script, { eval: true })` of `node:worker_threads`; in a page
   * `(script) => new Worker(URL.createObjectURL(new Blob([script])))`. Without `SharedArrayBuffer` (pages that are not
   * cross-origin isolated) it is not called, and one thread does everything.
   */
  readonly startThread?: StartThread;
}

/**
 * The heavy loops of training, for those who train more than one model, or on more than one thread. Training makes its own where
 * it is given none. Whatever the kernels, the model is the same to the byte.
 *
 * @throws KindredError (as a rejection) `invalid-options`; `unavailable` where those asked for are not to be had
 *
 * @example
 * ```ts
 * import { Worker } from 'node:worker_threads';
 * import { createInteractions } from 'kindred/recommend';
 * import { createKernels } from 'kindred/recommend/kernels';
 * import { train } from 'kindred/recommend/train';
 *
 * const kernels = await createKernels({ threads: 4, startThread: (script) => new Worker(script, { eval: true }) });
 * const interactions = createInteractions();
 * interactions.add('ann', 'teapot');
 * interactions.add('ann', 'oolong');
 * const model = await train(interactions.build(), { algorithm: 'ease', lambda: 100 }, { kernels });
 * kernels.stop();
 * console.log(model.kind); // 'dense'
 * ```
 */
export async function createKernels(options: KernelOptions = {}): Promise<Kernels> {
  checkOptions(options);
  return overEngine((await simdEngine(options)) ?? createPlainEngine());
}

async function simdEngine({ only, threads = 1, startThread }: KernelOptions): Promise<Engine | undefined> {
  if (only === 'typescript') return undefined;
  const isShared = threads > 1 && startThread !== undefined && typeof SharedArrayBuffer !== 'undefined';
  const module = await compileKernels(isShared);
  if (module !== undefined && isShared) return createThreadEngine(module, threads, startThread);
  if (module !== undefined) return createSimdEngine(module);
  if (only === undefined) return undefined;
  throw new KindredError('unavailable', 'There is no WebAssembly with SIMD here. Leave `only` out.', { at: 'only' });
}

const MOST_THREADS = 64;

function checkOptions({ threads = 1, startThread }: KernelOptions): void {
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    const message = `\`threads\` is ${threads}; it has to be a whole number from 1 to ${MOST_THREADS}.`;
    throw new KindredError('invalid-options', message, { at: 'threads' });
  }
  if (threads === 1 || startThread !== undefined) return;
  throw new KindredError('invalid-options', 'More than one thread needs `startThread`, which starts the others.', {
    at: 'startThread',
  });
}

function overEngine(engine: Engine): Kernels {
  // One memory: a second call waits until the first is done.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const answer = last.then(work, work);
    last = answer.catch(() => undefined);
    return answer;
  };
  return {
    name: engine.name,
    threads: engine.threads,
    invertSpd: (matrix, n, run = {}) => inTurn(() => invertSpd(engine, matrix, n, run)),
    gram: (rows, matrix, run = {}) => inTurn(() => gram(engine, rows, matrix, run)),
    alsSweep: (sweep, run = {}) => inTurn(() => alsSweep(engine, sweep, run)),
    topColumns: (query, run = {}) => inTurn(() => topColumns(engine, query, run)),
    stop: () => {
      // What is under way is finished first.
      inTurn(async () => engine.stop());
    },
  };
}
