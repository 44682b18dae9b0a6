import { describe, expect, test, vi } from 'vitest';
import {
  createEventHistory,
  createRuleSession,
  defineRules,
  type HistoryEvent,
  isKindredError,
  type RuleSession,
  type Rules,
  startSessionClock,
} from '../../../src/rules/index.ts';
import { fakeTime, memoryPlatform } from '../../../src/testing/index.ts';

const MINUTE = 60_000;

const define = (rules: readonly object[], more: object = {}): Rules => defineRules({ version: 1, rules, ...more });
const idsOf = (session: RuleSession) => session.matches().map(({ rule }) => rule.id);
const event = (name: string, at: number, properties = {}): HistoryEvent => ({
  id: `${name} ${at}`,
  name,
  at,
  properties,
});

/** Twenty rules on one page each, so that an index finds them. */
const pages = Array.from({ length: 20 }, (_, page) => ({ id: `p${page}`, when: { '==': [{ var: 'page' }, page] } }));
const absent = { absent: { after: { event: 'View' }, event: 'Add', within: '30m' } };

describe('a rule session', () => {
  test('follows a fact from rule to rule', () => {
    const session = createRuleSession(define(pages), { facts: { page: 3 } });
    expect(idsOf(session)).toEqual(['p3']);
    session.set('page', 7);
    expect(idsOf(session)).toEqual(['p7']);
    session.set('page', undefined);
    expect(idsOf(session)).toEqual([]);
  });

  test('looks at no rule that a change does not concern', () => {
    const read = vi.fn(() => true);
    const others = Array.from({ length: 20 }, (_, page) => ({
      id: `o${page}`,
      when: { and: [{ '==': [{ var: 'page' }, page] }, { consent: `purpose ${page}` }] },
    }));
    const session = createRuleSession(define(others), { facts: { page: 3, views: 1 }, allows: read });
    expect(read).toHaveBeenCalledTimes(1);
    session.set('views', 2);
    expect(read).toHaveBeenCalledTimes(1);
    session.set('page', 4);
    expect(read.mock.calls).toEqual([
      ['purpose 3', undefined, undefined],
      ['purpose 4', undefined, undefined],
    ]);
  });

  test('forgets the rules of the values that are no more', () => {
    const allows = vi.fn(() => false);
    const rules = Array.from({ length: 20 }, (_, page) => ({
      id: `o${page}`,
      when: { and: [{ '==': [{ var: 'page' }, page] }, { '>': [{ var: 'views' }, 0] }, { consent: 'x' }] },
    }));
    const session = createRuleSession(define(rules), { facts: { page: 0, views: 1 }, allows });
    for (let page = 0; page < 20; page++) session.set('page', page);
    allows.mockClear();
    session.set('views', 2);
    expect(allows).toHaveBeenCalledTimes(1);
  });

  test('the matches of a session are the same list as long as nothing changes', () => {
    const session = createRuleSession(define(pages), { facts: { page: 3 } });
    const matches = session.matches();
    session.set('other', 1);
    session.set('page', 3);
    session.tick(5);
    session.refresh();
    expect(session.matches()).toBe(matches);
    session.set('page', 4);
    session.set('page', 3);
    expect(session.matches()).not.toBe(matches);
    expect(Object.isFrozen(session.matches())).toBe(true);
  });

  test('leaves the facts as they were given', () => {
    const facts = { cart: { count: 1 }, page: 1 };
    const session = createRuleSession(define([{ id: 'a', when: { '>': [{ var: 'cart.count' }, 1] } }]), { facts });
    session.set('cart.count', 2);
    session.set('cart.value.sum', 2);
    expect(idsOf(session)).toEqual(['a']);
    expect(facts).toEqual({ cart: { count: 1 }, page: 1 });
  });

  test('sees a fact within what is set, and what it is within', () => {
    const rules = define([
      { id: 'in', when: { '==': [{ var: 'cart.count' }, 1] } },
      { id: 'at', when: { '!=': [{ var: 'cart' }, null] } },
    ]);
    const session = createRuleSession(rules, { facts: {} });
    session.set('cart', { count: 1 });
    expect(idsOf(session)).toEqual(['in', 'at']);
    session.set('cart.count', 2);
    expect(idsOf(session)).toEqual(['at']);
    session.set('cart', null);
    // Nothing comes of a missing value.
    session.set('cart.count', null);
    expect(idsOf(session)).toEqual([]);
  });

  test('follows the tests of facts that have a value where they are missing', () => {
    const rules = Array.from({ length: 12 }, (_, level) => ({
      id: `l${level}`,
      when: { '==': [{ var: ['level', 0] }, level] },
    }));
    const session = createRuleSession(define(rules), { facts: {} });
    expect(idsOf(session)).toEqual(['l0']);
    session.set('level', 5);
    expect(idsOf(session)).toEqual(['l5']);
    session.set('level', undefined);
    expect(idsOf(session)).toEqual(['l0']);
  });

  test('takes no path that is none', () => {
    const session = createRuleSession(define(pages), { facts: {} });
    for (const path of ['', 'a..b', '__proto__.x', 'constructor']) {
      try {
        session.set(path, 1);
        expect.unreachable();
      } catch (error) {
        expect(isKindredError(error) && error.code).toBe('invalid-rule');
      }
    }
    expect({}).not.toHaveProperty('x');
  });

  test('counts an event that is recorded, and no other', () => {
    const rules = define([{ id: 'a', when: { '>=': [{ count: { event: 'View', within: '10m' } }, 2] } }]);
    const session = createRuleSession(rules, { facts: {}, events: createEventHistory(), now: MINUTE });
    session.record(event('View', 0));
    session.record(event('View', 0));
    session.record(event('Add', 1));
    expect(idsOf(session)).toEqual([]);
    session.record(event('View', 1));
    expect(idsOf(session)).toEqual(['a']);
    expect(session.nextChange()).toBe(10 * MINUTE);
    session.tick(10 * MINUTE);
    expect(idsOf(session)).toEqual([]);
  });

  test('sees that another event left a history that is full', () => {
    const rules = define([{ id: 'a', when: { '>=': [{ count: { event: 'View' } }, 1] } }, ...pages.slice(0, 3)]);
    const events = createEventHistory({ maxEvents: 2 });
    const session = createRuleSession(rules, { facts: {}, events, now: MINUTE });
    session.record(event('View', 0));
    expect(idsOf(session)).toEqual(['a']);
    session.record(event('Add', 1));
    session.record(event('Add', 2));
    expect(idsOf(session)).toEqual([]);
  });

  test('goes back with the clock', () => {
    const session = createRuleSession(define([{ id: 'a', when: { time: { from: '09:00', to: '17:00' } } }]), {
      facts: {},
      now: 10 * 60 * MINUTE,
    });
    expect(idsOf(session)).toEqual(['a']);
    session.tick(8 * 60 * MINUTE);
    expect(idsOf(session)).toEqual([]);
  });

  test('evaluates all again when permissions change', () => {
    const session = createRuleSession(define([{ id: 'a', when: { consent: 'x' } }]), {
      facts: {},
      allows: () => false,
    });
    session.refresh({ allows: () => true });
    expect(idsOf(session)).toEqual(['a']);
  });

  test('tells of other matches, and what a listener changes too', () => {
    const session = createRuleSession(define(pages), { facts: { page: 0 } });
    const told: string[][] = [];
    session.onChange((matches) => {
      told.push(matches.map(({ rule }) => rule.id));
      if (matches[0]?.rule.id === 'p1') session.set('page', 2);
    });
    session.set('page', 1);
    expect(told).toEqual([['p1'], ['p2']]);
    session.set('page', 2);
    expect(told).toHaveLength(2);
  });

  test('reports a listener that throws, and tells the others', () => {
    const { logger, reports } = memoryPlatform();
    const session = createRuleSession(define(pages), { facts: {} }, { logger });
    const other = vi.fn();
    session.onChange(() => {
      throw new Error('broken');
    });
    const stop = session.onChange(other);
    session.set('page', 1);
    expect(other).toHaveBeenCalledTimes(1);
    expect(reports).toHaveLength(1);
    stop();
    session.set('page', 2);
    expect(other).toHaveBeenCalledTimes(1);
  });
});

describe('the clock of a session', () => {
  const watch = () => {
    const clock = fakeTime(0);
    const session = createRuleSession(define([{ id: 'left', when: absent }]), {
      facts: {},
      events: createEventHistory(),
      now: clock.now(),
    });
    const stop = startSessionClock(session, { clock, timers: clock.timers });
    return { clock, session, stop };
  };

  test('makes "absent" hold on time, with no event', () => {
    const { clock, session } = watch();
    session.record(event('View', clock.now()));
    clock.advance(30 * MINUTE - 1);
    expect(idsOf(session)).toEqual([]);
    clock.advance(1);
    expect(idsOf(session)).toEqual(['left']);
    expect(clock.pending()).toBe(0);
  });

  test('waits no more when what was awaited came', () => {
    const { clock, session } = watch();
    session.record(event('View', clock.now()));
    expect(clock.pending()).toBe(1);
    clock.advance(MINUTE);
    session.tick(clock.now());
    session.record(event('Add', clock.now()));
    clock.advance(60 * MINUTE);
    expect(idsOf(session)).toEqual([]);
  });

  test('has one timer at a time', () => {
    const { clock, session } = watch();
    for (let minute = 0; minute < 5; minute++) {
      session.record(event('View', clock.now()));
      clock.advance(MINUTE);
      session.tick(clock.now());
      expect(clock.pending()).toBe(1);
    }
    clock.advance(28 * MINUTE);
    expect(idsOf(session)).toEqual([]);
    clock.advance(MINUTE);
    expect(idsOf(session)).toEqual(['left']);
  });

  test('catches up after a pause, when it is told that the page goes on', () => {
    const { clock, session } = watch();
    session.record(event('View', 0));
    // No timer ran meanwhile.
    clock.jumpTo(120 * MINUTE);
    expect(idsOf(session)).toEqual([]);
    session.tick(clock.now());
    expect(idsOf(session)).toEqual(['left']);
  });

  test('waits in steps where a timer cannot wait that long', () => {
    const clock = fakeTime(0);
    const waits: number[] = [];
    const timers = {
      after(delayMs: number, run: () => void) {
        waits.push(delayMs);
        return clock.timers.after(delayMs, run);
      },
    };
    const rules = define([{ id: 'a', when: true, schedule: { from: '1970-03-01' } }]);
    const session = createRuleSession(rules, { facts: {}, now: 0 });
    startSessionClock(session, { clock, timers });
    clock.advance(Date.parse('1970-03-01') - 1);
    expect(idsOf(session)).toEqual([]);
    clock.advance(1);
    expect(idsOf(session)).toEqual(['a']);
    expect(Math.max(...waits)).toBeLessThan(2 ** 31);
  });

  test('ends with its stop, also within a listener', () => {
    const { clock, session, stop } = watch();
    session.record(event('View', 0));
    session.onChange(stop);
    clock.advance(30 * MINUTE);
    expect(idsOf(session)).toEqual(['left']);
    session.record(event('View', clock.now()));
    expect(clock.pending()).toBe(0);
    stop();
  });
});
