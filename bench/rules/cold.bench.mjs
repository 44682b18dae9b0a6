// What a page pays before the first answer: each engine bundled and minified as a page would ship it, loaded by a fresh process, given a
// file of rules as text and asked once. The least CPU of several processes, in milliseconds and as ratios to json-logic-engine with 100
// rules. A file without an engine is the floor: what importing anything and parsing the JSON cost; the last column leaves that out.
// CPU is that of all threads: where a thousand rules are loaded, much of it is the compiler's that optimizes beside the page, which
// is why the milliseconds that pass until the answer are given too. Standard output belongs to the other figures.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { seededRandom } from 'kindred/testing';

const SIZES = [100, 1000];
const RUNS = Number(process.env.KINDRED_BENCH_RUNS ?? 10);
const REFERENCE = 'json-logic-engine, build';
const FLOOR = 'no engine';

/** Each makes of a list of rules a function from facts to the number of rules that match. */
const ENGINES = {
  [FLOOR]: 'export const prepare = (rules) => () => rules.length && 10;',
  kindred: `import { defineRules } from 'kindred/rules';
    export const prepare = (rules) => { const set = defineRules({ version: 1, rules }); return (facts) => set.evaluate({ facts }).length; };`,
  'kindred, no index': `import { createRules } from 'kindred/rules';
    export const prepare = (rules) => { const set = createRules({ version: 1, rules }); return (facts) => set.evaluate({ facts }).length; };`,
  [REFERENCE]: `import { LogicEngine } from 'json-logic-engine';
    export const prepare = (rules) => { const engine = new LogicEngine(); const all = rules.map(({ when }) => engine.build(when)); return (facts) => all.filter((holds) => holds(facts)).length; };`,
  'json-logic-engine, run': `import { LogicEngine } from 'json-logic-engine';
    export const prepare = (rules) => { const engine = new LogicEngine(); return (facts) => rules.filter(({ when }) => engine.run(when, facts)).length; };`,
  'json-logic-js': `import jsonLogic from 'json-logic-js';
    export const prepare = (rules) => (facts) => rules.filter(({ when }) => jsonLogic.apply(when, facts)).length;`,
  GrowthBook: `import { evalCondition } from '@growthbook/growthbook';
    const toMongo = ({ and: [a, b, c, d, e] }) => ({ segment: a['=='][1], country: b['=='][1], visits: { $gt: c['>'][1] }, spent: { $lt: d['<'][1] }, age: { $gte: e['>='][1] } });
    export const prepare = (rules) => { const all = rules.map(({ when }) => toMongo(when)); return (facts) => all.filter((condition) => evalCondition(facts, condition, {})).length; };`,
};

const folder = mkdtempSync(join(tmpdir(), 'kindred-cold-'));
const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('cold-run.mjs', import.meta.url));
try {
  const names = Object.keys(ENGINES);
  const bundleOf = (/** @type {number} */ index) => join(folder, `engine-${index}.mjs`);
  for (const [index, contents] of Object.values(ENGINES).entries()) {
    await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      outfile: bundleOf(index),
      logLevel: 'error',
    });
  }
  for (const size of SIZES) writeFileSync(join(folder, `${size}.json`), JSON.stringify({ rules: rulesOf(size) }));

  /** @type {Map<string, Record<string, number>>} */
  const least = new Map();
  // Engines take turns, so that a busy moment of the machine spoils one run of each.
  for (let run = 0; run < RUNS; run++) {
    for (const size of SIZES) {
      for (const [index, name] of names.entries()) {
        const output = execFileSync(process.execPath, [script, bundleOf(index), join(folder, `${size}.json`)], {
          encoding: 'utf8',
        });
        const figures = JSON.parse(output);
        const known = least.get(`${name} ${size}`) ?? figures;
        if (figures.matches !== known.matches) throw new Error(`${name} finds ${figures.matches} matches.`);
        for (const key of Object.keys(figures)) known[key] = Math.min(known[key], figures[key]);
        least.set(`${name} ${size}`, known);
      }
    }
  }

  const of = (/** @type {string} */ name, /** @type {number} */ size) => least.get(`${name} ${size}`)?.all ?? 0;
  console.error('Cold: ms of CPU to load, parse the JSON, prepare, answer, and in all; ms that pass;');
  console.error(`times as much CPU as ${REFERENCE} with 100 rules; ms of CPU above no engine.`);
  for (const size of SIZES) {
    for (const name of names) {
      const { load = 0, parse = 0, prepare = 0, answer = 0, all = 0, passed = 0 } = least.get(`${name} ${size}`) ?? {};
      const cells = [load, parse, prepare, answer, all, passed].map((figure) => figure.toFixed(1).padStart(8)).join('');
      const ratio = (all / (of(REFERENCE, 100) || 1)).toFixed(2).padStart(8);
      console.error(`${`${name} ${size}`.padEnd(32)}${cells}${ratio}${(all - of(FLOOR, size)).toFixed(1).padStart(8)}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Five comparisons each, of which about ten rules pass all. @param {number} size */
function rulesOf(size) {
  const random = seededRandom(4);
  const whole = (/** @type {number} */ below) => Math.floor(random.next() * below);
  return Array.from({ length: size }, (_, index) => ({
    id: `r${index}`,
    when: {
      and: [
        { '==': [{ var: 'segment' }, `s${index % (size / 10)}`] },
        { '==': [{ var: 'country' }, 'de'] },
        { '>': [{ var: 'visits' }, whole(12) - 1] },
        { '<': [{ var: 'spent' }, 251 + whole(500)] },
        { '>=': [{ var: 'age' }, whole(40)] },
      ],
    },
  }));
}
