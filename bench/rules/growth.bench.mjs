// How the cost of an evaluation grows with the number of rules: a plot, logarithmic both ways, as one HTML file. It is written to
// the folder that KINDRED_BENCH_OUTPUT names, or to a temporary one; its path is printed.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BY_HAND, INCREMENTAL, KINDRED, OTHERS } from './engines.mjs';
import { plotGrowth } from './growth-plot.mjs';
import { makeRuleSet, VISITORS } from './rule-sets.mjs';

const SIZES = [1, 10, 100, 1000, 10_000];
const SPENT_MS = 150;

/** The least time of one evaluation among several stretches, in microseconds; a machine is never faster than it is. */
async function measure({ prepare }, size) {
  const { rules, visitors } = makeRuleSet(size);
  const run = prepare(rules, visitors);
  const stretch = async (count) => {
    const start = performance.now();
    for (let turn = 0; turn < count; turn++) {
      const answer = run(visitors[turn % VISITORS]);
      if (answer instanceof Promise) await answer;
    }
    return performance.now() - start;
  };
  let count = 1;
  while ((await stretch(count)) < SPENT_MS / 20 && count < 1e6) count *= 2;
  const times = [];
  const end = performance.now() + SPENT_MS;
  while (times.length < 3 || performance.now() < end) times.push((await stretch(count)) / count);
  return Math.min(...times) * 1000;
}

const lines = [];
for (const engine of [BY_HAND, ...KINDRED, INCREMENTAL, ...OTHERS]) {
  const points = [];
  for (const size of SIZES) points.push({ size, micros: await measure(engine, size) });
  lines.push({ name: engine.name, points });
}

const folder = process.env.KINDRED_BENCH_OUTPUT ?? mkdtempSync(join(tmpdir(), 'kindred-bench-'));
const path = join(folder, 'rules-growth.html');
writeFileSync(path, plotGrowth(lines));
// Standard output belongs to the figures.
const [floor] = lines;
console.error(`Times as much as closures by hand, for ${SIZES.join(', ')} rules; and 10,000 rules as much as 100:`);
for (const { name, points } of lines) {
  const ratios = points.map(({ micros }, index) => (micros / floor.points[index].micros).toFixed(2).padStart(9));
  const [, , hundred, , all] = points;
  console.error(`${name.padEnd(45)}${ratios.join('')}   ${(all.micros / hundred.micros).toFixed(1)}`);
}
console.error(`The plot is ${path}`);
