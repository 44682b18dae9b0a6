import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createEventHistory,
  defineRules,
  explainRules,
  type Json,
  RULE_REASONS,
  type Rules,
  type Snapshot,
} from '../../../src/rules/index.ts';
import { facts as anyFacts } from '../arbitraries.ts';
import { event } from '../history/arbitraries.ts';
import { permissions, ruleFile, types } from './arbitraries.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');

const define = (rules: readonly Json[], rest: { readonly [key: string]: Json } = {}) =>
  defineRules({ version: 1, ...rest, rules });
const byId = (rules: Rules, snapshot: Snapshot) =>
  Object.fromEntries(explainRules(rules, snapshot).map((entry) => [entry.rule.id, entry]));

describe('explainRules', () => {
  test('says of each rule why it matches or does not', () => {
    const rules = define(
      [
        { id: 'asks', when: { '>=': [{ var: 'views' }, 3] } },
        { id: 'guarded', when: { time: { from: '09:00' } } },
        { id: 'later', when: true, schedule: { from: '15:00', to: '17:00' } },
        { id: 'measured', when: true, holdout: 'all' },
        { id: 'seen', when: true, cap: { count: 1, within: '1h' } },
        { id: 'best', when: true, priority: 5, group: 'hero', excludes: ['other'] },
        { id: 'second', when: true, group: 'hero' },
        { id: 'other', when: true },
        { id: 'last', when: true, priority: -1, stop: true },
        { id: 'after', when: true, priority: -2 },
      ],
      { groups: { hero: { match: 'first' } }, holdouts: { all: { share: 1, salt: 's' } } },
    );
    const events = createEventHistory({
      events: [{ id: '1', name: 'Promotion Viewed', at: NOW - 600_000, properties: { promotion_id: 'seen' } }],
    });
    const told = byId(rules, { facts: { views: 1 }, now: NOW, unit: 'u1', events });
    expect(Object.entries(told).map(([id, { reason, sentence }]) => `${id}: ${reason}: ${sentence}`)).toEqual([
      'best: matched: always holds',
      'asks: condition: needs views at least 3, has 1',
      'guarded: matched: needs from 09:00, which is so',
      'later: not-scheduled: it is not the time for it',
      'measured: held-out: held out, to measure its effect (all)',
      'seen: capped: needs seen seen less than once in the last 1 hour, which is not so',
      'second: outranked: its place is taken by "best"',
      'other: excluded: never together with "best"',
      'last: matched: always holds',
      'after: stopped: nothing comes after "last"',
    ]);
    expect(told.asks?.nearMiss).toMatchObject({ missing: 2, sentence: '2 short' });
    expect(told.later?.nearMiss).toMatchObject({ opensAt: NOW + 3 * 3_600_000, sentence: 'starts in 3 hours' });
    expect(told.seen?.nearMiss).toMatchObject({ opensAt: NOW + 50 * 60_000 });
    expect(told.measured?.nearMiss).toBeUndefined();
    expect(told.after?.by?.id).toBe('last');
  });

  test('says what is unknown', () => {
    const rules = define(
      [
        { id: 'clock', when: { time: { from: '09:00' } } },
        { id: 'schedule', when: true, schedule: { from: '15:00' } },
        { id: 'unit', when: true, holdout: 'half' },
        { id: 'history', when: true, cap: { count: 1, within: '1h' } },
      ],
      { holdouts: { half: { share: 0.5, salt: 's' } } },
    );
    expect(explainRules(rules, { facts: {} }).map(({ reason, sentence }) => `${reason}: ${sentence}`)).toEqual([
      'unknown: needs from 09:00, unknown: no clock',
      'unknown: needs its time, unknown: no clock',
      'unknown: needs to be outside the holdout half, unknown: nobody is named',
      'unknown: needs history seen less than once in the last 1 hour, unknown: no history',
    ]);
  });

  test('asks the segments and scores of its file', () => {
    const rules = define([{ id: 'vip', when: { and: [{ segment: 'vip' }, { '>': [{ score: 'intent' }, 5] }] } }], {
      segments: { vip: { '>': [{ var: 'orders' }, 3] } },
      scores: { intent: [{ when: { segment: 'vip' }, add: 3 }] },
    });
    expect(byId(rules, { facts: { orders: 4 } }).vip).toMatchObject({
      reason: 'condition',
      sentence: 'needs score intent more than 5, has 3',
      nearMiss: { missing: 3 },
    });
  });

  test('answers for rules that it knows only', () => {
    const rules = define([{ id: 'a', when: true }]);
    expect(() => explainRules({ ...rules }, { facts: {} })).toThrow(
      expect.objectContaining({ code: 'invalid-options' }),
    );
  });

  test('says that those matched that do, and gives a reason for all others', () => {
    const snapshot = fc
      .tuple(anyFacts, permissions, fc.integer({ min: 0, max: 100 }), fc.array(event, { maxLength: 12 }), fc.boolean())
      .map(([facts, permissions, now, events, isFull]) => ({
        facts,
        ...permissions,
        ...(isFull && { now, unit: 'u1', events: createEventHistory({ events }) }),
      }));
    fc.assert(
      fc.property(ruleFile, snapshot, (file, one) => {
        const rules = defineRules({ version: 1, ...file }, { facts: types });
        const before = rules.evaluate(one).map(({ rule }) => rule.id);
        const told = explainRules(rules, one);
        const matched = told.filter(({ reason }) => reason === 'matched').map(({ rule }) => rule.id);
        expect(matched.toSorted()).toEqual(before.toSorted());
        expect(told.map(({ rule }) => rule)).toEqual(rules.rules);
        for (const { reason, sentence, by } of told) {
          expect(RULE_REASONS).toContain(reason);
          expect(sentence).not.toBe('');
          expect(by !== undefined).toBe(['excluded', 'outranked', 'stopped'].includes(reason));
        }
        // Whoever explains changes nothing.
        expect(rules.evaluate(one).map(({ rule }) => rule.id)).toEqual(before);
      }),
      { numRuns: 80 },
    );
  });
});
