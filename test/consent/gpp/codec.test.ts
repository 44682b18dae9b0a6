import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHeader, encodeHeader } from '../../../src/consent/gpp/header.ts';
import {
  decodeGpp,
  encodeGpp,
  type GppModel,
  type GppSection,
  isKindredError,
  readGpp,
} from '../../../src/consent/gpp/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { gppModel } from './gpp-models.ts';

/** So many take about eight seconds; a million have been tried. */
const HOSTILE_INPUTS = 300_000;
const SLOW = 60_000;

const SEEDS = [
  'DBABLA~CVVVkkkkkpFY.YA',
  'DBABLA~BVQqAAAAAgA.QA',
  'DBACOeA~CPSG_8APSG_8ANwAAAENAwCgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAAAA~BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBhADVqxGAD0AILVgAA.fHHHA4444ao~1YNN',
  'DBABRg~BVWSSSVY.YA',
  'DBABbA~BVVU.YA',
  'DBABTA~1---',
  'DBAA',
];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=+/ \u0000é💥';

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return isKindredError(error) ? { code: error.code, at: error.at } : error;
  }
  return undefined;
}

const refusedAt = (at: string) => ({ code: 'invalid-signal', at });

describe('reading', () => {
  test(
    'whatever is not a GPP string is answered with a typed error',
    () => {
      const { next } = seededRandom(1);
      const whole = (below: number) => Math.floor(next() * below);
      const pick = (text: string) => text.charAt(whole(text.length));
      const anything = () => Array.from({ length: whole(24) }, () => pick(ALPHABET)).join('');
      const mutated = () => {
        const seed = SEEDS[whole(SEEDS.length)] ?? '';
        const at = whole(seed.length + 1);
        return seed.slice(0, at) + (whole(3) ? pick(ALPHABET) : '') + seed.slice(at + whole(3));
      };
      // Where an error was made is of no interest here, and costs more than the reading.
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      const failures: unknown[] = [];
      let read = 0;
      for (let count = 0; count < HOSTILE_INPUTS; count++) {
        const text = whole(2) ? mutated() : whole(2) ? `DB${anything()}` : anything();
        try {
          decodeGpp(text);
          read++;
        } catch (error) {
          if (!isKindredError(error) || error.code !== 'invalid-signal') failures.push([text, error]);
        }
      }
      Error.stackTraceLimit = stackTraceLimit;
      expect(failures).toEqual([]);
      // Both outcomes were met.
      expect(read).toBeGreaterThan(HOSTILE_INPUTS / 1000);
      expect(read).toBeLessThan(HOSTILE_INPUTS / 2);
    },
    SLOW,
  );

  test.each([undefined, null, 7, {}, [], ['DBAA'], Symbol('DBAA'), { toString: () => 'DBAA' }])(
    '%o is no GPP string',
    (value) => {
      expect(errorOf(() => decodeGpp(value))).toEqual(refusedAt('/'));
      expect(readGpp(value)).toBe(undefined);
    },
  );

  test.each([
    ['', '/header'],
    ['DBABTA', '/header'],
    ['DBAA~1YNN', '/header'],
    ['DCAA', '/header'],
    ['CBAA', '/header'],
    ['DBABTA~1YNNN', '/sections/0'],
    ['DBABTA~2YNN', '/sections/0'],
    ['DBABTA~1ynn', '/sections/0'],
    ['DBABLA~', '/sections/0'],
    ['DBABLA~BVQqAAAA', '/sections/0'],
    ['DBABLA~BVQqAAAAAgAB', '/sections/0'],
    ['DBABLA~BVQqAAAAAgA.Q!', '/sections/0'],
    ['DBABLA~BVQqAAAAAgA.AA', '/sections/0'],
    ['DBABLA~BVQqAAAAAgA.QA.QA', '/sections/0'],
    ['DBACLMA~BVQqAAAAAgA.QA~B', '/sections/1'],
    ['DBABM~C P', '/sections/0'],
  ])('"%s" is refused at %s', (text, at) => {
    expect(errorOf(() => decodeGpp(text))).toEqual(refusedAt(at));
  });

  test('a header that names thousands of sections in a few bits makes none of them', () => {
    const group = `1${'11'}${'0'.repeat(300)}11`;
    expect(errorOf(() => decodeHeader(`DBAB${sextets(group)}`, 1))).toEqual(refusedAt('/header'));
    expect(errorOf(() => decodeGpp(`DB${'_'.repeat(60_000)}`))).toEqual(refusedAt('/header'));
    expect(errorOf(() => decodeGpp('~'.repeat(60_000)))).toEqual(refusedAt('/header'));
  });

  test('a text of megabytes is refused unread', () => {
    expect(errorOf(() => decodeGpp('D'.repeat(10_000_000)))).toEqual(refusedAt('/'));
  });

  test('a section or a version that came after this release is carried as it is', () => {
    const later = `${encodeHeader([7, 24, 28])}~DVVVkkkkkpFY.YA~YBAA.AA~anything-may_be.here`;
    const { sections } = decodeGpp(later);
    expect(sections).toEqual([
      { kind: 'opaque', id: 7, name: 'usnat', text: 'DVVVkkkkkpFY.YA' },
      { kind: 'opaque', id: 24, name: 'usmd', text: 'YBAA.AA' },
      { kind: 'opaque', id: 28, name: undefined, text: 'anything-may_be.here' },
    ]);
    expect(encodeGpp({ sections })).toBe(later);
  });

  test('a model is frozen in depth', () => {
    const { sections } = decodeGpp('DBABLA~BVQqAAAAAgA.QA');
    const [section] = sections;
    expect([sections, section, section?.kind === 'us' && section.fields].every(Object.isFrozen)).toBe(true);
  });
});

describe('writing', () => {
  test('what a string says is written again as it was said', () => {
    fc.assert(
      fc.property(gppModel, (model) => {
        expect(decodeGpp(encodeGpp(model))).toEqual(model);
      }),
      { numRuns: 2000 },
    );
  });

  test('headers hold any ascending ids', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 255 }), { maxLength: 60 }), (ids) => {
        const sorted = ids.sort((one, other) => one - other);
        expect(decodeHeader(encodeHeader(sorted), sorted.length)).toEqual(sorted);
      }),
    );
  });

  const national = decodeGpp('DBABLA~BVQqAAAAAgA.QA').sections[0];
  const withField = (change: object): GppModel => {
    if (national?.kind !== 'us') throw new Error('no section');
    return { sections: [{ ...national, fields: { ...national.fields, ...change } }] };
  };

  test.each([
    [{ SaleOptOut: 4 }, '/sections/0/fields/SaleOptOut'],
    [{ SaleOptOut: -1 }, '/sections/0/fields/SaleOptOut'],
    [{ SaleOptOut: 0.5 }, '/sections/0/fields/SaleOptOut'],
    [{ SaleOptOut: '1' }, '/sections/0/fields/SaleOptOut'],
    [{ SaleOptOut: Number.NaN }, '/sections/0/fields/SaleOptOut'],
    [{ SaleOptOut: undefined }, '/sections/0/fields/SaleOptOut'],
    [{ SensitiveDataProcessing: [1, 2] }, '/sections/0/fields/SensitiveDataProcessing'],
    [{ SensitiveDataProcessing: 1 }, '/sections/0/fields/SensitiveDataProcessing'],
    [{ Version: 3 }, '/sections/0'],
  ])('fields with %o are refused', (change, at) => {
    expect(errorOf(() => encodeGpp(withField(change)))).toEqual(refusedAt(at));
  });

  test('sections that are there twice, out of order, or under the id of another are refused', () => {
    const usp: GppSection = {
      kind: 'usp',
      id: 6,
      name: 'uspv1',
      fields: { Version: 1, Notice: 'Y', OptOutSale: 'N', LspaCovered: 'N' },
    };
    const opaque = (id: number, text: string): GppSection => ({ kind: 'opaque', id, name: undefined, text });
    const at = (...sections: readonly GppSection[]) => errorOf(() => encodeGpp({ sections }));
    expect(at(usp, usp)).toEqual(refusedAt('/sections'));
    expect(at(usp, opaque(2, 'C'))).toEqual(refusedAt('/sections'));
    for (const id of [0, -1, 1.5, 256, Number.NaN]) expect(at(opaque(id, 'C'))).toEqual(refusedAt('/sections'));
    expect(at({ kind: 'opaque', id: 9, name: 'tcfeuv2', text: 'C' })).toEqual(refusedAt('/sections/0/id'));
    for (const text of ['', 'C~D', 'é']) expect(at(opaque(2, text))).toEqual(refusedAt('/sections/0'));
    expect(at({ ...usp, fields: { ...usp.fields, Notice: 'YY' } })).toEqual(refusedAt('/sections/0'));
  });
});

/** Bits as characters, padded. */
function sextets(bits: string): string {
  const padded = bits.padEnd(Math.ceil(bits.length / 6) * 6, '0');
  return padded.replace(/.{6}/g, (six) => ALPHABET.charAt(Number.parseInt(six, 2)));
}
