import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileKernels } from '../../../.ci/kernels.mjs';
import { decodeBase64 } from '../../../src/recommend/kernels/simd/base64.ts';
import { KERNELS_WASM } from '../../../src/recommend/kernels/simd/kernels-wasm.ts';

const FOLDER = 'src/recommend/kernels/simd';

test('what is built of the kernels is what their source says', { timeout: 60_000 }, async () => {
  for (const [name, contents] of await compileKernels()) {
    expect(Buffer.compare(readFileSync(`${FOLDER}/${name}`), contents), `run \`node .ci/kernels.mjs\`: ${name}`).toBe(
      0,
    );
  }
});

test('the module that bundles hold is the one beside the source', () => {
  expect(Buffer.compare(decodeBase64(KERNELS_WASM), readFileSync(`${FOLDER}/kernels.wasm`))).toBe(0);
});
