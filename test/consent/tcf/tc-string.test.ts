import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeTcString,
  encodeTcString,
  isKindredError,
  readTcString,
  type TcModel,
} from '../../../src/consent/tcf/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { tcModel } from './models.ts';

const MODEL: TcModel = {
  created: Date.UTC(2026, 2, 1),
  lastUpdated: Date.UTC(2026, 2, 1),
  cmpId: 300,
  cmpVersion: 1,
  consentScreen: 1,
  consentLanguage: 'DE',
  vendorListVersion: 17,
  policyVersion: 5,
  isServiceSpecific: true,
  useNonStandardTexts: false,
  specialFeatureOptIns: [],
  purposeConsents: [1, 2],
  purposeLegitimateInterests: [],
  purposeOneTreatment: false,
  publisherCountryCode: 'DE',
  vendorConsents: [755],
  vendorLegitimateInterests: [],
  publisherRestrictions: [],
};

describe('writing and reading', () => {
  test('undo each other', () => {
    fc.assert(
      fc.property(tcModel, (model) => {
        expect(decodeTcString(encodeTcString(model))).toEqual(model);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test('every TC string that is written names the disclosed vendors', () => {
    const { vendorsDisclosed } = decodeTcString(encodeTcString(MODEL));
    expect(vendorsDisclosed).toEqual([]);
    fc.assert(
      fc.property(tcModel, (model) => {
        expect(encodeTcString(model).split('.')[1]).toMatch(/^[I-P]/);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  test('the order in which ids are given does not matter', () => {
    const shuffled = encodeTcString({ ...MODEL, vendorConsents: [9, 3, 755, 3], purposeConsents: [2, 1] });
    expect(shuffled).toBe(encodeTcString({ ...MODEL, vendorConsents: [3, 9, 755] }));
  });

  test('vendors become bits or ranges, whichever is shorter', () => {
    const lengthOf = (vendorsDisclosed: readonly number[]) =>
      encodeTcString({ ...MODEL, vendorsDisclosed }).split('.')[1]?.length;
    const all = Array.from({ length: 1200 }, (_, index) => index + 1);
    // 3 bits of type, 16 of the highest id, 1 of the form; then 12 and 33 for one range, or 1,200 bits, in groups of 24.
    expect(lengthOf(all)).toBe((24 * Math.ceil((20 + 12 + 33) / 24)) / 6);
    expect(lengthOf(all.filter((id) => id % 2 === 0))).toBe((24 * Math.ceil((20 + 1200) / 24)) / 6);
  });

  test.each([
    ['/cmpId', { cmpId: 1 }],
    ['/cmpId', { cmpId: 4096 }],
    ['/cmpVersion', { cmpVersion: -1 }],
    ['/policyVersion', { policyVersion: 1.5 }],
    ['/created', { created: Number.NaN }],
    ['/lastUpdated', { lastUpdated: 2 ** 43 }],
    ['/consentLanguage', { consentLanguage: 'GER' }],
    ['/consentLanguage', { consentLanguage: 'Ä1' }],
    ['/publisherCountryCode', { publisherCountryCode: '' }],
    ['/purposeConsents', { purposeConsents: [25] }],
    ['/vendorConsents', { vendorConsents: [0] }],
    ['/vendorsDisclosed', { vendorsDisclosed: [65_536] }],
  ])('a value that the format cannot hold is refused at %s', (at, change) => {
    expect(errorOf(() => encodeTcString({ ...MODEL, ...change }))).toEqual(['invalid-signal', at]);
  });
});

describe('reading', () => {
  const core = encodeTcString(MODEL).split('.')[0] ?? '';

  test.each([
    ['nothing', ''],
    ['no text', 7],
    ['no text at all', undefined],
    ['an object with a method of its own', { split: () => [] }],
    ['version 1', 'BOPnWgIOPnWgIAAABAENAI4AAAAA0ABA'],
    ['a string that goes on with a second core', `${core}.${core}`],
    ['disclosed vendors twice', `${core}.IAAA.IAAA`],
    ['a segment of an unknown type', `${core}.gAAA`],
    ['an empty segment', `${core}.`],
    ['a segment before the core', `IAAA.${core}`],
    ['characters of another alphabet', core.replace('A', '+')],
    ['letters that look alike', core.replace('A', 'А')],
    ['white space', `${core} `],
    ['prototype keys', '__proto__'],
    ['a text of many megabytes', 'C'.repeat(5_000_000)],
  ])('%s is no TC string', (_, text) => {
    expect(errorOf(() => decodeTcString(text))[0]).toBe('invalid-signal');
    expect(readTcString(text)).toBeUndefined();
  });

  test('a string that is cut says where', () => {
    expect(errorOf(() => decodeTcString(core.slice(0, 12)))).toEqual(['invalid-signal', '/lastUpdated']);
  });

  test('ranges that overlap are refused, so that a short text cannot fill memory', () => {
    // Each range of all ids takes 33 bits: unfolded, this would be 29 million ids.
    const ranges = 440;
    const bits = `001${'1'.repeat(16)}1${ranges.toString(2).padStart(12, '0')}${`1${'1'.padStart(16, '0')}${'1'.repeat(16)}`.repeat(ranges)}`;
    expect(errorOf(() => decodeTcString(`${core}.${base64url(bits)}`))).toEqual([
      'invalid-signal',
      '/vendorsDisclosed',
    ]);
  });

  test('restrictions that name everybody again and again are refused for the same reason', () => {
    const everybody = Array.from({ length: 0xffff }, (_, index) => index + 1);
    const publisherRestrictions = Array.from(
      { length: 5 },
      () => ({ purposeId: 1, type: 0, vendors: everybody }) as const,
    );
    expect(errorOf(() => encodeTcString({ ...MODEL, publisherRestrictions }))).toEqual([
      'invalid-signal',
      '/publisherRestrictions',
    ]);
  });

  test('whatever is not a TC string is answered with a typed error', () => {
    const random = seededRandom(7);
    const seeds = fc.sample(tcModel, { seed: 3, numRuns: 80 }).map(encodeTcString).filter(isShort);
    const outcomes = { read: 0, refused: 0 };
    for (let turn = 0; turn < RUBBISH; turn++) {
      const text = turn % 2 === 0 ? mutated(seeds[turn % seeds.length] ?? '', random) : rubbish(random);
      outcomes[isRefused(text) ? 'refused' : 'read']++;
    }
    // Both happen: a changed bit may be another valid choice.
    expect(outcomes.refused).toBeGreaterThan(RUBBISH / 2);
    expect(outcomes.read).toBeGreaterThan(100);
  }, 60_000);
});

/** The benchmark reads a million. */
const RUBBISH = 200_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ODD = `${ALPHABET}.=+/ %\0é`;

const isShort = (text: string) => text.length < 500;

type Draw = ReturnType<typeof seededRandom>;

function mutated(text: string, random: Draw): string {
  const at = Math.floor(random.next() * text.length);
  const odd = ODD.charAt(Math.floor(random.next() * ODD.length));
  const kind = random.next();
  if (kind < 0.3) return text.slice(0, at);
  if (kind < 0.4) return text.slice(at);
  return text.slice(0, at) + odd + text.slice(at + 1);
}

function rubbish(random: Draw): string {
  const body = Array.from({ length: Math.floor(random.next() * 60) }, () => ODD.charAt(Math.floor(random.next() * 66)));
  return (random.next() < 0.7 ? 'C' : '') + body.join('');
}

/** Anything else that is thrown fails the test. */
function isRefused(text: string): boolean {
  try {
    decodeTcString(text);
    return false;
  } catch (error) {
    if (isKindredError(error) && error.code === 'invalid-signal') return true;
    throw error;
  }
}

function errorOf(run: () => unknown): readonly [code: string, at: string | undefined] {
  try {
    run();
    return ['none', undefined];
  } catch (error) {
    return isKindredError(error) ? [error.code, error.at] : [String(error), undefined];
  }
}

function base64url(bits: string): string {
  const padded = bits.padEnd(Math.ceil(bits.length / 6) * 6, '0');
  return (padded.match(/.{6}/g) ?? []).map((six) => ALPHABET.charAt(Number.parseInt(six, 2))).join('');
}
