// @ts-check
// The floor: how many multiplications and additions a second this machine does in 128 bits where none is fused and nothing is read from
// memory. The kernels cannot be faster than that, whatever they do; OpenBLAS fuses both, and takes registers four times as wide.
import asc from 'assemblyscript/asc';

const SOURCE = 'peak.ts';
const MODULE = 'peak.wasm';
// Each step of a chain waits for the one before, about eight cycles; so many keep three units busy, and fit into 16 registers.
const CHAINS = 12;
const STEPS = 100_000;
const CALLS = 400;

/** @returns {Promise<{ 32: number, 64: number }>} in GFLOP/s on one thread */
export async function measurePeak() {
  return { 32: await best('f32', 4), 64: await best('f64', 2) };
}

async function best(/** @type {string} */ type, /** @type {number} */ lanes) {
  const { run } = /** @type {{ run: (steps: number) => number }} */ (
    /** @type {unknown} */ ((await instantiate(sourceOf(type))).exports)
  );
  let least = Number.POSITIVE_INFINITY;
  for (let call = 0; call < CALLS; call++) {
    const start = performance.now();
    run(STEPS);
    least = Math.min(least, performance.now() - start);
  }
  return (2 * CHAINS * lanes * STEPS) / least / 1e6;
}

function sourceOf(/** @type {string} */ type) {
  const chains = Array.from({ length: CHAINS }, (_, n) => `c${n}`);
  return `export function run(steps: i32): f32 {
    const a = v128.splat<${type}>(0.5);
    ${chains.map((c, n) => `let ${c} = v128.splat<${type}>(${n + 1});`).join('\n')}
    for (; steps > 0; steps--) {
      ${chains.map((c) => `${c} = v128.add<${type}>(${type}x${type === 'f32' ? 4 : 2}.mul(${c}, a), a);`).join('\n')}
    }
    return f32x4.extract_lane(${chains.reduce((sum, c) => `v128.add<${type}>(${sum}, ${c})`)}, 0);
  }`;
}

async function instantiate(/** @type {string} */ source) {
  /** @type {Uint8Array | undefined} */
  let wasm;
  const { error, stderr } = await asc.main(
    [SOURCE, '--outFile', MODULE, '-O3', '--runtime', 'stub', '--enable', 'simd'],
    {
      readFile: (name) => (name === SOURCE ? source : null),
      writeFile: (name, contents) => {
        if (name === MODULE && typeof contents !== 'string') wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || wasm === undefined) throw new Error(`The floor does not compile.\n${stderr.toString()}`);
  return new WebAssembly.Instance(await WebAssembly.compile(new Uint8Array(wasm)));
}
