import { existsSync } from 'node:fs';
import * as fc from 'fast-check';
import jsonLogic from 'json-logic-js';
import { describe, expect, test } from 'vitest';
import { applyLogic } from '../../../src/rules/compat/apply-logic.ts';
import { interpretLogic } from '../../../src/rules/compat/interpret-logic.ts';
import type { Json } from '../../../src/rules/index.ts';
import { readRows } from '../vectors.ts';
import { data, rule } from './logic.ts';

const OFFICIAL = new URL('../../../../shared/suites/json-logic-official/tests.json', import.meta.url);
const HAS_OFFICIAL = existsSync(OFFICIAL);

if (!HAS_OFFICIAL) console.warn('../shared is not here: the official JsonLogic suite is SKIPPED');

describe.skipIf(!HAS_OFFICIAL)('the official JsonLogic suite', () => {
  const rows = HAS_OFFICIAL ? readRows(OFFICIAL) : [];

  test('all 278 rows hold, compiled', () => {
    expect(rows).toHaveLength(278);
    for (const [rule, data, expected] of rows) expect(applyLogic(rule, data), JSON.stringify(rule)).toEqual(expected);
  });

  test('all 278 rows hold, interpreted', () => {
    for (const [rule, data, expected] of rows)
      expect(interpretLogic(rule, data), JSON.stringify(rule)).toEqual(expected);
  });
});

describe('JsonLogic', () => {
  test('the closures give what json-logic-js gives', () => {
    fc.assert(
      fc.property(rule, data, (drawnRule, drawnData) => {
        const rule = asRead(drawnRule);
        const data = asRead(drawnData);
        const expected = attempt(() => jsonLogic.apply(rule, data));
        fc.pre(expected !== FAILED);
        expect(plain(applyLogic(rule, data)), JSON.stringify([rule, data])).toEqual(plain(expected));
      }),
      { numRuns: 5000 },
    );
  });

  test('a length below zero counts from the end where it is a number, and is none where it is anything else', () => {
    for (const length of [-1, -0.5, '-1', [-1], '2', 2, '', null, true, 'x', -9]) {
      const rule: Json = { substr: ['jsonlogic', 1, length] };
      expect(applyLogic(rule, {}), JSON.stringify(rule)).toBe(jsonLogic.apply(rule, {}));
    }
  });

  test('the closures give what the interpreter gives', () => {
    fc.assert(
      fc.property(rule, data, (drawnRule, drawnData) => {
        const rule = asRead(drawnRule);
        const data = asRead(drawnData);
        expect(plain(attempt(() => applyLogic(rule, data)))).toEqual(plain(attempt(() => interpretLogic(rule, data))));
      }),
      { numRuns: 2000 },
    );
  });
});

/** As read from a file: no two parts of it are one object. */
function asRead(rule: Json): Json {
  return JSON.parse(JSON.stringify(rule));
}

const FAILED = Symbol('failed');

function attempt(compute: () => unknown): unknown {
  try {
    return compute();
  } catch {
    return FAILED;
  }
}

/** As JSON carries it; what JSON cannot carry stays what it is. */
function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(plain);
  return Object.is(value, -0) ? 0 : value;
}
