import { KindredError } from '../../core/index.ts';
import { alsSweep } from './als.ts';
import type { Engine } from './engine.ts';
import { gram } from './gram.ts';
import type { Kernels } from './kernels.ts';
import { createPlainEngine } from './plain/plain-engine.ts';
import { compileKernels } from './simd/instance.ts';
import { createSimdEngine } from './simd/simd-engine.ts';
import { invertSpd } from './spd-inverse.ts';
import { topColumns } from './top-columns.ts';

/** Which kernels to make. */
export interface KernelOptions {
  /** Takes these, and no others; without it SIMD where there is WebAssembly, and plain TypeScript elsewhere. */
  readonly only?: Kernels['name'];
}

/**
 * The heavy loops of training, for those who train more than one model, or want to say how. `train` makes its own where it is
 * given none.
 */
export async function createKernels({ only }: KernelOptions = {}): Promise<Kernels> {
  const module = only === 'typescript' ? undefined : await compileKernels(false);
  if (module === undefined && only === 'simd') {
    throw new KindredError('unavailable', 'There is no WebAssembly with SIMD here. Leave `only` out.', { at: 'only' });
  }
  return overEngine(module === undefined ? createPlainEngine() : createSimdEngine(module));
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
    stop: engine.stop,
  };
}
