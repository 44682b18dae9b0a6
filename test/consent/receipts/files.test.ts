import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKindredError } from '../../../src/consent/index.ts';
import { carriedLedger, exportPerson, readCarried, readPersonExport } from '../../../src/consent/receipts/index.ts';
import { type Json, seededRandom } from '../../../src/core/index.ts';
import { granted, ledgerOf, ledgers, NOW, OTHER, POLICY, SHOP, STORY } from './fixtures.ts';

const PARTS = {
  exportedAt: NOW,
  ledger: STORY,
  policy: POLICY,
  profile: { affinity: { category: { tea: 2 } } },
  interests: ['green tea'],
  ids: { anonymousId: 'abc' },
  waiting: [{ event: 'Product Viewed' }],
  collected: [{ event: 'Order Completed' }],
  receipts: [{ receipt_id: '1' }],
};
const PERSON = exportPerson(PARTS);
const CARRIED = carriedLedger(STORY, POLICY, { interests: ['green tea'], tags: ['vegan'] });

type Members = Record<string, unknown>;
const edited = (text: string, edit: (file: Members) => void): string => {
  const file: Members = JSON.parse(text);
  edit(file);
  return JSON.stringify(file);
};

/** The code of what is thrown; anything but a typed error fails. */
function codeOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (isKindredError(error)) return error.code;
    throw error;
  }
}

const json: fc.Arbitrary<Json> = fc
  .jsonValue()
  .map((value): Json => JSON.parse(JSON.stringify(value)))
  .filter((value) => value !== null);

describe("a person's export", () => {
  test('holds all of it, and reads back to the same', () => {
    fc.assert(
      fc.property(
        ledgers,
        json,
        fc.array(json),
        fc.dictionary(fc.string(), fc.string()),
        (ledger, profile, events, ids) => {
          const parts = { ...PARTS, ledger, profile, waiting: events, collected: events, ids };
          const { waiting, collected, ...read } = readPersonExport(exportPerson(parts));
          const same = JSON.parse(JSON.stringify({ ...parts, source: SHOP }));
          expect(JSON.parse(JSON.stringify({ ...read, waiting, collected }))).toEqual(same);
        },
      ),
    );
  });

  test('needs no more than permissions', () => {
    const read = readPersonExport(exportPerson({ exportedAt: NOW, ledger: STORY, policy: POLICY }));
    expect(read).toMatchObject({ interests: [], ids: {}, waiting: [], collected: [], receipts: [] });
    expect(Object.hasOwn(read, 'profile')).toBe(false);
  });

  test('of another shop is refused where one of this shop is wanted', () => {
    const other = exportPerson({ ...PARTS, ledger: ledgerOf([{ changes: [granted('analytics')] }], OTHER) });
    expect(readPersonExport(other).source).toBe(OTHER);
    expect(readPersonExport(PERSON, { source: SHOP }).source).toBe(SHOP);
    const read = () => readPersonExport(other, { source: SHOP });
    expect(read).toThrow(expect.objectContaining({ code: 'invalid-ledger', at: '/ledger/source' }));
  });

  test('is frozen', () => {
    const read = readPersonExport(PERSON);
    expect([read, read.ledger.events, read.waiting, read.ids, read.profile].every(Object.isFrozen)).toBe(true);
  });

  test('names that are those of a prototype are kept as data, and change no prototype', () => {
    const text = PERSON.replace('"affinity"', '"__proto__"').replace('"anonymousId"', '"__proto__"');
    const { profile, ids } = readPersonExport(text);
    expect(Object.keys(Object(profile))).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(profile)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(ids)).toBe(Object.prototype);
    expect(Reflect.get({}, 'category')).toBeUndefined();
    expect(codeOf(() => readPersonExport('{"__proto__": {"kind": "kindred-person", "version": 1}}'))).toBe(
      'invalid-input',
    );
  });
});

describe('a carried file', () => {
  test('holds permissions, interests and tags, and nothing of what was done', () => {
    expect(readCarried(CARRIED)).toEqual({
      source: SHOP,
      ledger: STORY,
      policy: POLICY,
      interests: ['green tea'],
      tags: ['vegan'],
    });
  });

  test("may be a person's export, of which only that is read", () => {
    expect(readCarried(PERSON)).toEqual({
      source: SHOP,
      ledger: STORY,
      policy: POLICY,
      interests: ['green tea'],
      tags: [],
    });
  });
});

describe.each([
  ['readPersonExport', PERSON, (text: string) => readPersonExport(text)],
  ['readCarried', CARRIED, (text: string) => readCarried(text)],
])('%s', (_, whole, read) => {
  test('a file is read whole or not at all', () => {
    const forged = edited(whole, (file) => {
      file.interests = ['fine', 7];
    });
    expect(() => read(forged)).toThrow(expect.objectContaining({ code: 'invalid-input', at: '/interests' }));
    for (let end = 0; end < whole.length; end += 97)
      expect(codeOf(() => read(whole.slice(0, end)))).toBe('invalid-input');
  });

  test('10 MB is too much', () => {
    expect(codeOf(() => read(' '.repeat(10_000_001)))).toBe('import-too-large');
    expect(codeOf(() => read(`"${'茶'.repeat(3_400_000)}"`))).toBe('import-too-large');
    expect(codeOf(() => read(`"${'t'.repeat(9_999_998)}"`))).toBe('invalid-input');
  });

  test('what nests too deep or holds too much is refused', () => {
    expect(codeOf(() => read(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`))).toBe('invalid-input');
    expect(codeOf(() => read(`[${'0,'.repeat(2_000_000)}0]`))).toBe('invalid-input');
  });

  test.each([
    [2, 'newer release'],
    ['1', 'must be 1'],
    [undefined, 'is missing'],
  ])('version %s is told', (version, words) => {
    const other = edited(whole, (file) => {
      file.version = version;
    });
    expect(() => read(other)).toThrow(expect.objectContaining({ code: 'invalid-input', at: '/version' }));
    expect(() => read(other)).toThrow(words);
  });

  test('another sort of file is told', () => {
    expect(() => read('{"kind": "shopping-list", "version": 1}')).toThrow(expect.objectContaining({ at: '/kind' }));
    expect(() => read('[]')).toThrow(expect.objectContaining({ at: '/kind' }));
    expect(() => read('<html>')).toThrow(/is not JSON/);
  });

  test('a broken chain is told with its place', () => {
    const forged = whole.replace('"on-device"', '"identified"');
    expect(() => read(forged)).toThrow(expect.objectContaining({ code: 'invalid-ledger', at: '/ledger/events/0' }));
    const none = edited(whole, (file) => {
      delete file.ledger;
    });
    expect(codeOf(() => read(none))).toBe('invalid-ledger');
  });

  test('a policy that is none is told', () => {
    const forged = edited(whole, (file) => {
      file.policy = { version: '1', purposes: [] };
    });
    expect(() => read(forged)).toThrow(expect.objectContaining({ code: 'invalid-policy', at: '/policy' }));
  });

  test('any rubbish gets a typed answer', () => {
    fc.assert(fc.property(fc.string(), (text) => codeOf(() => read(text)) !== undefined));
    fc.assert(fc.property(fc.json(), (text) => codeOf(() => read(text)) !== undefined));
    const random = seededRandom(7);
    for (let run = 0; run < 500; run++) {
      const at = Math.floor(random.next() * whole.length);
      const letter = String.fromCharCode(32 + Math.floor(random.next() * 95));
      codeOf(() => read(`${whole.slice(0, at)}${letter}${whole.slice(at + 1)}`));
    }
  });

  test.each([
    'interests',
    'ledger',
    'policy',
    'source',
    'exportedAt',
    'ids',
    'waiting',
    'collected',
    'receipts',
    'tags',
  ])('a wrong %s gets a typed answer', (member) => {
    for (const value of [null, 7, 'x', [1], { length: 1 }, true]) {
      const forged = edited(whole, (file) => {
        file[member] = value;
      });
      const code = codeOf(() => read(forged));
      if (code !== undefined) expect(code).toMatch(/^invalid-(input|ledger|policy)$/);
    }
  });
});
