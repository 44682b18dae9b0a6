import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesSchema } from '../../../../src/rules/analysis/index.ts';
import { isKindredError, type Json, parseCondition } from '../../../../src/rules/index.ts';
import { OPERATORS } from '../../../../src/rules/operators/operators.ts';
import { condition } from '../../arbitraries.ts';
import { conditionOf, isObject, readRows } from '../../vectors.ts';

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  strictTuples: false,
  strictTypes: false,
  allowUnionTypes: true,
});
const accepts = ajv.compile(rulesSchema());

const fileOf = (when: Json) => ({ version: 1, rules: [{ id: 'x', when }] });
const rows = readRows(new URL('../../strict.vectors.json', import.meta.url));

// What loading says of a fault that lies in the form, and not in what is known of facts, types and names.
const STRUCTURAL = /^(Unknown operator|"[^"]+" has \d+ operands|Unknown key|This is no object)/;

function loadError(rule: Json): string | undefined {
  try {
    parseCondition(rule);
    return undefined;
  } catch (error) {
    if (isKindredError(error)) return error.message;
    throw error;
  }
}

describe('the schema of rules files', () => {
  test('is the file that the package has', async () => {
    await expect(`${JSON.stringify(rulesSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../../src/rules/rules.schema.json',
    );
  });

  test('accepts every vector that loads', () => {
    const loading = rows.map(([rule, , expected]) => conditionOf(rule, expected)).filter((rule) => !loadError(rule));
    expect(loading.length).toBeGreaterThan(100);
    expect(loading.filter((rule) => !accepts(fileOf(rule)))).toEqual([]);
  });

  test('refuses every vector whose form is wrong', () => {
    const faulty = rows.filter(([, , expected]) => isObject(expected)).map(([rule]) => rule);
    const structural = faulty.filter((rule) => STRUCTURAL.test(loadError(rule) ?? ''));
    expect(structural.length).toBeGreaterThan(10);
    expect(structural.filter((rule) => accepts(fileOf(rule)))).toEqual([]);
  });

  test('accepts every condition that loads', () => {
    fc.assert(
      fc.property(condition, (when) => {
        expect(accepts(fileOf(when))).toBe(true);
      }),
    );
  });

  test('knows every operator', () => {
    const text = JSON.stringify(rulesSchema());
    for (const name of OPERATORS.keys()) expect(text).toContain(`${JSON.stringify(name)}:{"description":`);
  });

  const hero = { candidates: [{ id: 'x', when: true, content: 1 }] };

  test.each<[string, Json]>([
    [
      'a rule set with everything',
      {
        $schema: './rules.schema.json',
        version: 1,
        name: 'spring',
        revision: '1',
        segments: { vip: { '>=': [{ var: 'orders.count' }, 3] } },
        scores: { intent: [{ when: { segment: 'vip' }, add: 5 }] },
        groups: { hero: { match: 'best' } },
        holdouts: { none: { share: 0.05, salt: 's' } },
        rules: [
          {
            id: 'tea',
            when: { and: [{ cap: ['tea', 3, '1d'] }, { consent: ['personalization', 'pseudonymous'] }] },
            priority: 10,
            group: 'hero',
            stop: true,
            schedule: { from: '09:00', to: '17:00', zone: 'Europe/Berlin', days: [1, 2] },
            score: { '+': [{ score: 'intent' }, 1] },
            excludes: ['coffee'],
            holdout: 'none',
            cap: { count: 3, within: '1d' },
            outcome: { any: ['thing'] },
          },
        ],
      },
    ],
    [
      'placements',
      {
        version: 1,
        segments: { s: true },
        placements: { hero: { ...hero, match: 'best', fallback: { content: null } } },
      },
    ],
    [
      'history',
      fileOf({
        and: [
          { '>=': [{ count: { event: 'A', within: '30m', where: { '==': [{ var: 'category' }, 'tea'] } } }, 3] },
          { '>': [{ sum: { event: ['A', 'B'], of: 'price', from: '2026-01-01', to: 1_800_000_000_000 } }, 100] },
          { seq: { events: [{ event: 'A' }, { event: 'B' }], within: 'PT1H', without: { event: 'C' } } },
          { absent: { after: { event: 'A' }, event: 'B', within: 1000 } },
          { '==': [{ last: { event: 'A', of: 'category' } }, 'tea'] },
        ],
      }),
    ],
  ])('accepts %s', (_, file) => {
    expect(accepts(file), JSON.stringify(accepts.errors)).toBe(true);
  });

  test.each<[string, Json]>([
    ['another version', { version: 2, rules: [] }],
    ['an unknown key', { version: 1, rules: [], rulez: [] }],
    ['a rule without a condition', { version: 1, rules: [{ id: 'x' }] }],
    ['a candidate without content', { version: 1, placements: { hero: { candidates: [{ id: 'x', when: true }] } } }],
    ['a text as a condition', fileOf('yes')],
    ['a number joined with a condition', fileOf({ and: [true, 1] })],
    [
      'a key of an operator that is not known',
      fileOf({ seq: { events: [{ event: 'A' }, { event: 'B' }], withn: '1h' } }),
    ],
    ['a schedule at 25:00', { version: 1, rules: [{ id: 'x', when: true, schedule: { from: '25:00' } }] }],
    ['a list', []],
  ])('refuses %s', (_, file) => {
    expect(accepts(file)).toBe(false);
  });
});
