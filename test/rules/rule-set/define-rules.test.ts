import { describe, expect, test } from 'vitest';
import {
  type ConditionNode,
  createEventHistory,
  createRuleSession,
  defineRules,
  isKindredError,
  type Json,
  type Rules,
  type Snapshot,
} from '../../../src/rules/index.ts';
import { resolve } from '../pointer.ts';

const IS_TEA = { '==': [{ var: 'page' }, 'tea'] };
const rule = (id: string, more: object = {}) => ({ id, when: true, ...more });
const define = (rules: readonly object[], more: object = {}): Rules => defineRules({ version: 1, rules, ...more });
const idsOf = (rules: Rules, snapshot: Partial<Snapshot> = {}) =>
  rules.evaluate({ facts: {}, ...snapshot }).map(({ rule }) => rule.id);

/** A node with all nodes and lists in it. */
function partsOf(node: ConditionNode | undefined): readonly unknown[] {
  if (node?.kind === 'operation') return [node, node.operands, ...node.operands.flatMap(partsOf)];
  return node?.kind === 'literal' ? [node, node.value] : [node];
}

describe('a rules file', () => {
  test('is frozen, and a copy of what was given', () => {
    const outcome = { offer: ['tea'] };
    const file = { version: 1, rules: [rule('a', { outcome, when: IS_TEA })] };
    const rules = defineRules(file);
    outcome.offer.push('coffee');
    expect(rules.rules[0]?.outcome).toEqual({ offer: ['tea'] });
    expect([rules, rules.rules, rules.rules[0], rules.rules[0]?.outcome].every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(outcome)).toBe(false);
  });

  test('is frozen throughout when it is shown, and what was declared beside it is not', () => {
    const guarded = { type: 'string', purpose: 'personalization' } as const;
    const file = {
      version: 1,
      rules: [rule('a', { when: { and: [IS_TEA, { in: [{ var: 'kind' }, ['green', 'black']] }] } })],
    };
    const shown = defineRules(file, { facts: { page: guarded, kind: 'string' } });
    const matched = defineRules(file);
    const facts = { page: 'tea', kind: 'green' };
    const rules = [shown.rules[0], matched.evaluate({ facts })[0]?.rule];
    expect(rules.flatMap((rule) => partsOf(rule?.condition.root)).filter((part) => !Object.isFrozen(part))).toEqual([]);
    expect(rules.map((rule) => partsOf(rule?.condition.root).length > 4)).toEqual([true, true]);
    expect(Object.isFrozen(guarded)).toBe(false);
  });

  test('stays as it was read when what was given changes, before the first evaluation too', () => {
    const list = ['green'];
    const operands: unknown[] = [{ var: 'page' }, 'tea'];
    const rules = define([rule('a', { when: { and: [{ '==': operands }, { in: [{ var: 'kind' }, list] }] } })]);
    operands[1] = 'coffee';
    list[0] = 'black';
    expect(idsOf(rules, { facts: { page: 'tea', kind: 'green' } })).toEqual(['a']);
    expect(idsOf(rules, { facts: { page: 'coffee', kind: 'black' } })).toEqual([]);
  });

  test('says which facts and events its rules, segments and scores read', () => {
    const rules = define(
      [rule('a', { when: { and: [IS_TEA, { segment: 'vip' }] }, cap: { count: 1, within: '1d' } })],
      {
        segments: { vip: { '>': [{ count: { event: 'Order Completed' } }, 3] } },
        scores: { intent: [{ when: { '>': [{ var: 'views' }, 3] }, add: 1 }] },
      },
    );
    expect(rules.facts).toEqual(['page', 'views']);
    expect(rules.events).toEqual(['Promotion Viewed', 'Order Completed']);
  });

  test('gives its name and revision to the matches', () => {
    const [match] = define([rule('a')], { name: 'spring', revision: '7' }).evaluate({ facts: {} });
    expect(match).toMatchObject({ ruleSet: 'spring', revision: '7', outcome: null, score: 0 });
  });

  test('declares facts and events once for all its conditions', () => {
    const file = { version: 1, rules: [rule('a', { when: { '>': [{ var: 'veiws' }, 3] } })] };
    expect(() => defineRules(file, { facts: { views: 'number' } })).toThrow('Did you mean "views"?');
    const counting = { version: 1, rules: [rule('a', { when: { '>': [{ count: { event: 'Veiw' } }, 3] } })] };
    expect(() => defineRules(counting, { events: { View: {} } })).toThrow('Did you mean "View"?');
  });

  test.each<readonly [pointer: string, message: string, file: unknown]>([
    ['', 'no rules file', 5],
    ['', 'no rules file', { rules: [] }],
    ['/version', 'no rules file', { version: 2, rules: [] }],
    ['', 'no list', { version: 1 }],
    ['/rules', 'no list', { version: 1, rules: {} }],
    ['/ruels', 'Did you mean "rules"?', { version: 1, ruels: [] }],
    ['/name', 'no text', { version: 1, name: 5, rules: [] }],
    ['/rules/0', 'no object', { version: 1, rules: [5] }],
    ['/rules/0', 'no object', { version: 1, rules: new Array(1) }],
    ['/rules', 'list of 4000000000', { version: 1, rules: new Array(4e9) }],
    ['/rules/0', 'no text', { version: 1, rules: [{ when: true }] }],
    ['/rules/0/id', 'no text', { version: 1, rules: [{ id: '', when: true }] }],
    ['/rules/0', 'without a condition', { version: 1, rules: [{ id: 'a' }] }],
    ['/rules/0/wehn', 'Did you mean "when"?', { version: 1, rules: [{ id: 'a', wehn: true }] }],
    ['/rules/1/id', 'The first is at /rules/0.', { version: 1, rules: [rule('a'), rule('a')] }],
    ['/rules/0/when', 'Did you mean "in"?', { version: 1, rules: [rule('a', { when: { inn: [1, [1]] } })] }],
    ['/rules/0/priority', 'number', { version: 1, rules: [rule('a', { priority: Number.NaN })] }],
    [
      '/rules/0/group',
      'Did you mean "hero"?',
      { version: 1, groups: { hero: {} }, rules: [rule('a', { group: 'hreo' })] },
    ],
    ['/rules/0/group', 'Unknown group', { version: 1, rules: [rule('a', { group: '__proto__' })] }],
    ['/groups/hero/match', 'Did you mean "best"?', { version: 1, groups: { hero: { match: 'bets' } }, rules: [] }],
    ['/rules/0/holdout', 'Unknown holdout', { version: 1, rules: [rule('a', { holdout: 'x' })] }],
    ['/holdouts/x', 'from 0 to 1', { version: 1, holdouts: { x: {} }, rules: [] }],
    ['/holdouts/x/share', 'from 0 to 1', { version: 1, holdouts: { x: { share: 5 } }, rules: [] }],
    ['/rules/0/stop', 'neither true nor false', { version: 1, rules: [rule('a', { stop: 1 })] }],
    [
      '/rules/0/schedule/zone',
      'no time zone',
      { version: 1, rules: [rule('a', { schedule: { days: [1], zone: 'x' } })] },
    ],
    ['/rules/0/score', 'takes number', { version: 1, rules: [rule('a', { score: 'x' })] }],
    ['/rules/0/score/+/0/var', 'no fact', { version: 1, rules: [rule('a', { score: { '+': [{ var: '' }] } })] }],
    [
      '/rules/0/excludes/0',
      'Did you mean "beta"?',
      { version: 1, rules: [rule('a', { excludes: ['bata'] }), rule('beta')] },
    ],
    ['/rules/0/excludes/0', 'excludes itself', { version: 1, rules: [rule('a', { excludes: ['a'] })] }],
    ['/rules/0/excludes', 'no list', { version: 1, rules: [rule('a', { excludes: 'b' })] }],
    ['/rules/0/cap', 'from 1', { version: 1, rules: [rule('a', { cap: {} })] }],
    ['/rules/0/cap/count', 'no cap', { version: 1, rules: [rule('a', { cap: { count: 1.5, within: '1d' } })] }],
    ['/rules/0/cap/within', 'duration', { version: 1, rules: [rule('a', { cap: { count: 1, within: 'x' } })] }],
    ['/rules/0/outcome/0', 'not JSON', { version: 1, rules: [rule('a', { outcome: [() => 5] })] }],
    [
      '/rules/0/when/segment',
      'Did you mean "vip"?',
      { version: 1, segments: { vip: true }, rules: [rule('a', { when: { segment: 'vipp' } })] },
    ],
    [
      '/rules/0/when/>/0/score',
      'Unknown score',
      { version: 1, segments: {}, rules: [rule('a', { when: { '>': [{ score: 'x' }, 1] } })] },
    ],
    ['/rules/0/group', 'Known: none.', { version: 1, rules: [rule('a', { group: 'toString' })] }],
    ['/segments/a', 'depends on itself', { version: 1, segments: { a: { segment: 'a' } }, rules: [] }],
    [
      '/segments/b/or/1',
      'depends on itself',
      { version: 1, segments: { a: { segment: 'b' }, b: { or: [true, { segment: 'a' }] } }, rules: [] },
    ],
    [
      '/scores/s/0/when/>/0',
      'depends on itself',
      { version: 1, scores: { s: [{ when: { '>': [{ score: 's' }, 1] }, add: 1 }] }, rules: [] },
    ],
    ['/scores/s/0', 'number', { version: 1, scores: { s: [{ when: true }] }, rules: [] }],
    ['/segments/s40', 'nests too deep', { version: 1, segments: chain(80), rules: [] }],
  ])('is refused at "%s": %s', (pointer, message, file) => {
    try {
      defineRules(file);
      expect.unreachable();
    } catch (error) {
      if (!isKindredError(error)) throw error;
      expect(error.code).toBe('invalid-rule');
      expect(error.message).toContain(message);
      if (!message.includes('nests')) expect(error.at).toBe(pointer);
      expect(resolve(file, error.at ?? 'none').found).toBe(true);
    }
  });
});

function chain(length: number): Json {
  const names = Array.from({ length }, (_, index) => `s${index}`);
  return Object.fromEntries(
    names.map((name, index) => [name, index + 1 < length ? { segment: `s${index + 1}` } : true]),
  );
}

describe('rules that compete', () => {
  test('stand in the order of their priorities, and those of one priority as they were written', () => {
    expect(idsOf(define([rule('a'), rule('b', { priority: 1 }), rule('c'), rule('d', { priority: 1 })]))).toEqual([
      'b',
      'd',
      'a',
      'c',
    ]);
  });

  test('match alone in a group that matches the first', () => {
    const groups = { hero: {} };
    const rules = define(
      [
        rule('a', { group: 'hero', when: IS_TEA }),
        rule('b', { group: 'hero' }),
        rule('c', { group: 'hero' }),
        rule('d'),
      ],
      { groups },
    );
    expect(idsOf(rules)).toEqual(['b', 'd']);
    expect(idsOf(rules, { facts: { page: 'tea' } })).toEqual(['a', 'd']);
  });

  test('with the best score win a group, in the place of its first claim', () => {
    const groups = { hero: { match: 'best' } };
    const rules = define(
      [
        rule('a', { group: 'hero', score: 1 }),
        rule('b'),
        rule('c', { group: 'hero', score: { var: 'views' } }),
        rule('d', { group: 'hero', score: 1 }),
      ],
      { groups },
    );
    expect(idsOf(rules, { facts: { views: 2 } })).toEqual(['c', 'b']);
    expect(idsOf(rules, { facts: { views: 1 } })).toEqual(['a', 'b']);
    // Without a number it counts as 0.
    expect(idsOf(rules)).toEqual(['a', 'b']);
  });

  test('all match in a group that matches all', () => {
    const rules = define([rule('a', { group: 'g' }), rule('b', { group: 'g' })], { groups: { g: { match: 'all' } } });
    expect(idsOf(rules)).toEqual(['a', 'b']);
  });

  test('end with one that stops, if it matches', () => {
    const rules = define([rule('a'), rule('b', { stop: true, when: IS_TEA }), rule('c')]);
    expect(idsOf(rules)).toEqual(['a', 'c']);
    expect(idsOf(rules, { facts: { page: 'tea' } })).toEqual(['a', 'b']);
  });

  test('exclude each other both ways, and the one of the higher rank keeps the place', () => {
    const rules = define([rule('a', { when: IS_TEA }), rule('b', { excludes: ['a'] }), rule('c', { excludes: ['b'] })]);
    expect(idsOf(rules, { facts: { page: 'tea' } })).toEqual(['a', 'c']);
    expect(idsOf(rules)).toEqual(['b']);
  });

  test('give a place that an excluded one leaves to the next of the group', () => {
    const rules = define([rule('a'), rule('b', { group: 'g', excludes: ['a'] }), rule('c', { group: 'g' })], {
      groups: { g: {} },
    });
    expect(idsOf(rules)).toEqual(['a', 'c']);
  });
});

describe('what keeps a rule from matching', () => {
  test('a schedule, and no clock', () => {
    const rules = define([rule('a', { schedule: { from: '2026-11-27', to: '2026-11-30', zone: 'Europe/Berlin' } })]);
    expect(idsOf(rules, { now: Date.parse('2026-11-28T12:00Z') })).toEqual(['a']);
    expect(idsOf(rules, { now: Date.parse('2026-11-29T23:00Z') })).toEqual([]);
    expect(idsOf(rules)).toEqual([]);
  });

  test('a holdout, for its share of the units, always the same', () => {
    const rules = define([rule('a', { holdout: 'none' })], { holdouts: { none: { share: 0.2 } } });
    const units = Array.from({ length: 5000 }, (_, index) => `unit-${index}`);
    const isOut = (unit: string) => idsOf(rules, { unit }).length === 0;
    const share = units.filter(isOut).length / units.length;
    expect(Math.abs(share - 0.2)).toBeLessThan(0.02);
    expect(units.filter(isOut)).toEqual(units.filter(isOut));
  });

  test('a holdout, where nobody knows for whom', () => {
    const rules = define([rule('a', { holdout: 'none' })], { holdouts: { none: { share: 0 } } });
    expect(idsOf(rules, { unit: 'u' })).toEqual(['a']);
    expect(idsOf(rules)).toEqual([]);
  });

  test('two holdouts with one salt hold the same units out', () => {
    const holdouts = { one: { share: 0.3, salt: 's' }, two: { share: 0.5, salt: 's' } };
    const rules = define([rule('a', { holdout: 'one' }), rule('b', { holdout: 'two' })], { holdouts });
    for (let unit = 0; unit < 200; unit++) expect(idsOf(rules, { unit: `${unit}` })).not.toEqual(['b']);
  });

  test('a cap, as long as its exposures are in the window', () => {
    const rules = define([rule('a', { cap: { count: 2, within: '1h' } })]);
    const seen = [0, 1].map((minute) => ({
      id: `${minute}`,
      name: 'Promotion Viewed',
      at: minute * 60_000,
      properties: { promotion_id: 'a' },
    }));
    const events = createEventHistory({ events: seen });
    expect(idsOf(rules, { events, now: 0 })).toEqual(['a']);
    expect(idsOf(rules, { events, now: 60_000 })).toEqual([]);
    expect(idsOf(rules, { events, now: 3_600_000 })).toEqual(['a']);
  });
});

describe('segments and scores', () => {
  const named = {
    segments: { vip: { '>=': [{ score: 'intent' }, 5] }, allowed: { consent: 'x' } },
    scores: {
      intent: [
        { when: IS_TEA, add: 3 },
        { when: { '>': [{ var: 'views' }, 2] }, add: 2 },
      ],
    },
  };

  test('are computed from the facts', () => {
    const rules = define([rule('a', { when: { segment: 'vip' } }), rule('b', { score: { score: 'intent' } })], named);
    const matches = rules.evaluate({ facts: { page: 'tea', views: 3 } });
    expect(matches.map(({ rule, score }) => [rule.id, score])).toEqual(
      [
        ['a', 5],
        ['b', 5],
      ].map(([id, score]) => [id, id === 'a' ? 0 : score]),
    );
    expect(idsOf(rules, { facts: { page: 'tea' } })).toEqual(['b']);
  });

  test('with a part that cannot be known are unknown', () => {
    const file = {
      version: 1,
      scores: {
        intent: [
          { when: IS_TEA, add: 3 },
          { when: { '>': [{ var: 'income' }, 2] }, add: -2 },
        ],
      },
      rules: [
        rule('a', { when: { '>': [{ score: 'intent' }, 2] } }),
        rule('b', { when: { '!': [{ '>': [{ score: 'intent' }, 2] }] } }),
      ],
    };
    const rules = defineRules(file, { facts: { page: 'string', income: { type: 'number', purpose: 'p' } } });
    expect(idsOf(rules, { facts: { page: 'tea', income: 1 } })).toEqual([]);
    expect(idsOf(rules, { facts: { page: 'tea', income: 1 }, allows: () => true })).toEqual(['a']);
  });

  // Walking through each of them as often as it is named would take 2 ** 30 steps.
  test('that each name the next one twice are read once, thirty levels deep', () => {
    const levels = Array.from({ length: 30 }, (_, level) => [
      `s${level}`,
      { or: [{ segment: `s${level + 1}` }, { '!': { segment: `s${level + 1}` } }] },
    ]);
    const segments: Json = { ...Object.fromEntries(levels), s30: { '==': [{ var: 'page' }, 'tea'] } };
    // So many that they are indexed, and by the segment that they share.
    const rules = Array.from({ length: 20 }, (_, index) => rule(`r${index}`, { when: { segment: 's0' } }));
    const set = define(rules, { segments });
    expect(idsOf(set, { facts: {} })).toHaveLength(20);
    const session = createRuleSession(set, { facts: { page: 'tea' } });
    session.set('page', 'mugs');
    expect(session.matches()).toHaveLength(20);
  });

  test('are facts where a file defines neither', () => {
    const rules = define([rule('a', { when: { segment: 'vip' } })]);
    expect(idsOf(rules, { facts: { segments: ['vip'] } })).toEqual(['a']);
  });
});

describe('evaluating', () => {
  test('reads a fact once for all rules', () => {
    let reads = 0;
    const facts = {
      get page() {
        reads++;
        return 'tea';
      },
    };
    const rules = define(Array.from({ length: 5 }, (_, index) => rule(`r${index}`, { when: IS_TEA })));
    expect(idsOf(rules, { facts })).toHaveLength(5);
    expect(reads).toBe(1);
  });

  test('remembers nothing where a fact throws', () => {
    const facts: { page: string; readonly broken: boolean } = {
      page: 'tea',
      get broken(): boolean {
        throw new Error('broken');
      },
    };
    const rules = define([rule('a', { when: IS_TEA }), rule('b', { when: { var: 'broken' } })]);
    expect(() => rules.evaluate({ facts })).toThrow('broken');
    expect(idsOf(rules, { facts: { page: 'coffee' } })).toEqual([]);
  });

  test('is not disturbed by an evaluation within it', () => {
    const purposes = { facts: { page: 'string', own: { type: 'boolean', purpose: 'p' } } } as const;
    const rules = defineRules(
      {
        version: 1,
        rules: [rule('a', { when: { and: [IS_TEA, { var: 'own' }, { '!=': [{ var: 'page' }, 'coffee'] }] } })],
      },
      purposes,
    );
    const snapshot: Snapshot = {
      facts: { page: 'tea', own: true },
      allows: () => {
        rules.evaluate({ facts: { page: 'coffee' } });
        return true;
      },
    };
    expect(idsOf(rules, snapshot)).toEqual(['a']);
  });
});
