import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileCondition,
  explainCondition,
  isKindredError,
  type Json,
  parseCondition,
  type Snapshot,
} from '../../../src/rules/index.ts';
import { createFuzzer } from '../fuzz-arbitraries.ts';

const NOW = Date.parse('2026-11-27T08:00:00Z');
const HOUR = 3_600_000;

describe('what a near miss promises', () => {
  test('a number that grows or shrinks by what is missing is enough', () => {
    const whole = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(fc.constantFrom('<', '<=', '>', '>='), whole, whole, fc.boolean(), fc.boolean(), (...drawn) => {
        const [name, limit, value, isFirst, isNot] = drawn;
        const comparison: Json = { [name]: isFirst ? [{ var: 'a' }, limit] : [limit, { var: 'a' }] };
        const condition = parseCondition(isNot ? { '!': [comparison] } : comparison);
        const holds = compileCondition(condition);
        const { missing = 0, sentence } = explainCondition(condition, { a: value }).nearMiss ?? {};
        expect(holds({ a: value })).toBe(missing === 0);
        expect(holds({ a: sentence?.includes('short') ? value + missing : value - missing })).toBe(true);
        // No less is enough.
        if (missing > 1)
          expect(holds({ a: sentence?.includes('short') ? value + missing - 1 : value - missing + 1 })).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('what opens at a time holds then, if nothing happens', () => {
    const fuzzer = createFuzzer(7);
    let promises = 0;
    for (let run = 0; run < 20_000; run++) {
      const rule = fuzzer.rule();
      const snapshot = fuzzer.snapshot();
      const opensAt = opening(rule, snapshot);
      if (opensAt === undefined) continue;
      promises++;
      expect(opensAt).toBeGreaterThan(snapshot.now ?? 0);
      const { facts, ...context } = snapshot;
      const holds = compileCondition(parseCondition(rule))(facts, { ...context, now: opensAt });
      expect(holds, JSON.stringify(rule)).toBe(true);
    }
    expect(promises).toBeGreaterThan(30);
  });

  test('hours of which one is over when the other begins never open', () => {
    const rule = { and: [{ time: { from: '09:00', to: '10:00' } }, { time: { from: '15:00', to: '16:00' } }] };
    const { nearMiss } = explainCondition(parseCondition(rule), {}, { context: { now: NOW } });
    expect(nearMiss).toMatchObject({ opensAt: undefined, sentence: 'starts in 1 hour, and starts in 7 hours' });
  });

  test('hours that overlap open when the later ones begin', () => {
    const rule = { and: [{ time: { from: '09:00', to: '18:00' } }, { time: { from: '15:00', to: '16:00' } }] };
    const { nearMiss } = explainCondition(parseCondition(rule), {}, { context: { now: NOW } });
    expect(nearMiss).toMatchObject({ missing: 0, opensAt: NOW + 7 * HOUR });
  });
});

function opening(rule: Json, { facts, ...context }: Snapshot): number | undefined {
  try {
    return explainCondition(parseCondition(rule), facts, { context }).nearMiss?.opensAt;
  } catch (error) {
    if (isKindredError(error)) return undefined;
    throw error;
  }
}
