import { HEAD_BYTES } from '../memory-plan.ts';

/** One memory, as numbers of each kind. */
export interface MemoryViews {
  readonly head: Uint32Array;
  readonly words: Uint32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

export function viewMemory(buffer: ArrayBufferLike): MemoryViews {
  return {
    head: new Uint32Array(buffer, 0, HEAD_BYTES / 4),
    words: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
