import { describe, expect, test } from 'vitest';
import { definePlacements, isKindredError, type Json } from '../../src/personalize/index.ts';
import { resolve } from '../rules/pointer.ts';

const FACTS = { 'orders.count': 'number', 'views.category.*': 'number' } as const;

const candidate = (fields: Record<string, unknown> = {}) => ({
  id: 'tea',
  when: true,
  content: { headline: 'Tea' },
  ...fields,
});
const file = (candidates: unknown, fields: Record<string, unknown> = {}) => ({
  version: 1,
  placements: { 'home-hero': { candidates, ...fields } },
});

function errorOf(input: unknown): { at: string; message: string } {
  try {
    definePlacements(input, { facts: FACTS });
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule')
      return { at: error.at ?? 'none', message: error.message };
    throw error;
  }
  throw new Error('The file loaded.');
}

const HERO = '/placements/home-hero';
const FIRST = `${HERO}/candidates/0`;

describe('whatever is wrong with a rules file is found when it is loaded, and the error points at it', () => {
  test.each<[string, unknown, string, string]>([
    ['no object', [], '', '"version": 1'],
    ['no version', { placements: {} }, '', '"version": 1'],
    ['a newer version', { version: 2, rules: [] }, '/version', 'a newer version needs a newer kindred'],
    ['no placements', { version: 1 }, '', '"placements"'],
    ['an unknown key at the top', { version: 1, placement: {} }, '/placement', 'Did you mean "placements"?'],
    ['a placement that is a list', { version: 1, placements: { a: [] } }, '/placements/a', 'candidates, fallback'],
    ['a placement without candidates', { version: 1, placements: { a: {} } }, '/placements/a', 'candidates'],
    ['candidates that are no list', file({}), HERO, 'candidates'],
    ['an unknown key of a placement', file([], { fallbak: {} }), `${HERO}/fallbak`, 'Did you mean "fallback"?'],
    ['an unknown key of a candidate', file([candidate({ wen: true })]), `${FIRST}/wen`, 'Did you mean "when"?'],
    ['a key that is near none', file([candidate({ audience: 1 })]), `${FIRST}/audience`, 'Known: id'],
    ['a candidate without an id', file([candidate({ id: 7 })]), FIRST, '"id"'],
    ['a candidate with an empty id', file([candidate({ id: '' })]), FIRST, '"id"'],
    ['two candidates of one id', file([candidate(), candidate()]), `${HERO}/candidates/1`, 'of its own'],
    ['a candidate without a condition', file([{ id: 'a', content: 1 }]), FIRST, '"when"'],
    ['a candidate without content', file([{ id: 'a', when: true }]), FIRST, '"content"'],
    ['a priority that is a text', file([candidate({ priority: 'high' })]), `${FIRST}/priority`, 'a number'],
    ['a reason that is no text', file([candidate({ because: 5 })]), `${FIRST}/because`, 'a text'],
    [
      'a reason that names an unknown fact',
      file([candidate({ because: 'You have {order.count} orders' })]),
      `${FIRST}/because`,
      'Did you mean "orders.count"?',
    ],
    ['a fallback without content', file([], { fallback: {} }), `${HERO}/fallback`, '"content"'],
    ['a fallback that is null', file([], { fallback: null }), `${HERO}/fallback`, 'content'],
    [
      'an unknown key of a fallback',
      file([], { fallback: { contents: 1 } }),
      `${HERO}/fallback/contents`,
      'Did you mean "content"?',
    ],
    [
      'a wrong condition',
      file([candidate({ when: { and: [true, { '>': [{ var: 'orders.count' }, '3'] }] } })]),
      `${FIRST}/when/and/1/>/1`,
      'takes number here',
    ],
    [
      'an unknown fact',
      file([candidate({ when: { '>': [{ var: 'visits' }, 3] } })]),
      `${FIRST}/when/>/0/var`,
      'Unknown fact',
    ],
    [
      'content that is not JSON',
      file([candidate({ content: { at: new Date(0) } })]),
      `${FIRST}/content/at`,
      'not JSON',
    ],
    ['a name that needs escaping', { version: 1, placements: { 'a/b': 1 } }, '/placements/a~1b', 'candidates'],
  ])('%s', (_, input, at, message) => {
    const error = errorOf(input);
    expect(error).toEqual({ at, message: expect.stringContaining(message) });
    expect(error.message).toContain(at || 'the top');
    expect(resolve(input, at).found).toBe(true);
  });
});

describe('placements', () => {
  test('tell which facts their conditions read, each once', () => {
    const when: Json = { '>': [{ var: 'orders.count' }, 1] };
    const both: Json = { or: [when, { '>': [{ var: 'views.category.tea' }, 1] }] };
    const placements = definePlacements(file([candidate({ when }), candidate({ id: 'b', when: both })]), {
      facts: FACTS,
    });
    expect(placements.facts).toEqual(['orders.count', 'views.category.tea']);
  });

  test('are frozen, and are not changed when their input is', () => {
    const input = file([candidate()]);
    const placements = definePlacements(input);
    input.placements['home-hero'].candidates = [];
    const hero = placements.placements['home-hero'];
    expect(hero?.candidates).toHaveLength(1);
    for (const part of [placements, placements.placements, hero, hero?.candidates, hero?.candidates[0]?.content]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  test('a placement called __proto__ is a placement, and pollutes nothing', () => {
    const input = JSON.parse(
      '{"version":1,"placements":{"__proto__":{"candidates":[{"id":"a","when":true,"content":{"__proto__":{"x":1}}}]}}}',
    );
    const { placements } = definePlacements(input);
    expect(Object.keys(placements)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'x')).toBe(undefined);
  });

  test('a reference to a schema may stand at the top', () => {
    expect(definePlacements({ $schema: './kindred.schema.json', version: 1, placements: {} }).facts).toEqual([]);
  });
});
