import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import {
  compileCondition,
  defineRules,
  evaluateCondition,
  explainCondition,
  explainRules,
  isKindredError,
  type Json,
  parseCondition,
  type Snapshot,
} from '../../src/rules/index.ts';
import { createFuzzer } from './fuzz-arbitraries.ts';
import { resolve } from './pointer.ts';

// `FUZZ=1000000 npm test -- unit fuzz` runs the million.
const RULES = Number(process.env.FUZZ ?? 40_000);
const SEED = Number(process.env.FUZZ_SEED ?? 4);
const LIMIT_MS = 10;

interface Tally {
  working: number;
  refused: number;
  slowestMs: number;
}

describe('random JSON values, given as rules', () => {
  test('become working rules or errors with a pointer, in no time', { timeout: 3_600_000 }, () => {
    const fuzzer = createFuzzer(SEED);
    const before = Object.getOwnPropertyNames(Object.prototype).concat(Object.getOwnPropertyNames(Array.prototype));
    const tally = { working: 0, refused: 0, slowestMs: 0 };
    let snapshots = [fuzzer.snapshot(), fuzzer.snapshot()];
    for (let index = 0; index < RULES; index++) {
      const isFile = index % 20 === 0;
      const rule = isFile ? fuzzer.file() : fuzzer.rule();
      if (index % 50 === 0) snapshots = [fuzzer.snapshot(), fuzzer.snapshot()];
      const run = () => (isFile ? tryFile(rule, snapshots) : tryRule(rule, snapshots));
      const works = timed(run, rule, tally);
      if (works) tally.working++;
      else tally.refused++;
    }
    const after = Object.getOwnPropertyNames(Object.prototype).concat(Object.getOwnPropertyNames(Array.prototype));
    expect(after).toEqual(before);
    expect(Object.keys({})).toEqual([]);
    // Both must be seen often, or nothing was tried.
    expect(tally.working).toBeGreaterThan(RULES / 4);
    expect(tally.refused).toBeGreaterThan(RULES / 10);
    if (process.env.FUZZ) console.log(`${RULES} rules, seed ${SEED}:`, tally);
  });
});

/** Runs it; where that took long, again by the processor's time, as the machine has other things to do too. */
function timed(run: () => boolean, rule: Json, tally: Tally): boolean {
  const start = performance.now();
  const works = run();
  let leastMs = performance.now() - start;
  for (let retry = 0; leastMs > LIMIT_MS && retry < 20; retry++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    leastMs = Math.min(leastMs, (user + system) / 1000);
  }
  if (leastMs > tally.slowestMs) tally.slowestMs = leastMs;
  if (leastMs > LIMIT_MS) expect.fail(`${leastMs} ms for ${JSON.stringify(rule).slice(0, 1000)}`);
  return works;
}

function tryRule(rule: Json, snapshots: readonly Snapshot[]): boolean {
  const condition = parsed(rule, () => parseCondition(rule));
  if (!condition) return false;
  const compiled = compileCondition(condition);
  for (const { facts, ...context } of snapshots) {
    const holds = compiled(facts, context);
    const explanation = explainCondition(condition, facts, { context });
    if (evaluateCondition(condition, facts, context) !== holds || explanation.holds !== holds) disagree(rule, facts);
    if (!explanation.sentence || holds === (explanation.reason !== 'holds')) disagree(rule, facts);
  }
  return true;
}

function tryFile(file: Json, snapshots: readonly Snapshot[]): boolean {
  const rules = parsed(file, () => defineRules(file));
  if (!rules) return false;
  for (const snapshot of snapshots) {
    const matched = explainRules(rules, snapshot).filter(({ reason }) => reason === 'matched').length;
    if (rules.evaluate(snapshot).length !== matched) disagree(file, snapshot.facts);
  }
  return true;
}

/** `undefined` where it is refused, with a pointer into it. */
function parsed<T>(rule: Json, parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!isKindredError(error))
      throw new Error(`No answer for ${JSON.stringify(rule).slice(0, 1000)}`, { cause: error });
    const at = error.at ?? 'none';
    const isPointed = resolve(rule, at).found && error.message.includes(at || 'the top');
    if (error.code !== 'invalid-rule' || !isPointed) {
      expect.fail(`${error.code} at ${at}: ${error.message} for ${JSON.stringify(rule).slice(0, 1000)}`);
    }
    return undefined;
  }
}

function disagree(rule: Json, facts: unknown): never {
  return expect.fail(`${JSON.stringify(rule)} on ${JSON.stringify(facts)}`);
}
