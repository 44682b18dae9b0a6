import { FlagdCore } from '@openfeature/flagd-core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importFlagd } from '../../../src/rules/import/flagd/import-flagd.ts';
import { isKindredError, type Json } from '../../../src/rules/index.ts';

const SILENT = { error() {}, warn() {}, info() {}, debug() {} };
const VARIANTS = { red: '#f00', blue: '#00f', true: 'on', false: 'off', null: 'none' };

/** What flagd's own library gives. */
function flagd(document: Json, key: string, context: Record<string, Json>) {
  // Its compiler and its interpreter differ: only the latter joins texts as JsonLogic does.
  const core = new FlagdCore(undefined, SILENT, { disableDynamicCodeGeneration: true });
  core.setConfigurations(JSON.stringify(document));
  const flag = core.getFlag(key);
  const { reason, variant, value, errorCode } = flag?.evaluate(JSON.parse(JSON.stringify(context)), SILENT) ?? {};
  return JSON.parse(JSON.stringify({ reason, variant, value, errorCode }));
}

function ours(document: Json, key: string, context: Record<string, Json>) {
  const resolution = importFlagd(document).flags.get(key)?.evaluate(context, { now: Date.now() });
  const { reason, variant, value, errorCode } = resolution ?? {};
  return JSON.parse(JSON.stringify({ reason, variant, value, errorCode }));
}

const withTargeting = (targeting: Json, defaultVariant: string | null = 'red'): Json => ({
  flags: { color: { state: 'ENABLED', variants: VARIANTS, defaultVariant, targeting } },
});

// ASCII: of other texts that library hashes code units, where flagd itself hashes the bytes of UTF-8.
const email = fc.constantFrom('ann@shop.example', 'bob@faas.com', '', 'a');
const version = fc.constantFrom(
  '1.2.3',
  'v1.2.3',
  '1.2',
  '2',
  '1.2.3-rc.1',
  '1.2.3-rc.1.2',
  '1.2.3-alpha+b',
  '1.10.0',
  'x',
  '01.2.3',
  '1.2.3.4',
  '',
  'V2.0.0',
  ' 1.2.3 ',
  '1.2.3-01',
  '1.2.3-beta-x',
  1,
  1.5,
  null,
);
const context = fc.record(
  {
    targetingKey: fc.constantFrom('a', 'b', 'user-1', 'user-2', ''),
    email,
    version,
    age: fc.constantFrom<Json>(5, 18, 40, '18'),
    tags: fc.subarray(['a', 'b', 'c']),
  },
  { requiredKeys: [] },
);

// No numbers: json-logic-engine fails to compare them with texts, JsonLogic does not.
const variable = fc
  .constantFrom('email', 'targetingKey', '$flagd.flagKey', 'missing')
  .map((name): Json => ({ var: name }));
const variant = fc.constantFrom<Json>('red', 'blue', 'true', 'green', true, false, null);

const { targeting } = fc.letrec<{ condition: Json; targeting: Json }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(fc.constantFrom('==', '!=', '===', '!=='), variable, email).map(call),
    fc
      .tuple(
        fc.constantFrom('starts_with', 'ends_with'),
        variable,
        fc.constantFrom<Json>('a', '.com', '@shop.example', '', 5),
      )
      .map(call),
    fc
      .tuple(version, fc.constantFrom('=', '!=', '<', '<=', '>', '>=', '^', '~', '?'), version)
      .map((operands): Json => ({ sem_ver: operands })),
    fc.constant<Json>({ sem_ver: [{ var: 'version' }, '>=', '1.2.3'] }),
    fc
      .tuple(fc.constantFrom('<', '<=', '>', '>='), fc.constant<Json>({ var: 'age' }), fc.integer({ min: 0, max: 50 }))
      .map(call),
    fc.tuple(fc.constant('in'), fc.constantFrom('a', 'z'), fc.constant<Json>({ var: 'tags' })).map(call),
    fc.tuple(fc.constant('in'), variable, fc.array(email, { maxLength: 3 })).map(call),
    fc.tuple(fc.constant('in'), fc.constantFrom('@shop', 'x'), variable).map(call),
    fc.tuple(fc.constantFrom('and', 'or'), tie('condition'), tie('condition')).map(call),
    fc.tuple(fc.constantFrom('!', '!!'), tie('condition')).map(call),
    fc.constant<Json>({ '>': [{ var: '$flagd.timestamp' }, 1_600_000_000] }),
  ),
  targeting: fc.oneof(
    { maxDepth: 4 },
    variant,
    fc.tuple(tie('condition'), tie('targeting'), tie('targeting')).map((operands): Json => ({ if: operands })),
    fc.tuple(tie('condition'), tie('targeting')).map((operands): Json => ({ if: operands })),
    fc
      .tuple(
        fc.option(fc.oneof(email, fc.constant<Json>({ cat: [{ var: '$flagd.flagKey' }, { var: 'email' }] }))),
        fc.array(
          fc.oneof(
            variant.map((name): Json => [name]),
            fc.tuple(variant, fc.constantFrom<Json>(0, 1, 50, 2 ** 30, -5, 2.5, 'x')).map((entry): Json => entry),
            fc
              .tuple(tie('targeting'), fc.constantFrom<Json>(10, { if: [{ '>': [{ var: 'age' }, 10] }, 10, 90] }))
              .map((entry): Json => entry),
          ),
          { maxLength: 4 },
        ),
      )
      .map(([bucketBy, entries]): Json => ({ fractional: bucketBy === null ? entries : [bucketBy, ...entries] })),
  ),
}));

describe('flags of flagd', () => {
  test('have the variants that flagd gives', () => {
    fc.assert(
      fc.property(targeting, context, fc.constantFrom('red', null), (drawn, drawnContext, defaultVariant) => {
        const document = withTargeting(JSON.parse(JSON.stringify(drawn)), defaultVariant);
        const context = JSON.parse(JSON.stringify(drawnContext));
        expect(ours(document, 'color', context), JSON.stringify([drawn, context])).toEqual(
          flagd(document, 'color', context),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('fractional gives each variant its share, and everybody the same always', () => {
    const { flags } = importFlagd(
      withTargeting({
        fractional: [
          ['red', 25],
          ['blue', 75],
        ],
      }),
    );
    const flag = flags.get('color');
    const draws = Array.from({ length: 2000 }, (_, index) => flag?.evaluate({ targetingKey: `user-${index}` }).variant);
    const reds = draws.filter((variant) => variant === 'red').length;
    expect(reds / 2000).toBeGreaterThan(0.22);
    expect(reds / 2000).toBeLessThan(0.28);
    expect(flag?.evaluate({ targetingKey: 'user-7' }).variant).toBe(draws[7]);
  });
});

describe('a document of flagd', () => {
  const document: Json = {
    metadata: { team: 'shop', version: 1 },
    $evaluators: {
      staff: { ends_with: [{ var: 'email' }, '@shop.example'] },
      'staff or beta': { or: [{ $ref: 'staff' }, { var: 'beta' }] },
    },
    flags: {
      same: { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' },
      off: { state: 'DISABLED', variants: { on: true }, defaultVariant: 'on' },
      none: { state: 'ENABLED', variants: { on: true }, defaultVariant: null, targeting: { if: [false, 'on'] } },
      staff: {
        state: 'ENABLED',
        variants: { a: { deep: [1] }, b: 2 },
        defaultVariant: 'b',
        targeting: { if: [{ $ref: 'staff or beta' }, 'a'] },
        metadata: { version: 2 },
      },
      broken: {
        state: 'ENABLED',
        variants: { on: true },
        defaultVariant: 'on',
        targeting: { if: [{ nope: 1 }, 'on'] },
      },
      lost: { state: 'ENABLED', variants: { on: true }, defaultVariant: 'on', targeting: { var: 'which' } },
    },
  };
  const imported = importFlagd(document);
  const evaluate = (key: string, context = {}) => imported.flags.get(key)?.evaluate(context);
  const metadata = { team: 'shop', version: 1 };

  test('without targeting, everybody has the default', () => {
    expect(evaluate('same')).toEqual({ reason: 'STATIC', variant: 'on', value: true, metadata });
  });

  test('a flag that is disabled, or has no default, has no value', () => {
    expect(evaluate('off')).toEqual({ reason: 'DISABLED', metadata });
    expect(evaluate('none')).toEqual({ reason: 'DEFAULT', metadata });
  });

  test('references are replaced, also within each other', () => {
    const value = { deep: [1] };
    const expected = { reason: 'TARGETING_MATCH', variant: 'a', value, metadata: { team: 'shop', version: 2 } };
    expect(evaluate('staff', { email: 'a@shop.example' })).toEqual(expected);
    expect(evaluate('staff', { beta: true })).toEqual(expected);
    expect(evaluate('staff', { email: 'a@other.example' })?.variant).toBe('b');
    expect(imported.flags.get('staff')).toMatchObject({
      dialect: 'extended',
      targeting: { if: [{ or: [{ ends_with: [{ var: 'email' }, '@shop.example'] }, { var: 'beta' }] }, 'a'] },
    });
  });

  test('targeting that is malformed is an error of its flag only, and is noted with a pointer', () => {
    expect(evaluate('broken')).toMatchObject({ reason: 'ERROR', errorCode: 'PARSE_ERROR' });
    expect(imported.notes.map(({ at }) => at)).toEqual(['/flags/broken/targeting/if/0']);
    expect(imported.notes[0]?.note).toContain('Unknown operator "nope"');
  });

  test('a variant that is not there is an error', () => {
    expect(evaluate('lost', { which: 'on' })).toMatchObject({ reason: 'TARGETING_MATCH', value: true });
    expect(evaluate('lost', { which: 'toString' })).toMatchObject({ reason: 'ERROR', errorCode: 'GENERAL' });
    expect(evaluate('lost', {})).toMatchObject({ reason: 'DEFAULT', value: true });
  });

  test('agrees with flagd', () => {
    // Its library does not replace references within references.
    for (const key of ['same', 'none', 'broken', 'lost']) {
      for (const context of [{}, { email: 'a@shop.example' }, { beta: true, which: 'off' }]) {
        expect(ours(document, key, context), key).toEqual(flagd(document, key, context));
      }
    }
  });

  test('a flag can be imported alone, and so can its targeting', () => {
    const targeting = { if: [{ '==': [{ var: '$flagd.flagKey' }, 'color'] }, 'red', 'blue'] };
    const flag = { state: 'ENABLED', variants: { red: 1, blue: 2 }, targeting };
    expect(importFlagd(flag, { key: 'color' }).flags.get('color')?.evaluate()).toMatchObject({
      variant: 'red',
      value: 1,
    });
    const alone = importFlagd(targeting).flags.get('flag');
    expect(alone?.evaluate()).toEqual({ reason: 'TARGETING_MATCH', variant: 'blue', metadata: {} });
    expect(alone?.dialect).toBe('compat');
  });

  test('$flagd.timestamp is the moment in seconds, and missing without one', () => {
    const flag = importFlagd({
      if: [{ '>': [{ var: '$flagd.timestamp' }, 1_700_000_000] }, 'late', 'early'],
    }).flags.get('flag');
    expect(flag?.evaluate({}, { now: 1_700_000_000_999 }).variant).toBe('early');
    expect(flag?.evaluate({}, { now: 1_700_000_001_000 }).variant).toBe('late');
    expect(flag?.evaluate({ $flagd: { timestamp: 2_000_000_000 } }).variant).toBe('early');
  });

  test.each<[unknown, string]>([
    [5, ''],
    [{ flags: [] }, '/flags'],
    [{ flags: { a: 5 } }, '/flags/a'],
    [{ flags: { a: { variants: {} } } }, '/flags/a'],
    [{ flags: { a: { state: 'ON', variants: {} } } }, '/flags/a/state'],
    [{ flags: { a: { state: 'ENABLED' } } }, '/flags/a'],
    [{ flags: { 'a/b': { state: 'ENABLED', variants: { x: 1 }, defaultVariant: 'y' } } }, '/flags/a~1b/defaultVariant'],
    [{ flags: { a: { state: 'ENABLED', variants: { x: 1 }, defaultVariant: 5 } } }, '/flags/a/defaultVariant'],
    [{ flags: {}, metadata: 5 }, '/metadata'],
    [{ flags: { a: undefined } }, '/flags/a'],
  ])('%j is refused with a pointer', (document, at) => {
    expect(errorAt(() => importFlagd(document, { at: '/x' }))).toBe(`/x${at}`);
  });

  test('parts that contain themselves or each other without end are an error of the flag', () => {
    const $evaluators = { a: { or: [{ $ref: 'b' }, { $ref: 'b' }] }, b: { or: [{ $ref: 'a' }, { $ref: 'a' }] } };
    const flags = { x: { state: 'ENABLED', variants: { on: 1 }, targeting: { if: [{ $ref: 'a' }, 'on'] } } };
    const { notes } = importFlagd({ $evaluators, flags });
    expect(notes[0]?.note).toContain('Too deep or large');
  });
});

function errorAt(run: () => unknown): string | undefined {
  try {
    run();
    return 'none';
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-rule') return error.at;
    throw error;
  }
}

function call([name, ...operands]: readonly [string, ...Json[]]): Json {
  return { [name]: operands };
}
