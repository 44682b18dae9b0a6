import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DECISION_REASONS, decide, definePlacements, type Json } from '../../src/personalize/index.ts';
import { condition, facts } from '../rules/arbitraries.ts';

const VIEWS: Json = { '>=': [{ var: 'views.category.tea' }, 3] };

const placements = definePlacements({
  version: 1,
  placements: {
    'home-hero': {
      candidates: [
        { id: 'tea', when: VIEWS, content: 'Tea', because: 'You looked at {views.category.tea} teas, {person.name}' },
        { id: 'regular', priority: 5, when: { '>': [{ var: 'orders.count' }, 5] }, content: 'Thanks' },
        { id: 'also-tea', when: VIEWS, content: 'Other tea' },
      ],
      fallback: { content: 'Welcome' },
    },
    bare: { candidates: [{ id: 'never', when: false, content: 1 }] },
  },
});

const tea = (count: unknown, more: Record<string, unknown> = {}) => ({ views: { category: { tea: count } }, ...more });
const hero = (known: Record<string, unknown>) => decide(placements, 'home-hero', known);

describe('the candidate of the highest priority whose condition holds is chosen; of equal ones, the first', () => {
  test('one matches', () => {
    expect(hero(tea(3))).toMatchObject({
      placement: 'home-hero',
      kind: 'matched',
      reason: 'rule-matched',
      candidate: 'tea',
      content: 'Tea',
    });
  });

  test('a higher priority wins over the order', () => {
    expect(hero(tea(3, { orders: { count: 6 } })).candidate).toBe('regular');
  });

  test('none matches', () => {
    expect(hero(tea(2))).toMatchObject({ kind: 'fallback', reason: 'no-match', content: 'Welcome' });
    expect('candidate' in hero({})).toBe(false);
  });

  test('without a fallback there is no content', () => {
    expect(decide(placements, 'bare', {})).toMatchObject({ kind: 'fallback', reason: 'no-match', content: undefined });
  });

  test('the order of candidates of different priorities does not matter', () => {
    const candidates = fc.uniqueArray(fc.tuple(fc.integer(), condition), {
      selector: ([priority]) => priority,
      minLength: 1,
      maxLength: 5,
    });
    const define = (list: readonly (readonly [number, Json])[]) =>
      definePlacements({
        version: 1,
        placements: {
          p: { candidates: list.map(([priority, when]) => ({ id: `${priority}`, when, priority, content: priority })) },
        },
      });
    fc.assert(
      fc.property(candidates, facts, fc.nat(), (list, known, cut) => {
        const at = cut % list.length;
        const turned = [...list.slice(at), ...list.slice(0, at)];
        const [one, other] = [decide(define(list), 'p', known), decide(define(turned), 'p', known)];
        expect(JSON.stringify(other)).toBe(JSON.stringify(one));
        expect(other.why().sentence).toBe(one.why().sentence);
      }),
    );
  });
});

describe('nobody is personalized without facts', () => {
  test('no facts give the fallback, whatever the conditions', () => {
    const everyone = definePlacements({
      version: 1,
      placements: { p: { candidates: [{ id: 'a', when: true, content: 1 }], fallback: { content: 0 } } },
    });
    const decision = decide(everyone, 'p', undefined);
    expect(decision).toMatchObject({ kind: 'fallback', reason: 'no-consent', content: 0 });
    expect(decision.why()).toEqual({ sentence: 'Everyone sees this: personalization is not allowed.', conditions: [] });
  });
});

describe('a decision never throws: whatever the facts, the answer carries its reason', () => {
  test('a getter that throws', () => {
    const broken = {
      get views() {
        throw new Error('broken');
      },
    };
    const decision = decide(placements, 'home-hero', broken);
    expect(decision).toMatchObject({ kind: 'fallback', reason: 'unreadable-facts', content: 'Welcome' });
    expect(decision.why().conditions).toEqual([]);
  });

  test('a getter that throws only when asked why', () => {
    let isBroken = false;
    const decision = hero({
      get views() {
        if (isBroken) throw new Error('broken');
        return { category: { tea: 3 } };
      },
    });
    isBroken = true;
    expect(decision.reason).toBe('rule-matched');
    expect(decision.why()).toEqual({
      sentence: 'Everyone sees this: what is known about you cannot be read.',
      conditions: [],
    });
  });

  test.each(['nope', '__proto__', 'constructor', 'toString', ''])('an unknown placement "%s"', (name) => {
    const decision = decide(placements, name, tea(3));
    expect(decision).toMatchObject({
      placement: name,
      kind: 'fallback',
      reason: 'unknown-placement',
      content: undefined,
    });
    expect(decision.why().sentence).not.toBe('');
  });

  test('rules that are not loaded', () => {
    expect(decide(undefined, 'home-hero', tea(3))).toMatchObject({
      kind: 'fallback',
      reason: 'not-loaded',
      content: undefined,
    });
  });

  test('odd facts', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.constant(tea(Number.NaN)),
      fc.anything().map((value) => tea(value)),
    );
    fc.assert(
      fc.property(odd, (known) => {
        const decision = decide(placements, 'home-hero', typeof known === 'object' && known ? { ...known } : {});
        expect(DECISION_REASONS).toContain(decision.reason);
        expect(typeof decision.why().sentence).toBe('string');
      }),
    );
  });
});

describe('why', () => {
  test('says what the rule of the chosen candidate saw, in its own words', () => {
    const { sentence, conditions } = hero(tea(4.129, { person: { name: 'Ada' } })).why();
    expect(sentence).toBe('You looked at 4.13 teas, Ada');
    expect(conditions.map(({ candidate, holds }) => [candidate, holds])).toEqual([
      ['regular', false],
      ['tea', true],
      ['also-tea', true],
    ]);
    expect(conditions[1]?.explanation).toMatchObject({
      seen: 4.129,
      needed: [3],
      pointer: '/placements/home-hero/candidates/0/when',
    });
  });

  test('says what would change it where a candidate did not match', () => {
    const { sentence, conditions } = hero(tea(2)).why();
    expect(conditions[0]?.explanation.sentence).toBe('needs more than 5 orders, has nothing');
    expect(conditions[1]?.explanation.sentence).toBe('needs at least 3 views of tea, has 2');
    expect(sentence).toContain('“tea” needs at least 3 views of tea, has 2.');
  });

  test('falls back to the rule where a fact of the reason is missing, or there is no reason', () => {
    expect(hero(tea(4)).why().sentence).toBe(
      'You see this because of a rule: “tea” needs at least 3 views of tea, has 4.',
    );
    expect(hero({ orders: { count: 9 } }).why().sentence).toContain('needs more than 5 orders, has 9');
  });

  test('an explanation is plain text: what facts contain is never read as a template', () => {
    const name = '{views.category.tea} <img src=x onerror=alert(1)> $& {person.name}';
    expect(hero(tea(3, { person: { name } })).why().sentence).toBe(`You looked at 3 teas, ${name}`);
  });

  test('takes its own words for facts', () => {
    const shop = definePlacements(
      { version: 1, placements: { p: { candidates: [{ id: 'a', when: VIEWS, content: 1 }] } } },
      { words: { 'views.category.tea': '# teas seen' } },
    );
    expect(decide(shop, 'p', tea(1)).why().conditions[0]?.explanation.sentence).toBe(
      'needs at least 3 teas seen, has 1',
    );
  });

  test('survives being taken from its decision', () => {
    const { why } = hero(tea(1));
    expect(why().conditions).toHaveLength(3);
  });
});

test('why a segment decided is told by its condition', () => {
  const shop = definePlacements({
    version: 1,
    segments: { regular: { '>=': [{ var: 'orders.count' }, 3] } },
    placements: { hero: { candidates: [{ id: 'tea', when: { segment: 'regular' }, content: 'Tea' }] } },
  });
  const why = (count: number) => decide(shop, 'hero', { orders: { count } }).why();
  expect(why(3)).toMatchObject({
    sentence:
      'You see this because of a rule: “tea” needs the segment regular, which is so: needs at least 3 orders, has 3.',
    conditions: [{ holds: true }],
  });
  expect(why(2).conditions).toMatchObject([
    { holds: false, explanation: { nearMiss: { sentence: '1 order short' }, parts: [{ seen: 2, needed: [3] }] } },
  ]);
});
