import * as fc from 'fast-check';
import type { EvaluationContext, FactTypes, Json } from '../../../src/rules/index.ts';
import { condition as plainCondition } from '../arbitraries.ts';
import { query } from '../history/arbitraries.ts';
import type { PlainFile, PlainRule } from './plain-rules.ts';

const SEGMENTS = ['vip', 'new', '__proto__'];
const SCORES = ['intent', 'vip'];
const GROUPS = ['first', 'all', 'best'];
const HOLDOUTS = ['half', 'all', 'none'];

const small = fc.integer({ min: 0, max: 2 });
const place = fc.constantFrom('a', 'b', 'c', 'c.d', 'many.n1', 'many.n2');

/** Tests of few facts, so that many rules share them and an index has something to choose from. */
const indexable: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(place, small).map(([path, value]) => equal(path, value)) },
  fc.tuple(place, fc.constantFrom('', 'a', 'b')).map(([path, value]) => equal(path, value)),
  fc
    .tuple(place, fc.array(small, { minLength: 1, maxLength: 3 }))
    .map(([path, list]): Json => ({ in: [{ var: path }, list] })),
  fc
    .tuple(fc.constantFrom('a', 1, 'b'), fc.constantFrom('list', 'a'))
    .map(([member, path]): Json => ({ in: [member, { var: path }] })),
  fc.tuple(place, small, small).map(([path, from, to]): Json => ({ '<=': [from, { var: path }, to] })),
  fc
    .tuple(place, fc.constantFrom('>', '>=', '<'), small)
    .map(([path, name, limit]): Json => ({ [name]: [{ var: path }, limit] })),
  fc
    .tuple(place, fc.constantFrom('', 'a', 'b'), fc.constantFrom('a', 'b'))
    .map(([path, from, to]): Json => ({ and: [{ '>': [{ var: path }, from] }, { '<=': [{ var: path }, to] }] })),
  { weight: 2, arbitrary: small.map((value): Json => ({ '==': [{ var: ['c.d', 0] }, value] })) },
  fc.tuple(place, fc.constantFrom('==', '!=')).map(([path, name]): Json => ({ [name]: [{ var: path }, null] })),
  place.map((path): Json => ({ var: path })),
);

function equal(path: string, value: Json): Json {
  return { '==': [value, { var: path }] };
}

/** What needs more than facts. */
const contextual: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(...SEGMENTS).map((segment): Json => ({ segment })),
  fc.tuple(fc.constantFrom(...SCORES), small).map(([score, least]): Json => ({ '>=': [{ score }, least] })),
  fc
    .tuple(fc.constantFrom('one', 'two'), fc.nat(2))
    .map(([salt, bucket]): Json => ({ '==': [{ bucket: [salt, 3] }, bucket] })),
  fc.constantFrom('one', 'two').map((consent): Json => ({ consent })),
  fc.constant<Json>({ time: { from: '00:00', to: '12:00' } }),
  query.map((query): Json => ({ '>=': [query, 2] })).filter(isNumeric),
  query.filter((query) => 'seq' in query || 'absent' in query),
);

function isNumeric(condition: Json): boolean {
  return !/"(seq|absent)"|"of":"category"/.test(JSON.stringify(condition));
}

/** Conditions of all kinds, those without segments and scores for the segments and scores themselves. */
const part: fc.Arbitrary<Json> = fc.oneof(
  indexable,
  contextual.filter((json) => !/segment|score/.test(JSON.stringify(json))),
  plainCondition,
);

const condition: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(indexable, fc.oneof(indexable, contextual, plainCondition))
      .map((parts): Json => ({ and: parts })),
  },
  { weight: 2, arbitrary: fc.array(indexable, { minLength: 1, maxLength: 3 }).map((parts): Json => ({ or: parts })) },
  { weight: 1, arbitrary: contextual },
  { weight: 1, arbitrary: plainCondition },
);

const schedule: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  { from: '1970-01-01T00:00Z', to: '1970-01-01T00:00:00.030Z' },
  { from: '1970-01-01T00:00:00.020Z' },
  { to: '09:00' },
);

const rule = (id: string): fc.Arbitrary<PlainRule> =>
  fc
    .record(
      {
        id: fc.constant(id),
        when: condition,
        priority: fc.nat(2),
        group: fc.option(fc.constantFrom(...GROUPS), { nil: undefined }),
        stop: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
        schedule: fc.option(schedule, { nil: undefined, freq: 5 }),
        score: fc.oneof(small, fc.constantFrom<Json>({ '+': [{ var: 'a' }, 1] }, { score: 'intent' })),
        excludes: fc.option(
          fc.constantFrom<readonly string[]>(['r0'], ['r1', 'r2']).filter((ids) => !ids.includes(id)),
          { nil: undefined },
        ),
        holdout: fc.option(fc.constantFrom(...HOLDOUTS), { nil: undefined, freq: 5 }),
        cap: fc.option(fc.constantFrom({ count: 1, within: '0.02s' }, { count: 2, within: '1d' }), {
          nil: undefined,
          freq: 5,
        }),
      },
      { requiredKeys: ['id', 'when'] },
    )
    .map(defined);

/** JSON has no `undefined`. */
function defined(rule: unknown): PlainRule {
  return JSON.parse(JSON.stringify(rule));
}

const names = {
  segments: fc
    .record({ vip: part, new: fc.tuple(part, fc.constant<Json>({ segment: 'vip' })).map((or): Json => ({ or })) })
    .map((segments) => ({ ...segments, ['__proto__']: { var: 'b' } })),
  scores: fc.record({
    intent: fc.array(fc.record({ when: part, add: small }), { maxLength: 3 }),
    vip: fc.constant([{ when: { segment: 'vip' } satisfies Json, add: 2 }]),
  }),
};

/** Rule sets that load, some of so few rules that there is nothing to index. */
export const ruleFile: fc.Arbitrary<PlainFile> = fc.record({
  ...names,
  groups: fc.constant(Object.fromEntries(GROUPS.map((match) => [match, { match }]))),
  holdouts: fc.constant({
    half: { share: 0.5, salt: 'half' },
    all: { share: 1, salt: 'all' },
    none: { share: 0, salt: 'none' },
  }),
  rules: fc
    .integer({ min: 6, max: 14 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => rule(`r${index}`)))),
});

/** Some facts need a permission. */
export const types: FactTypes = {
  'c.e.f': { type: 'unknown', purpose: 'one' },
  '*': 'unknown',
  'c.*': 'unknown',
  'many.*': 'unknown',
};

export const permissions: fc.Arbitrary<Pick<EvaluationContext, 'allows'>> = fc
  .option(fc.subarray(['one', 'two']))
  .map((allowed) => (allowed ? { allows: (purpose: string) => allowed.includes(purpose) } : {}));
