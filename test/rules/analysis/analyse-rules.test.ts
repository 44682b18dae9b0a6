import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseRules, FINDING_CODES } from '../../../src/rules/analysis/index.ts';
import { compileCondition, defineRules, type Json, parseCondition } from '../../../src/rules/index.ts';
import { anyRule, condition, facts } from '../arbitraries.ts';

const a = { var: 'a' };
const b = { var: 'b' };

const ruleSet = (rules: readonly object[], more: object = {}) => ({ version: 1, ...more, rules });
const placements = (...candidates: readonly object[]) => ({ version: 1, placements: { hero: { candidates } } });
const rule = (id: string, when: Json, more: object = {}) => ({ id, when, ...more });

/** The findings as `code at`. */
const codes = (file: unknown, options = {}) => analyseRules(file, options).map(({ code, at }) => `${code} ${at}`);
const inHero = (...rules: readonly object[]) =>
  ruleSet(
    rules.map((each) => ({ ...each, group: 'hero' })),
    { groups: { hero: { match: 'first' } } },
  );

describe('conditions', () => {
  test('a contradiction is told with both of its parts', () => {
    const [finding, ...others] = analyseRules(ruleSet([rule('tea', { and: [{ '>': [a, 5] }, { '<': [a, 3] }] })]));
    expect(others).toEqual([]);
    expect(finding).toEqual({
      code: 'never-holds',
      severity: 'error',
      rule: 'tea',
      at: '/rules/0/when',
      message:
        '"tea" never holds: {">":[{"var":"a"},5]} (at /rules/0/when/and/0) and {"<":[{"var":"a"},3]} (at /rules/0/when/and/1) exclude each other.',
      remedy: 'Change or remove one of the two.',
    });
  });

  test('what everybody meets is told, unless it is written as true', () => {
    expect(codes(ruleSet([rule('x', { or: [{ '==': [a, 1] }, { '!=': [a, 1] }] })]))).toEqual([
      'always-holds /rules/0/when',
    ]);
    expect(codes(ruleSet([rule('x', true)]))).toEqual([]);
  });

  test('parts that never hold, or add nothing, are told where they stand', () => {
    const dead = { or: [b, { and: [{ '==': [a, 1] }, { '==': [a, 2] }] }] };
    expect(codes(ruleSet([rule('x', dead)]))).toEqual(['never-holds /rules/0/when/or/1']);
    const deadBeside = { and: [{ '>': [a, 5] }, { or: [b, { '<': [a, 1] }] }] };
    expect(codes(ruleSet([rule('x', deadBeside)]))).toEqual(['never-holds /rules/0/when/and/1/or/1']);
    const idle = { and: [{ '>': [a, 5] }, b, { '>': [a, 3] }] };
    expect(codes(ruleSet([rule('x', idle)]))).toEqual(['always-holds /rules/0/when/and/2']);
  });

  test('a segment that nobody is in is told, and each rule that needs it', () => {
    const file = ruleSet([rule('x', { and: [{ segment: 'vip' }, b] }), rule('y', { segment: 'ok' })], {
      segments: { vip: { and: [a, { '!': a }] }, ok: { segment: 'fine' }, fine: b },
    });
    expect(codes(file)).toEqual(['unreachable /rules/0', 'never-holds /segments/vip']);
  });

  test('what a segment says counts beside what the rule says', () => {
    const file = ruleSet([rule('x', { and: [{ segment: 'rich' }, { '<': [a, 10] }] })], {
      segments: { rich: { '>': [a, 100] } },
    });
    expect(codes(file)).toEqual(['never-holds /rules/0/when']);
  });

  test('a condition that is said never to hold holds on no facts', () => {
    fc.assert(
      fc.property(condition, facts, (when, known) => {
        const found = analyseRules(ruleSet([rule('x', when)])).filter(({ at }) => at === '/rules/0/when');
        const holds = compileCondition(parseCondition(when))(known);
        if (found.some(({ code }) => code === 'never-holds')) expect(holds).toBe(false);
        if (found.some(({ code }) => code === 'always-holds')) expect(holds).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('what is said of a part stays true when it is taken out', () => {
    fc.assert(
      fc.property(condition, condition, condition, facts, (one, two, three, known) => {
        const found = codes(ruleSet([rule('x', { and: [one, { or: [two, three] }] })]));
        const holds = (when: Json) => compileCondition(parseCondition(when))(known);
        const whole = holds({ and: [one, { or: [two, three] }] });
        if (found.includes('always-holds /rules/0/when/and/1')) expect(whole).toBe(holds(one));
        if (found.includes('never-holds /rules/0/when/and/1/or/1')) expect(whole).toBe(holds({ and: [one, two] }));
      }),
      { numRuns: 500 },
    );
  });
});

describe('rules that never win', () => {
  test('where the first match counts, a rule behind a wider one is shadowed', () => {
    const wide = rule('wide', { '>=': [a, 3] });
    const narrow = rule('narrow', { and: [{ '>=': [a, 5] }, b] });
    expect(codes(inHero(wide, narrow))).toEqual(['shadowed /rules/1']);
    expect(codes(inHero(narrow, wide))).toEqual([]);
    expect(codes(inHero(wide, { ...narrow, priority: 1 }))).toEqual([]);
    expect(codes(ruleSet([wide, narrow]))).toEqual([]);
    expect(codes(placements(wide, narrow))).toEqual(['shadowed /placements/hero/candidates/1']);
  });

  test('behind a rule for everyone nothing is reached, and no fallback', () => {
    const file = {
      version: 1,
      placements: {
        'a/b': {
          candidates: [rule('last', b), rule('all', true, { priority: 1 })],
          fallback: { content: 'x' },
        },
      },
    };
    expect(codes(file)).toEqual(['unreachable /placements/a~1b/candidates/0', 'unreachable /placements/a~1b/fallback']);
    expect(codes(inHero(rule('all', true), rule('last', b)))).toEqual(['unreachable /rules/1']);
  });

  test('a rule that is off at times, for some, or after a while keeps nobody out for good', () => {
    for (const more of [
      { schedule: { days: [1] } },
      { holdout: 'none', score: 1 },
      { cap: { count: 1, within: '1d' } },
    ]) {
      const file = { ...inHero(rule('wide', true, more), rule('narrow', b)), holdouts: { none: { share: 0.1 } } };
      expect(codes(file).filter((each) => !each.startsWith('unused'))).toEqual([]);
    }
    const both = { schedule: { days: [1] } };
    expect(codes(inHero(rule('wide', true, both), rule('narrow', b, both)))).toEqual(['unreachable /rules/1']);
  });

  test('a rule that stops keeps out those of all groups', () => {
    const file = ruleSet([rule('first', a, { stop: true }), rule('second', { and: [a, b] }), rule('third', b)]);
    expect(codes(file)).toEqual(['shadowed /rules/1']);
  });

  test('of rules that exclude each other, the one behind a wider one never wins', () => {
    const file = (more: object) => ruleSet([rule('first', a, more), rule('second', { and: [a, b] })]);
    expect(codes(file({ excludes: ['second'] }))).toEqual(['shadowed /rules/1']);
    expect(codes(file({}))).toEqual([]);
  });

  test('rules that ask the same are duplicates, in whatever order they ask', () => {
    const file = ruleSet([rule('one', { and: [a, b] }), rule('two', { and: [b, a] }), rule('three', a)]);
    expect(codes(file)).toEqual(['duplicate /rules/1/when']);
    expect(analyseRules(inHero(rule('one', a), rule('two', a)))[0]?.message).toContain('asks the same');
  });

  test('a rule that is said never to win wins on no facts', () => {
    const ids = ['r0', 'r1', 'r2', 'r3'];
    const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
    const looks = fc.record({
      when: fc.oneof(
        condition,
        fc.constantFrom<Json>(true, a, b, { '>': [a, 0] }, { '>': [a, 1] }, { in: [a, [1, 2]] }),
      ),
      priority: fc.integer({ min: 0, max: 1 }),
      group: maybe(fc.constantFrom('first', 'all', 'best')),
      stop: maybe(fc.boolean()),
      excludes: maybe(fc.constantFrom(...ids).map((id) => [id])),
      score: fc.integer({ min: 0, max: 2 }),
      holdout: maybe(fc.constant('half')),
      schedule: maybe(fc.constant({ days: [1, 2, 3] })),
    });
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(looks, { minLength: 4, maxLength: 4 }),
        facts,
        fc.nat(6),
        fc.nat(9),
        (all, known, day, unit) => {
          const rules = all.map(({ excludes, ...each }, index) => {
            const id = `r${index}`;
            // A rule cannot exclude itself.
            const others = excludes?.includes(id) ? undefined : excludes;
            const fields = { ...each, id, excludes: others };
            return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
          });
          const groups = { first: {}, all: { match: 'all' }, best: { match: 'best' } };
          const file = { version: 1, groups, holdouts: { half: { share: 0.5 } }, rules };
          const lost = analyseRules(file).filter(({ code }) => code === 'shadowed' || code === 'unreachable');
          const snapshot = { facts: known, now: day * 86_400_000, unit: `${unit}` };
          const winners = defineRules(file)
            .evaluate(snapshot)
            .map(({ rule }) => rule.id);
          told += lost.length;
          for (const { rule } of lost) expect(winners).not.toContain(rule);
        },
      ),
      { numRuns: 2000, seed: 11 },
    );
    expect(told).toBeGreaterThan(200);
  });

  test('among many rules the same are shadowed as among two', () => {
    const end = fc.integer({ min: 0, max: 5 });
    const letter = fc.constantFrom('a', 'b', 'c', 'd');
    const part = fc.oneof(
      fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom(a, b), fc.oneof(end, letter)),
      fc.tuple(fc.constant('in'), fc.constantFrom(a, b), fc.array(end, { minLength: 1, maxLength: 3 })),
      fc.tuple(fc.constant('>='), fc.constant({ count: { event: 'Product Viewed' } }), end),
    );
    const range = fc.array(
      part.map(([name, of, to]) => ({ [name]: [of, to] })),
      { minLength: 1, maxLength: 3 },
    );
    const when = fc.oneof(
      { weight: 4, arbitrary: range.map((and) => ({ and })) },
      range.map((or) => ({ or })),
    );
    let told = 0;
    fc.assert(
      fc.property(fc.array(when, { minLength: 2, maxLength: 8 }), (all) => {
        const rules = all.map((each, index) => rule(`r${index}`, each));
        const lost = (some: readonly object[]) =>
          analyseRules(inHero(...some)).flatMap(({ code, rule }) => (code === 'shadowed' ? [rule] : []));
        const shadowed = lost(rules);
        told += shadowed.length;
        const byPairs = rules.filter((each, index) =>
          rules.slice(0, index).some((other) => lost([other, each]).length > 0),
        );
        expect(shadowed).toEqual(byPairs.map(({ id }) => id));
      }),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(100);
  });

  test('where there are too many alike to compare them all, that is told', () => {
    const many = Array.from({ length: 700 }, (_, i) => rule(`r${i}`, { in: [a, [0, i + 1, 1000]] }));
    const [finding, ...others] = analyseRules(inHero(...many));
    expect(others).toEqual([]);
    expect(finding?.code).toBe('not-compared');
    expect(finding?.rule).toBe('r632');
  });

  test('ten thousand rules are compared in a few seconds', () => {
    const many = Array.from({ length: 10_000 }, (_, i) =>
      rule(`r${i}`, { and: [{ '==': [a, `v${i % 5000}`] }, { '>': [b, i % 7] }] }),
    );
    const start = process.cpuUsage();
    expect(codes(inHero(...many)).length).toBeGreaterThan(1000);
    // Less than a second on a machine that does nothing else.
    expect(process.cpuUsage(start).user).toBeLessThan(6_000_000);
  });
});

describe('what rules read', () => {
  const guarded = { facts: { a: { type: 'number', purpose: 'ads' }, b: 'boolean' } };

  test('a fact that needs a permission is told, unless it is permitted or asked for', () => {
    const file = ruleSet([rule('x', { and: [b, { '>': [a, 1] }] })]);
    expect(codes(file, guarded)).toEqual(['unpermitted-fact /rules/0/when/and/1/>/0']);
    expect(codes(file, { ...guarded, permissions: ['ads'] })).toEqual([]);
    expect(codes(ruleSet([rule('x', { and: [{ consent: ['ads'] }, { '>': [a, 1] }] })]), guarded)).toEqual([]);
    expect(codes(ruleSet([rule('x', { or: [{ consent: ['ads'] }, { '>': [a, 1] }] })]), guarded)).toEqual([
      'unpermitted-fact /rules/0/when/or/1/>/0',
    ]);
  });

  test('a segment is judged where it is asked for', () => {
    const file = ruleSet([rule('x', { and: [{ consent: 'ads' }, { segment: 's' }] }), rule('y', { segment: 's' })], {
      segments: { s: { '>': [a, 1] } },
    });
    expect(codes(file, guarded)).toEqual(['unpermitted-fact /rules/1/when']);
  });

  test('events that need a permission are told by their names', () => {
    const file = ruleSet([rule('x', { '>': [{ count: { event: 'Product Viewed', within: '1d' } }, 1] })]);
    const [finding] = analyseRules(file, { events: { 'Product Viewed': { purpose: 'analytics' } } });
    expect(finding).toMatchObject({ code: 'unpermitted-fact', at: '/rules/0/when/>/0', rule: 'x' });
    expect(finding?.message).toContain('"Product Viewed"');
  });

  test('a window that is longer than events are kept is told', () => {
    const file = ruleSet([
      rule(
        'x',
        { '>': [{ count: { event: 'Order Completed', within: '400d' } }, 1] },
        { cap: { count: 1, within: '52w' } },
      ),
      rule('y', { '>': [{ count: { event: 'Order Completed', within: '30d' } }, 1] }),
      rule('z', { cap: ['hero', 2, 'P100D'] }),
    ]);
    expect(codes(file, { retentionMs: 90 * 86_400_000 })).toEqual([
      'window-longer-than-retention /rules/0/cap/within',
      'window-longer-than-retention /rules/0/when/>/0/count/within',
      'window-longer-than-retention /rules/2/when/cap/2',
    ]);
    expect(codes(file)).toEqual([]);
  });

  test('counts are whole numbers from 0 on', () => {
    const count = { count: { event: 'Order Completed' } };
    expect(codes(ruleSet([rule('x', { '<': [count, 0] })]))).toEqual(['never-holds /rules/0/when']);
    expect(codes(ruleSet([rule('x', { '<': [2, count, 3] })]))).toEqual(['never-holds /rules/0/when']);
    expect(codes(ruleSet([rule('x', { '>=': [count, 0] })]))).toEqual(['always-holds /rules/0/when']);
  });

  test('a schedule that is over is told, given a clock', () => {
    const file = ruleSet([
      rule('old', a, { schedule: { to: '2020-01-01', days: [1] } }),
      rule('new', b, { schedule: { from: '09:00', to: '17:00' } }),
    ]);
    expect(codes(file, { now: Date.parse('2026-11-22') })).toEqual(['unreachable /rules/0/schedule']);
    expect(codes(file)).toEqual([]);
  });

  test('what no rule uses is told', () => {
    const file = ruleSet([rule('x', { segment: 'used' }, { group: 'g', holdout: 'h', score: { score: 's' } })], {
      segments: { used: a, idle: b },
      scores: { s: [{ when: a, add: 1 }], t: [] },
      groups: { g: {}, spare: {} },
      holdouts: { h: { share: 0.1 }, rest: { share: 0.1 } },
    });
    expect(codes(file)).toEqual([
      'unused /groups/spare',
      'unused /holdouts/rest',
      'unused /scores/t',
      'unused /segments/idle',
    ]);
  });
});

describe('files', () => {
  test('a segment that depends on itself is told, and found by no endless search', () => {
    const segments = { a: { segment: 'b' }, b: { segment: 'a' } };
    expect(codes(ruleSet([rule('x', { segment: 'a' })], { segments }))).toEqual(['invalid-rule /segments/b']);
  });

  test.each([24, 60])('segments that each name the next one twice are judged, %d levels deep', (depth) => {
    const levels = Array.from({ length: depth }, (_, level) => [
      `s${level}`,
      { and: [{ segment: `s${level + 1}` }, { '!': { segment: `s${level + 1}` } }] },
    ]);
    const segments = { ...Object.fromEntries(levels), [`s${depth}`]: { '==': [a, 1] } };
    const file = ruleSet([rule('x', { segment: 's0' })], { segments });
    const found = analyseRules(file, { facts: { a: { type: 'number', purpose: 'ads' } } });
    // The last of them is short enough to be seen through.
    expect(found.map(({ code, at }) => `${code} ${at}`)).toContain(`never-holds /segments/s${depth - 1}`);
    const unpermitted = found.filter(({ code, at }) => code === 'unpermitted-fact' && at.startsWith('/rules/0'));
    expect(unpermitted).toHaveLength(1);
  });

  test('everything that keeps a file from loading is told, each with its JSON Pointer', () => {
    const file = ruleSet(
      [
        rule('x', { eqals: [1, 1] }, { group: 'nowhere' }),
        rule('y', { '>': ['a', 1] }),
        rule('x', true),
        { id: 'no condition' },
        rule('typo', true, { prioritty: 1 }),
        rule('fine', a),
      ],
      { segments: { s: { and: [] } }, groups: { g: { match: 'last' } }, nmae: 'x' },
    );
    const found = analyseRules(file);
    expect(found.filter(({ severity }) => severity === 'error').map(({ at }) => at)).toEqual([
      '/groups/g/match',
      '/nmae',
      '/rules/0/group',
      '/rules/0/when',
      '/rules/1/when/>/1',
      '/rules/2/id',
      '/rules/3',
      '/rules/4/prioritty',
      '/segments/s/and',
    ]);
    expect(found.find(({ at }) => at === '/rules/0/when')).toMatchObject({
      rule: 'x',
      message: 'Unknown operator "eqals".',
      remedy: expect.stringMatching(/Did you mean|Known/),
    });
  });

  test('any value at all, given as a file, is answered with findings', () => {
    const anyFile = fc.oneof(
      anyRule,
      fc.record({
        version: fc.constant(1),
        rules: fc.array(fc.oneof(anyRule, fc.record({ id: fc.string(), when: anyRule }))),
      }),
      fc.record({
        version: fc.constant(1),
        rules: fc.array(fc.record({ id: fc.string(), when: condition, group: fc.constantFrom('g', '__proto__', 1) })),
        groups: fc.oneof(anyRule, fc.constant(JSON.parse('{"g":{},"__proto__":{}}'))),
        segments: fc.dictionary(fc.constantFrom('s', '__proto__', 'constructor'), anyRule),
      }),
      fc.record({ version: fc.constant(1), placements: fc.oneof(anyRule, fc.dictionary(fc.string(), anyRule)) }),
    );
    fc.assert(
      fc.property(anyFile, (file) => {
        for (const { code, message, remedy } of analyseRules(file)) {
          expect(FINDING_CODES).toContain(code);
          expect(message).not.toBe('');
          expect(remedy).not.toBe('');
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('a value that contains itself is a finding', () => {
    const file: Record<string, unknown> = { version: 1 };
    file.rules = [file];
    expect(codes(file)).toHaveLength(1);
  });

  test('findings stand in the order of the file, and are frozen', () => {
    const many = Array.from({ length: 12 }, (_, i) => rule(`r${i}`, { nothing: i }));
    const found = analyseRules(ruleSet(many));
    expect(found.map(({ at }) => at)).toEqual(many.map((_, i) => `/rules/${i}/when`));
    expect(Object.isFrozen(found) && Object.isFrozen(found[0])).toBe(true);
  });
});
