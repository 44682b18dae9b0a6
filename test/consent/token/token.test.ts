import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Choice,
  type ConsentPolicyDefinition,
  createConsent,
  DEGREES,
  definePolicy,
} from '../../../src/consent/index.ts';
import { checkLedger } from '../../../src/consent/ledger-check.ts';
import { encodeConsentToken } from '../../../src/consent/token/encode-token.ts';
import { type ReadTokenOptions, readConsentToken } from '../../../src/consent/token/read-token.ts';
import { decodeCells, encodeCells } from '../../../src/consent/token/token-cells.ts';
import { memoryPlatform, seededRandom } from '../../../src/testing/index.ts';

const KEY = 'a secret for tests, of 32 bytes.';
const SOURCE = 'shop.example';
const DAY_MS = 86_400_000;

const range = (length: number) => Array.from({ length }, (_, n) => n);

/** Purposes p0, p1 … (the last one sells), and parties d1.example, d2.example … in two groups. */
function definition(purposes: number, parties: number): ConsentPolicyDefinition {
  const ids = range(purposes).map((n) => `p${n}`);
  return {
    version: '7',
    purposes: ids.map((id, n) => ({ id, title: id, description: '', sale: n === purposes - 1, degree: 'identified' })),
    parties: range(parties).map((n) => ({ id: `d${n}.example`, name: 'D', purposes: ids, groups: [`g${n % 2}`] })),
    groups: ['g0', 'g1'].map((id) => ({ id, title: id, description: '' })),
  };
}

function setUp(purposes = 11, parties = 20, signals: readonly string[] = []) {
  const platform = memoryPlatform();
  const policy = definePolicy(definition(purposes, parties));
  const consent = createConsent({ ...platform, source: SOURCE, policy, signals });
  const now = () => platform.clock.now();
  const encode = () => encodeConsentToken(consent, { key: KEY, head: consent.ledger().head, now: now(), signals });
  const read = (text: unknown, options: Partial<ReadTokenOptions> = {}) =>
    readConsentToken(text, { keys: [KEY], policy, source: SOURCE, now: now(), ...options });
  return { consent, policy, now, encode, read, advance: platform.clock.advance };
}

/** Every question that can be asked without a scope, with some that nobody may ask. */
const questions = (purposes: number, parties: number) =>
  [...range(purposes).map((n) => `p${n}`), 'unknown', '__proto__'].flatMap((purpose) =>
    [undefined, SOURCE, ...range(parties).map((n) => `d${n}.example`), 'stranger'].flatMap((party) =>
      DEGREES.map((degree) => ({ purpose, degree, ...(party === undefined ? {} : { party }) })),
    ),
  );

describe('the size of a token', () => {
  test('11 purposes, 20 parties and 5 degrees need at most 160 characters, whatever was chosen', () => {
    const { consent, encode, read } = setUp(11, 20);
    const degreeOf = (n: number) => DEGREES[(n * 7 + (n >> 2)) % DEGREES.length] ?? 'none';
    const choices = consent.policy.parties.flatMap(({ id: party }, row) =>
      consent.purposes.map(({ id }, column): Choice => ({ purpose: id, party, degree: degreeOf(row * 11 + column) })),
    );
    consent.choose([...choices, ...consent.purposes.map(({ id: purpose }, n) => ({ purpose, degree: degreeOf(n) }))]);
    const token = encode();
    expect(token.length).toBeLessThanOrEqual(160);
    for (const question of questions(11, 20)) {
      expect(read(token).check(question).allow).toBe(consent.check(question).allow);
    }
  });

  test('a person who decides on all parties alike needs half of it', () => {
    const { consent, encode } = setUp(11, 20);
    consent.grant('*', { party: '*' });
    expect(encode().length).toBeLessThanOrEqual(64);
    consent.refuse('p3');
    expect(encode().length).toBeLessThanOrEqual(64);
  });

  test('a policy that no cookie holds is refused with its remedy', () => {
    const policy = definePolicy(definition(40, 400));
    const { consent } = setUp(2, 0);
    consent.grant('p0', { degree: 'anonymous' });
    const [yes, no] = ['p0', 'p1'].map((purpose) => consent.check({ purpose, degree: 'anonymous' }));
    const random = seededRandom(1);
    const check = () => (random.next() < 0.5 ? yes : no) ?? consent.check({ purpose: 'p1' });
    const encode = () => encodeConsentToken({ source: SOURCE, policy, check }, { key: KEY, head: '', now: 0 });
    expect(encode).toThrowError(expect.objectContaining({ code: 'invalid-token' }));
  });

  test('a run of what is no degree is not read', () => {
    expect(decodeCells(Uint8Array.of(4 * 51), 1, true)).toEqual(Uint8Array.of(4));
    expect(decodeCells(Uint8Array.of(255), 1, true)).toBeUndefined();
  });

  test('cells are read back as they were written, in either form', () => {
    const cells = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 })), { maxLength: 400 });
    fc.assert(
      fc.property(cells, (written) => {
        const { bytes, isRuns } = encodeCells(written);
        expect([...(decodeCells(bytes, written.length, isRuns) ?? [])]).toEqual(written);
        expect(decodeCells(bytes, written.length + 400, isRuns)).toBeUndefined();
      }),
      { seed: 11 },
    );
  });
});

describe('a token in the wrong hands', () => {
  test('any flipped bit is denied', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('*', { party: '*' });
    const token = encode();
    for (let place = 0; place < token.length; place++) {
      for (const bit of [1, 2, 4, 8, 16, 32]) {
        const letter = String.fromCharCode(token.charCodeAt(place) ^ bit);
        const forged = read(token.slice(0, place) + letter + token.slice(place + 1));
        expect(forged.kind).toBe('refused');
        expect(forged.check({ purpose: 'p0' }).allow).toBe(false);
      }
    }
  });

  test('any cut is denied, and told as such', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('*');
    const token = encode();
    for (let length = 1; length < token.length; length++) {
      expect(read(token.slice(0, length))).toMatchObject({ kind: 'refused', why: 'cut' });
    }
    expect(read(`${token}A`)).toMatchObject({ why: 'malformed' });
    expect(read(token + token)).toMatchObject({ why: 'malformed' });
  });

  test('any letter replaced by any other is denied', () => {
    const { consent, encode, read } = setUp(5, 3);
    consent.grant('p1');
    const token = encode();
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    for (let place = 0; place < token.length; place++) {
      for (const letter of alphabet.filter((other) => other !== token[place])) {
        expect(read(token.slice(0, place) + letter + token.slice(place + 1)).kind).toBe('refused');
      }
    }
  });

  test('rubbish of any type is denied without an exception', () => {
    const { read } = setUp(3, 2);
    for (const rubbish of [undefined, null, '']) expect(read(rubbish)).toMatchObject({ why: 'missing' });
    for (const rubbish of [7, {}, [], true, '💥', 'a b', 'x'.repeat(100_000)]) {
      expect(read(rubbish)).toMatchObject({ why: 'malformed' });
    }
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.jsonValue()), (rubbish) => {
        expect(read(rubbish).check({ purpose: 'p0' }).allow).toBe(false);
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  test('a token of another key, another shop or another policy is denied', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('*');
    const token = encode();
    expect(read(token, { keys: ['another secret of some bytes'] })).toMatchObject({ why: 'forged' });
    expect(read(token, { keys: [] })).toMatchObject({ why: 'forged' });
    expect(read(token, { source: 'other.example' })).toMatchObject({ why: 'other-policy' });
    const given = definition(3, 2);
    const others: readonly unknown[] = [
      { ...given, version: '8' },
      { ...given, purposes: given.purposes.toReversed() },
      { ...given, purposes: given.purposes.map((purpose) => ({ ...purpose, sale: true })) },
      { ...given, parties: given.parties?.slice(1) },
      definition(3, 3),
    ];
    for (const other of others) {
      expect(read(token, { policy: definePolicy(other) })).toMatchObject({ why: 'other-policy' });
    }
    const reworded = { ...given, purposes: given.purposes.map((purpose) => ({ ...purpose, title: 'In other words' })) };
    expect(read(token, { policy: definePolicy(reworded) }).kind).toBe('token');
  });

  test('while keys change, tokens of the old one are read', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('*');
    expect(read(encode(), { keys: ['the newer secret of some bytes', KEY] }).kind).toBe('token');
  });

  test('a short key is refused at once', () => {
    const { read, consent } = setUp(3, 2);
    expect(() => read('x', { keys: ['short'] })).toThrowError(expect.objectContaining({ code: 'invalid-options' }));
    expect(() => encodeConsentToken(consent, { key: new Uint8Array(15), head: '', now: 0 })).toThrowError(/16 bytes/);
  });
});

describe('what a token allows', () => {
  test('it ends with its lifetime, and with the first permission in it that ends', () => {
    const { consent, encode, read, advance, now } = setUp(3, 2);
    consent.grant('p0');
    expect(read(encode())).toMatchObject({ expires: now() - (now() % 1000) + 7 * DAY_MS });
    consent.grant('p1', { until: now() + 60_000 });
    const token = encode();
    advance(59_000);
    expect(read(token).check({ purpose: 'p1' })).toMatchObject({ allow: true, why: 'granted', degree: 'identified' });
    const held = read(token);
    advance(1_000);
    expect(read(token)).toMatchObject({ kind: 'refused', why: 'expired' });
    expect(read(token).check({ purpose: 'p0' })).toMatchObject({ allow: false, why: 'expired' });
    expect(held.check({ purpose: 'p0', now: now() })).toMatchObject({ allow: false, why: 'expired' });
  });

  test('it says why not, as the ledger does', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('p0', { degree: 'anonymous' });
    const { check } = read(encode());
    expect(check({ purpose: 'p0', degree: 'pseudonymous' })).toMatchObject({ why: 'degree-too-low' });
    expect(check({ purpose: 'p1' })).toMatchObject({ why: 'unset', degree: 'none' });
    expect(check({ purpose: 'constructor' })).toMatchObject({ why: 'unknown-purpose' });
    expect(check({ purpose: 'p0', party: 'stranger' })).toMatchObject({ why: 'unknown-party' });
    expect(check({ purpose: 'p0', scope: { precision: 'coarse' } })).toMatchObject({
      allow: false,
      why: 'out-of-scope',
    });
  });

  test('it tells that a permission has limits which only the ledger knows', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('p0');
    expect(read(encode())).toMatchObject({ isLimited: false });
    consent.grant('p1', { scope: { precision: 'coarse' } });
    expect(read(encode())).toMatchObject({ isLimited: true });
  });

  test('a pause denies everything', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('*');
    consent.pause();
    expect(read(encode()).check({ purpose: 'p0' }).allow).toBe(false);
  });

  test('a signal that came later refuses sales and other parties', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('*', { party: '*' });
    const { check } = read(encode(), { signals: ['gpc'] });
    expect(check({ purpose: 'p0' }).allow).toBe(true);
    expect(check({ purpose: 'p2' })).toMatchObject({ allow: false, why: 'signal' });
    expect(check({ purpose: 'p0', party: 'd1.example' })).toMatchObject({ allow: false, why: 'signal' });
  });

  test('a permission that was given under the signal stands, for that signal alone', () => {
    const { consent, encode, read } = setUp(3, 2, ['gpc']);
    consent.grant('*', { party: '*' });
    const question = { purpose: 'p2', party: 'd1.example' };
    expect(read(encode(), { signals: ['gpc'] }).check(question).allow).toBe(true);
    expect(read(encode(), { signals: ['dnt'] }).check(question).allow).toBe(false);
    expect(read(encode(), { signals: ['gpc', 'news'] }).check(question).allow).toBe(false);
  });

  test('repeated questions are answered by the same object', () => {
    const { consent, encode, read } = setUp(3, 2);
    consent.grant('*');
    const { check } = read(encode());
    expect(check({ purpose: 'p0' })).toBe(check({ purpose: 'p1' }));
    expect(Object.isFrozen(check({ purpose: 'p0' }))).toBe(true);
  });

  test('it never allows what the ledger denies, and without a signal just what the ledger allows', () => {
    const [purposes, parties] = [4, 3];
    const party = fc.constantFrom(undefined, SOURCE, '*', 'g0', 'g1', 'd0.example', 'd1.example', 'd2.example');
    const act = fc.record({
      kind: fc.constantFrom('grant', 'grant', 'refuse', 'withdraw', 'pause', 'resume'),
      purpose: fc.constantFrom('*', 'p0', 'p1', 'p2', 'p3'),
      party,
      degree: fc.constantFrom(...DEGREES.slice(1)),
      limit: fc.constantFrom('none', 'from', 'until', 'scope'),
      days: fc.integer({ min: 0, max: 100 }),
      wait: fc.integer({ min: 0, max: 50 }),
    });
    const signals = fc.constantFrom([], ['gpc'], ['dnt']);
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 8 }),
        signals,
        signals,
        fc.integer({ max: 9, min: 0 }),
        (acts, before, then, days) => {
          const { consent, policy, encode, read, advance, now } = setUp(purposes, parties, before);
          for (const { kind, purpose, party: named, degree, limit, days: within, wait } of acts) {
            const to = named === undefined ? {} : { party: named };
            const time = { [limit]: limit === 'scope' ? { precision: 'coarse' } : now() + within * DAY_MS };
            if (kind === 'grant') consent.grant(purpose, { ...to, degree, ...(limit === 'none' ? {} : time) });
            else if (kind === 'refuse') consent.refuse(purpose, to);
            else if (kind === 'withdraw') consent.withdraw(purpose, to);
            else if (kind === 'pause') consent.pause();
            else consent.resume();
            advance(wait * DAY_MS);
          }
          const token = encode();
          const atOnce = read(token, { signals: before });
          const atFirst = checkLedger(consent.ledger(), { policy, now: now(), signals: before });
          advance(days * DAY_MS);
          const later = read(token, { signals: then });
          const ledger = checkLedger(consent.ledger(), { policy, now: now(), signals: then });
          const asked = questions(purposes, parties);
          const widened = asked.filter((question) => later.check(question).allow && !ledger.check(question).allow);
          const differing = asked.filter((question) => atOnce.check(question).allow !== atFirst.check(question).allow);
          expect(widened).toEqual([]);
          if (atOnce.kind === 'token') expect(differing).toEqual([]);
        },
      ),
      { seed: 13, numRuns: 120 },
    );
  });
});
