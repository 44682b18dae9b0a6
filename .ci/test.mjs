// @ts-check
// `npm test`: every check there is, from a bare checkout. `npm test -- unit rules` runs the step `unit` on tests whose path has "rules".
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './dist.mjs';
import {
  ensureChromium,
  ensurePackages,
  ensureSqlite,
  Obstacle,
  root,
  run,
  stopChildren,
  stopChildrenOnSignal,
  tool,
} from './prepare.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, log: string }} Outcome
 * @typedef {{ name: string, title: string, needs?: string[], alone?: boolean, run: () => Promise<Outcome> }} Step
 * @typedef {{ name: string, seconds: number } & Outcome} Result
 */

const AT_ONCE = 2;
/** Ends what hangs; a busy machine is no failure. */
const STEP_LIMIT_MS = 20 * 60_000;

const say = (/** @type {string} */ text) => console.log(text);
const temporary = mkdtempSync(join(tmpdir(), 'kindred-test-'));
/** @type {string[]} */
let filters = [];
let chromium = '';

/** @type {Step[]} */
const STEPS = [
  { name: 'lint', title: 'format and lint', run: check('@biomejs/biome', ['check', '--colors=off', '.'], 'biome') },
  { name: 'build', title: 'build', run: async () => verdict(await build()) },
  { name: 'types', title: 'types of the sources', run: check('typescript', ['-p', '.'], 'tsc') },
  { name: 'sqlite', title: 'a SQLite driver', run: prepareSqlite },
  { name: 'chromium', title: 'a Chromium', run: prepareChromium },
  {
    name: 'pure',
    title: 'pure folders without DOM and Node types',
    run: check('typescript', ['-p', 'test/tsconfig.pure.json'], 'tsc'),
  },
  {
    name: 'example-types',
    title: 'types of the examples',
    run: check('typescript', ['-p', 'test/tsconfig.examples.json'], 'tsc'),
  },
  { name: 'test-types', title: 'types of the tests', run: check('typescript', ['-p', 'test/tsconfig.json'], 'tsc') },
  { name: 'unit', title: 'unit and law tests', needs: ['sqlite'], run: () => vitest(['unit', 'dom']) },
  {
    name: 'publint',
    title: 'package as published',
    needs: ['build'],
    run: check('publint', ['run', '.', '--strict'], 'publint'),
  },
  {
    name: 'attw',
    title: 'types as resolved',
    needs: ['build'],
    run: check(
      '@arethetypeswrong/cli',
      ['--pack', '.', '--profile', 'node16', '--exclude-entrypoints', ...untyped(), '--no-emoji', '--no-color'],
      'attw',
    ),
  },
  { name: 'size', title: 'size budgets', needs: ['build'], run: weigh },
  { name: 'knip', title: 'nothing unused', run: check('knip', ['--no-progress']) },
  { name: 'browser', title: 'tests in Chromium', needs: ['chromium'], alone: true, run: () => vitest(['browser']) },
  {
    name: 'e2e',
    title: 'end-to-end tests',
    needs: ['build', 'chromium', 'sqlite'],
    alone: true,
    run: () => vitest(['e2e']),
  },
];

/** The script tag's files, and data, which have no types to resolve. */
function untyped() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys(exports).flatMap((path) => (/^\.\/.+\.js(on)?$/.test(path) ? path.slice(2) : []));
}

/** @returns {Promise<Outcome>} */
async function weigh() {
  const { code, log } = await run(process.execPath, [tool('size-limit'), '--json'], { timeoutMs: STEP_LIMIT_MS });
  return { ...verdict({ code, log }), log: sizeTable(log) ?? log };
}

/** The figures of size-limit, which prints them after the bundler's remarks. */
function sizeTable(/** @type {string} */ log) {
  try {
    /** @type {{ name: string, size: number, sizeLimit: number, passed: boolean }[]} */
    const rows = JSON.parse(log.slice(log.search(/^\[$/m), log.search(/^\]$/m) + 1));
    return rows
      .map(({ name, size, sizeLimit, passed }) => `${passed ? ' ' : '✖'} ${name}: ${size} of ${sizeLimit} bytes`)
      .join('\n');
  } catch {
    return undefined;
  }
}

/** A step that is one program and counts as one check. */
function check(/** @type {string} */ name, /** @type {string[]} */ args, /** @type {string} */ command = name) {
  return async () => verdict(await run(process.execPath, [tool(name, command), ...args], { timeoutMs: STEP_LIMIT_MS }));
}

/** @returns {Outcome} */
function verdict(/** @type {{ code: number, log: string }} */ { code, log }) {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0, log } : { passed: 0, failed: 1, skipped: 0, log };
}

/** @returns {Promise<Outcome>} */
async function prepareSqlite() {
  try {
    await ensureSqlite(say);
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    // Missing build tools are no fault of the code: said aloud, counted, and the rest goes on.
    say(`\n!! ${error.message}\n`);
    return { passed: 0, failed: 0, skipped: 1, log: error.message };
  }
  return { passed: 1, failed: 0, skipped: 0, log: '' };
}

/** @returns {Promise<Outcome>} */
async function prepareChromium() {
  chromium = await ensureChromium(say);
  return { passed: 1, failed: 0, skipped: 0, log: '' };
}

/** @returns {Promise<Outcome>} */
async function vitest(/** @type {string[]} */ projects) {
  const report = join(temporary, `${projects.join('-')}.json`);
  const args = ['run', '--config', 'test/vitest.config.ts', '--reporter=default', '--reporter=json'];
  args.push(`--outputFile.json=${report}`, ...projects.flatMap((name) => ['--project', name]), ...filters);
  const { code, log } = await run(process.execPath, [tool('vitest'), ...args], {
    env: { NO_COLOR: '1', ...(chromium && { CHROMIUM_PATH: chromium }) },
    timeoutMs: STEP_LIMIT_MS,
  });
  return { ...countTests(report, code), log };
}

/** A runner that ends badly, or that ran nothing, is a failure whatever its report says. */
function countTests(/** @type {string} */ report, /** @type {number} */ code) {
  const { passed, failed, skipped } = readReport(report);
  const isCrash = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: failed + (isCrash ? 1 : 0), skipped };
}

function readReport(/** @type {string} */ file) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    /** @type {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} */
    const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
    for (const { status, assertionResults } of testResults) {
      if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) counts.failed += 1;
      for (const test of assertionResults) {
        if (test.status === 'passed') counts.passed += 1;
        else if (test.status === 'failed') counts.failed += 1;
        else counts.skipped += 1;
      }
    }
  } catch {
    // No report: the runner crashed, and countTests says so.
  }
  return counts;
}

/** Runs steps as soon as what they need has passed, two at a time; those that measure time or fill the machine run alone. */
async function runSteps(/** @type {Step[]} */ steps) {
  const waiting = [...steps];
  /** @type {Map<string, Result>} */
  const results = new Map();
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();
  let isAlone = false;
  const isReady = (/** @type {Step} */ step) =>
    (step.needs ?? []).every((name) => results.has(name) || !steps.some((other) => other.name === name)) &&
    !(step.alone && running.size > 0);

  while (waiting.length > 0 || running.size > 0) {
    /** @type {Step | undefined} */
    const next = isAlone || running.size >= AT_ONCE ? undefined : waiting.find(isReady);
    if (!next) {
      await Promise.race(running.values());
      continue;
    }
    waiting.splice(waiting.indexOf(next), 1);
    isAlone = next.alone === true;
    running.set(
      next.name,
      runStep(next, results).then((result) => {
        results.set(next.name, result);
        running.delete(next.name);
        if (next.alone) isAlone = false;
        tell(next, result);
      }),
    );
  }
  return steps.flatMap(({ name }) => results.get(name) ?? []);
}

/** @returns {Promise<Result>} */
async function runStep(/** @type {Step} */ step, /** @type {Map<string, Result>} */ results) {
  const broken = (step.needs ?? []).filter((name) => (results.get(name)?.failed ?? 0) > 0);
  if (broken.length > 0) {
    return {
      name: step.name,
      seconds: 0,
      passed: 0,
      failed: 1,
      skipped: 0,
      log: `Not run: ${broken.join(', ')} failed.`,
    };
  }
  say(`▶ ${step.name}: ${step.title}`);
  const start = performance.now();
  const outcome = await step.run().catch((error) => ({
    passed: 0,
    failed: 1,
    skipped: 0,
    log: error instanceof Obstacle ? error.message : String(error?.stack ?? error),
  }));
  return { name: step.name, seconds: (performance.now() - start) / 1000, ...outcome };
}

function tell(/** @type {Step} */ step, /** @type {Result} */ { seconds, failed, log }) {
  say(`${failed ? '✖' : '✔'} ${step.name} (${seconds.toFixed(1)} s)`);
  if (failed) say(`\n===== ${step.name}: ${step.title} =====\n${log.trim()}\n===== end of ${step.name} =====\n`);
}

function summarize(/** @type {Result[]} */ results, /** @type {number} */ seconds) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const row = (/** @type {(string | number)[]} */ [name, ...cells]) =>
    `  ${String(name).padEnd(width)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
  say(`\n${row(['step', 'passed', 'failed', 'skipped', 'seconds'])}`);
  for (const result of results) {
    say(row([result.name, result.passed, result.failed, result.skipped, result.seconds.toFixed(1)]));
  }
  const total = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    results.reduce((sum, result) => sum + result[key], 0);
  say(`\nAll in ${seconds.toFixed(0)} s.`);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** The steps that the arguments name, with what they need; arguments that name no step are filters for test files. */
function chooseSteps(/** @type {string[]} */ words) {
  const named = new Set(words.filter((word) => STEPS.some(({ name }) => name === word)));
  filters = words.filter((word) => !named.has(word));
  if (named.size === 0 && filters.length > 0) named.add('unit');
  if (named.size === 0) return STEPS;
  const add = (/** @type {string} */ name) => {
    named.add(name);
    for (const need of STEPS.find((step) => step.name === name)?.needs ?? []) add(need);
  };
  for (const name of [...named]) add(name);
  return STEPS.filter(({ name }) => named.has(name));
}

async function main() {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    say('npm test [-- step … filter …]   steps:');
    for (const { name, title } of STEPS) say(`  ${name.padEnd(12)}${title}`);
    return 0;
  }
  const start = performance.now();
  await ensurePackages(say);
  const results = await runSteps(chooseSteps(words));
  const { passed, failed, skipped } = summarize(results, (performance.now() - start) / 1000);
  const isEmpty = passed + failed === 0;
  const line = isEmpty ? '0 passed, 1 failed' : `${passed} passed, ${failed} failed`;
  say(skipped > 0 ? `${line}, ${skipped} skipped` : line);
  return failed > 0 || isEmpty ? 1 : 0;
}

process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
stopChildrenOnSignal();

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  stopChildren();
}
