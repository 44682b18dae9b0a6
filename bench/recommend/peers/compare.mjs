// @ts-check
// Times several ways of doing the same in turn, so that a busy moment hits all of them; a machine is never faster than it is, so the
// least time counts. Prints a table with the growth from size to size.

/** @typedef {{ name: string, seconds: (size: number) => Promise<number> }} Way */

const ROUNDS = 5;
/** Enough rounds, once they took so long together. */
const LONG_SECONDS = 20;

/**
 * @param {string} title
 * @param {readonly number[]} sizes
 * @param {readonly Way[]} ways the first is what the others are compared with
 * @param {(size: number, seconds: number) => string} [rate] what to say besides the seconds
 */
export async function compare(title, sizes, ways, rate = () => '') {
  console.error(`\n${title}`);
  const head = ways.map(({ name }) => name.padStart(34)).join('');
  console.error(`${''.padEnd(8)}${head}`);
  /** @type {number[] | undefined} */
  let before;
  for (const size of sizes) {
    const least = await leastSeconds(ways, size);
    console.error(
      size.toString().padEnd(8) +
        least.map((seconds, n) => cell(seconds, least[0] ?? 0, before?.[n], rate(size, seconds))).join(''),
    );
    before = least;
  }
}

async function leastSeconds(/** @type {readonly Way[]} */ ways, /** @type {number} */ size) {
  const least = ways.map(() => Number.POSITIVE_INFINITY);
  let spent = 0;
  for (let round = 0; round < ROUNDS && spent < LONG_SECONDS; round++) {
    for (const [n, way] of ways.entries()) {
      const seconds = await way.seconds(size);
      least[n] = Math.min(least[n] ?? 0, seconds);
      spent += seconds;
    }
  }
  return least;
}

function cell(
  /** @type {number} */ seconds,
  /** @type {number} */ base,
  /** @type {number | undefined} */ before,
  /** @type {string} */ rate,
) {
  const growth = before === undefined ? '' : `grew ×${(seconds / before).toFixed(1)}`;
  const text = `${(seconds * 1000).toFixed(0)} ms ${rate} ×${(base / seconds).toFixed(2)} ${growth}`;
  return text.replace(/ +/g, ' ').padStart(34);
}

/** Times one call. */
export async function timed(/** @type {() => Promise<unknown>} */ work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
