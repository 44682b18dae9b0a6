import { createKernels, type KernelOptions } from '../../../src/recommend/kernels/index.ts';
import { numbersFrom, positiveDefinite, sparseRows, sweepOver } from './made-up.ts';

/** What the kernels give for made-up input, in few bytes; a page and Node are compared by it. */
export async function digestOfKernels(options: KernelOptions) {
  const kernels = await createKernels(options);
  const next = numbersFrom(11);
  const matrix = Float32Array.from(positiveDefinite(270, next));
  await kernels.invertSpd(matrix, 270);
  const rows = sparseRows(90, 200, 0.2, next);
  const sweep = sweepOver(rows, 24, next);
  await kernels.alsSweep(sweep);
  const gram = new Float64Array(200 * 200);
  await kernels.gram(rows, gram);
  const top = await kernels.topColumns({
    factors: 24,
    rows: sweep.solved,
    columns: sweep.fixed,
    count: 5,
    exclude: rows,
  });
  kernels.stop();
  return {
    name: kernels.name,
    threads: kernels.threads,
    digests: [matrix, sweep.solved, gram, top.column, top.score].map(digest),
  };
}

/** FNV-1a over the bytes; also proves that there are some. */
function digest({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `${byteLength} bytes: ${hash.toString(16)}`;
}
