// @ts-check
// `node .ci/kernels.mjs`: compiles src/recommend/kernels/simd/kernels.as to kernels.wasm beside it, and to kernels-wasm.ts, which
// every bundle can hold. Both are kept in the repository; a test compiles again and compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../src/recommend/kernels/simd');
// The compiler insists on `.ts`, which everything else here would take for TypeScript.
const SOURCE = 'kernels.ts';
const MODULE = 'kernels.wasm';

/** Compiles the kernels; `isShared` for a memory that threads share. */
async function compile(/** @type {boolean} */ isShared) {
  /** @type {Uint8Array | undefined} */
  let wasm;
  const memory = ['--importMemory', '--noExportMemory', '--maximumMemory', '65536'];
  const threads = isShared ? ['--enable', 'threads', '--sharedMemory'] : [];
  const { error, stderr } = await asc.main(
    [SOURCE, '--outFile', MODULE, '-O3', '--runtime', 'stub', '--enable', 'simd', ...memory, ...threads],
    {
      readFile: (name) => (name === SOURCE ? readFileSync(join(folder, 'kernels.as'), 'utf8') : null),
      writeFile: (name, contents) => {
        if (name === MODULE && typeof contents !== 'string') wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || wasm === undefined) throw new Error(`The kernels do not compile.\n${stderr.toString()}`);
  return wasm;
}

/**
 * The two files, as they have to be. What is compiled for shared memory differs in one byte, so one of the two is enough.
 *
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function compileKernels() {
  const wasm = await compile(false);
  const shared = await compile(true);
  const differences = [...wasm.keys()].filter((at) => wasm[at] !== shared[at]);
  if (wasm.length !== shared.length || differences.length !== 1) throw new Error('Shared memory takes another module.');
  const text = embed(wasm, differences[0] ?? 0);
  return new Map([
    [MODULE, wasm],
    ['kernels-wasm.ts', new TextEncoder().encode(text)],
  ]);
}

function embed(/** @type {Uint8Array} */ wasm, /** @type {number} */ flagsAt) {
  const lines =
    Buffer.from(wasm)
      .toString('base64')
      .match(/.{1,110}/g) ?? [];
  return `// Made by \`node .ci/kernels.mjs\` from kernels.as.

/** The module, in base64. */
export const KERNELS_WASM: string = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');

/** The byte that says of which kind its memory is: 1, or 3 for one that threads share. */
export const MEMORY_FLAGS_AT = ${flagsAt};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, contents] of await compileKernels()) writeFileSync(join(folder, name), contents);
}
