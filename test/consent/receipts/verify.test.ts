import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { hashEvent, type Ledger } from '../../../src/consent/index.ts';
import {
  createLedgerSigner,
  generateLedgerKeys,
  type LedgerSigner,
  type PublicJwk,
  parsePublicKey,
  SIGNATURE_ALGORITHMS,
  signLedger,
  verifyLedger,
} from '../../../src/consent/receipts/index.ts';
import { isRecord } from '../../../src/core/index.ts';
import { granted, ledgerOf, ledgers, OTHER, SHOP, STORY } from './fixtures.ts';

const { subtle } = crypto;
const copyOf = (ledger: unknown) => JSON.parse(JSON.stringify(ledger));

interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/** Every member of a JSON value, at any depth. */
function placesIn(value: unknown): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap((item, key) => [{ parent: value, key }, ...placesIn(item)]);
  if (!isRecord(value)) return [];
  const parent: Record<string, unknown> = value;
  return Object.entries(value).flatMap(([key, item]) => [{ parent, key }, ...placesIn(item)]);
}

const get = ({ parent, key }: Place): unknown => Reflect.get(parent, key);

/** Something else than what was there, of the same kind where possible. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return value === 'granted' ? 'refused' : `${value}x`;
  return Array.isArray(value) ? [...value, 'x'] : {};
}

const isBroken = async (ledger: unknown, options = {}) => !(await verifyLedger(ledger, options)).ok;

describe('a chain', () => {
  test('that nobody touched is whole', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, async (ledger) => {
        const { head, events } = ledger;
        const expected = { ok: true, events: events.length, head, signed: 0, isSignatureChecked: false };
        expect(await verifyLedger(copyOf(ledger), { source: SHOP })).toEqual(expected);
      }),
    );
  });

  test('tampering with any field of any event is found', async () => {
    for (const place of placesIn(copyOf(STORY).events).keys()) {
      for (const act of ['change', 'remove'] as const) {
        const ledger = copyOf(STORY);
        const found = placesIn(ledger.events)[place];
        if (!found) throw new Error('The places moved.');
        if (act === 'change') Reflect.set(found.parent, found.key, otherThan(get(found)));
        else if (Array.isArray(found.parent)) found.parent.splice(Number(found.key), 1);
        else Reflect.deleteProperty(found.parent, found.key);
        expect(await isBroken(ledger), `${act} ${found.key}`).toBe(true);
      }
    }
  });

  test('events that are changed, added, removed, doubled, swapped or cut off are found', async () => {
    const edits: Readonly<Record<string, (events: unknown[], at: number) => void>> = {
      remove: (events, at) => events.splice(at, 1),
      double: (events, at) => events.splice(at, 0, events[at]),
      insert: (events, at) => events.splice(at, 0, { ...Object(events[at]), id: 'forged' }),
      append: (events) => events.push({ ...Object(events.at(-1)), seq: events.length }),
      swap: (events, at) => events.reverse() && at,
      cut: (events, at) => events.splice(at),
    };
    await fc.assert(
      fc.asyncProperty(ledgers, fc.constantFrom(...Object.keys(edits)), fc.nat(), async (ledger, edit, position) => {
        fc.pre(edit !== 'swap' || ledger.events.length > 1);
        const forged = copyOf(ledger);
        edits[edit]?.(forged.events, position % forged.events.length);
        expect(await isBroken(forged)).toBe(true);
      }),
    );
  });

  test('any mutation of any member is found', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.nat(), fc.jsonValue(), async (ledger, position, value) => {
        const forged = copyOf(ledger);
        const places = placesIn(forged.events);
        const place = places[position % places.length];
        if (!place) return;
        fc.pre(JSON.stringify(get(place)) !== JSON.stringify(value));
        Reflect.defineProperty(place.parent, place.key, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
        expect(await isBroken(forged)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a member that was smuggled in is found', async () => {
    for (const key of ['note', '__proto__', 'toJSON']) {
      const forged = copyOf(STORY);
      Reflect.defineProperty(forged.events[1], key, { value: { admin: true }, enumerable: true });
      expect(await isBroken(forged), key).toBe(true);
    }
  });

  test.each(['', 'f'.repeat(64), STORY.events[1]?.prev])('a head that is %s is found', async (head) => {
    expect(await verifyLedger({ ...copyOf(STORY), head })).toMatchObject({ ok: false, why: 'head' });
  });

  test('the answer names the event at which it breaks', async () => {
    const forged = copyOf(STORY);
    forged.events[2].changes[0].purpose = 'analytics';
    expect(await verifyLedger(forged)).toEqual({ ok: false, at: 2, why: 'changed' });
  });

  test('a chain that was written anew is found by an earlier head, and so is one that was cut', async () => {
    const known = STORY.events[3]?.prev ?? '';
    expect(await verifyLedger(STORY, { knownHead: known })).toMatchObject({ ok: true });
    expect(await verifyLedger(STORY, { knownHead: STORY.head })).toMatchObject({ ok: true });
    const anew = ledgerOf([{ changes: [granted('ads')] }]);
    expect(await verifyLedger(anew, { knownHead: known })).toEqual({ ok: false, at: 0, why: 'other-history' });
    const events = STORY.events.slice(0, 2);
    const cut = { ...STORY, events, head: STORY.events[2]?.prev ?? '' };
    expect(await isBroken(cut)).toBe(false);
    expect(await isBroken(cut, { knownHead: STORY.head })).toBe(true);
  });

  test('the ledger of another party is told where one of the same shop is wanted', async () => {
    const other = ledgerOf([{ changes: [granted('analytics')] }], OTHER);
    expect(await verifyLedger(other, { source: SHOP })).toEqual({ ok: false, at: 0, why: 'other-source' });
  });

  test('rubbish is no ledger, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        expect(await isBroken(value)).toBe(true);
      }),
    );
    let deep: unknown = 1;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    const forged = { ...STORY, events: [{ ...STORY.events[0], extra: deep }] };
    expect(await verifyLedger(forged)).toMatchObject({ ok: false, why: 'not-a-ledger' });
  });
});

describe.each(SIGNATURE_ALGORITHMS)('signatures with %s', (algorithm) => {
  let signer: LedgerSigner;
  let publicKey: PublicJwk;
  let signed: Ledger;

  beforeAll(async () => {
    signer = createLedgerSigner({ subtle, algorithm, keyPair: await generateLedgerKeys({ subtle, algorithm }) });
    publicKey = await signer.publicKey();
    signed = await signLedger(STORY, signer);
  });

  test('leave the chain as it is, and hold', async () => {
    expect(signed.head).toBe(STORY.head);
    expect(signed.events.map(hashEvent)).toEqual(STORY.events.map(hashEvent));
    const proof = await verifyLedger(copyOf(signed), { subtle, publicKey });
    expect(proof).toMatchObject({ ok: true, signed: 5, isSignatureChecked: true });
    expect(await verifyLedger(signed)).toMatchObject({ ok: true, signed: 5, isSignatureChecked: false });
  });

  test('a signature that is missing, forged or of another key is found', async () => {
    const sigs = signed.events.map(({ sig }) => sig ?? '');
    const other = createLedgerSigner({ subtle, algorithm, keyPair: await generateLedgerKeys({ subtle, algorithm }) });
    const elsewhere = await signLedger(STORY, other);
    const forgeries: readonly (readonly [unknown, string])[] = [
      [undefined, 'unsigned'],
      ['', 'signature'],
      ['!', 'signature'],
      [sigs[0], 'signature'],
      [`A${sigs[3]?.slice(1)}` === sigs[3] ? `B${sigs[3]?.slice(1)}` : `A${sigs[3]?.slice(1)}`, 'signature'],
      [sigs[3]?.slice(0, -2), 'signature'],
      [elsewhere.events[3]?.sig, 'signature'],
    ];
    for (const [sig, why] of forgeries) {
      const forged = copyOf(signed);
      forged.events[3].sig = sig;
      expect(await verifyLedger(forged, { subtle, publicKey }), String(sig)).toEqual({ ok: false, at: 3, why });
    }
    expect(await isBroken(elsewhere, { subtle, publicKey })).toBe(true);
  });

  test('a chain that was written anew does not pass with old signatures', async () => {
    const { head, events } = ledgerOf(signed.events.map((event) => ({ ...event, notice: 'forged' })));
    expect(await isBroken({ ...signed, head, events })).toBe(false);
    expect(await verifyLedger({ ...signed, head, events }, { subtle, publicKey })).toMatchObject({ why: 'signature' });
  });

  test('what is signed already is not signed again', async () => {
    const again = await signLedger(signed, signer);
    expect(again.events).toEqual(signed.events);
  });

  test('a broken chain is not signed', async () => {
    await expect(signLedger({ ...STORY, head: '' }, signer)).rejects.toMatchObject({ code: 'invalid-ledger' });
  });

  test('the private key stays where it is', async () => {
    const { privateKey } = await generateLedgerKeys({ subtle, algorithm });
    await expect(subtle.exportKey('jwk', Object(privateKey))).rejects.toThrow();
  });
});

describe('a public key', () => {
  test('is needed with Web Crypto', async () => {
    const keyPair = await generateLedgerKeys({ subtle, algorithm: 'ES256' });
    const publicKey = await createLedgerSigner({ subtle, algorithm: 'ES256', keyPair }).publicKey();
    await expect(verifyLedger(STORY, { publicKey })).rejects.toMatchObject({ code: 'invalid-options', at: 'subtle' });
  });

  test('that lies on no curve is told', async () => {
    const publicKey = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
    await expect(verifyLedger(STORY, { publicKey, subtle })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test.each([
    ['nothing', undefined],
    ['a private key', { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43), d: 'A'.repeat(43) }],
    ['another curve', { kty: 'EC', crv: 'P-384', x: 'A'.repeat(43), y: 'A'.repeat(43) }],
    ['a point without y', { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43) }],
    ['a coordinate that is no base64url', { kty: 'OKP', crv: 'Ed25519', x: '='.repeat(43) }],
    ['members of a prototype', Object.create({ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) })],
  ])('%s is refused', (_, input) => {
    expect(() => parsePublicKey(input)).toThrow(expect.objectContaining({ code: 'invalid-options', at: 'publicKey' }));
  });

  test('keeps of a key only what is public and known', () => {
    const key = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) };
    expect(parsePublicKey({ ...key, kid: '1', ext: true })).toEqual(key);
  });

  test('an algorithm that Web Crypto does not know is told', async () => {
    const none = Object.create(subtle, {
      generateKey: { value: () => Promise.reject(new Error('NotSupportedError')) },
    });
    await expect(generateLedgerKeys({ subtle: none, algorithm: 'Ed25519' })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
