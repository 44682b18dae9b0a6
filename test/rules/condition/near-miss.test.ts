import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compileCondition,
  createEventHistory,
  explainCondition,
  type Json,
  parseCondition,
} from '../../../src/rules/index.ts';

const NOW = Date.parse('2026-11-27T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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
    let promises = 0;
    fc.assert(
      fc.property(waiting, fc.array(fc.nat(300), { maxLength: 5 }), fc.nat(24 * 60), (rule, minutes, later) => {
        const events = createEventHistory({
          events: minutes.map((minute, index) => ({
            id: String(index),
            name: minute % 2 ? 'View' : 'Add',
            at: NOW - minute * MINUTE,
            properties: {},
          })),
        });
        const condition = parseCondition(rule);
        const now = NOW + later * MINUTE;
        const holds = compileCondition(condition);
        const { nearMiss } = explainCondition(condition, {}, { context: { now, events } });
        if (holds({}, { now, events })) expect(nearMiss).toBeUndefined();
        const { opensAt } = nearMiss ?? {};
        if (opensAt === undefined) return;
        promises++;
        expect(opensAt).toBeGreaterThan(now);
        expect(holds({}, { now: opensAt, events })).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(promises).toBeGreaterThan(100);
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

const clock = fc.nat(23).map((hour) => `${String(hour).padStart(2, '0')}:00`);

/** Conditions that time alone can make true. */
const waiting: fc.Arbitrary<Json> = fc.letrec<{ rule: Json }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc
      .tuple(clock, clock)
      .filter(([from, to]) => from !== to)
      .map(([from, to]): Json => ({ time: { from, to } })),
    fc.integer({ min: 1, max: 2 }).map((limit): Json => ({ '<': [{ count: { event: 'View', within: '3h' } }, limit] })),
    fc.constant<Json>({ absent: { after: { event: 'View' }, event: 'Add', within: '2h', past: '5h' } }),
    fc.constant<Json>({ seq: { events: [{ event: 'View' }, { event: 'Add' }], past: '4h' } }),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('rule'), { minLength: 1, maxLength: 3 }))
      .map(([name, parts]): Json => ({ [name]: parts })),
    tie('rule').map((rule): Json => ({ '!': [rule] })),
  ),
})).rule;
