// @ts-check
// A server's check without a look-up: reading a token of 11 purposes, 20 parties and 5 degrees and asking it once, beside the HMAC that is
// its least cost (Node's own, in C), and beside what it replaces: verifying the ledger and folding it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createConsent, DEGREES, definePolicy, verifyChain } from 'kindred/consent';
import { checkLedger, encodeConsentToken, readConsentToken } from 'kindred/server';
import { memoryPlatform } from 'kindred/testing';
import { bench, do_not_optimize, group, summary } from 'mitata';

const KEY = 'a secret of at least sixteen bytes';
const SOURCE = 'shop.example';
const ids = Array.from({ length: 11 }, (_, n) => `p${n}`);
const policy = definePolicy({
  version: '1',
  purposes: ids.map((id) => ({ id, title: id, description: '', degree: 'identified' })),
  parties: Array.from({ length: 20 }, (_, n) => ({ id: `d${n}.example`, name: 'D', purposes: ids })),
});

/** @param {(n: number) => import('kindred/consent').Degree} degreeOf */
function choosing(degreeOf) {
  const platform = memoryPlatform();
  const consent = createConsent({ ...platform, source: SOURCE, policy });
  const parties = [SOURCE, ...policy.parties.map(({ id }) => id)];
  consent.choose(
    parties.flatMap((party, row) => ids.map((purpose, n) => ({ purpose, party, degree: degreeOf(row * 11 + n) }))),
  );
  return { ledger: consent.ledger(), now: platform.clock.now() };
}

const people = {
  'alike for all': choosing(() => 'pseudonymous'),
  'different for each': choosing((n) => DEGREES[(n * 7 + (n >> 2)) % 5] ?? 'none'),
};

for (const [name, { ledger, now }] of Object.entries(people)) {
  const options = { keys: [KEY], policy, source: SOURCE, now };
  const encode = () => encodeConsentToken(checkLedger(ledger, { policy, now }), { key: KEY, head: ledger.head, now });
  const token = encode();
  if (!readConsentToken(token, options).check({ purpose: 'p1', degree: 'on-device' }).allow) throw new Error('denied');
  console.error(`${name}: ${token.length} characters`);
  group(`token, ${name}`, () => {
    summary(() => {
      const [body, mac] = [
        Buffer.from(token, 'base64url').subarray(0, -16),
        Buffer.from(token, 'base64url').subarray(-16),
      ];
      bench('reference: HMAC-SHA-256 in C, compared', () => {
        const digest = createHmac('sha256', KEY).update(body).digest().subarray(0, 16);
        return do_not_optimize(timingSafeEqual(digest, mac));
      }).baseline(true);
      bench('read and check', () =>
        do_not_optimize(readConsentToken(token, options).check({ purpose: 'p3', degree: 'pseudonymous' }).allow),
      );
      bench('verify and fold the ledger, and check', () => {
        verifyChain(ledger);
        const { check } = checkLedger(ledger, { policy, now });
        return do_not_optimize(check({ purpose: 'p3', degree: 'pseudonymous' }).allow);
      });
      bench('encode', () => do_not_optimize(encode()));
    });
  });
  const { check } = readConsentToken(token, options);
  group(`check of a token that was read, ${name}`, () => {
    bench('check', () => do_not_optimize(check({ purpose: 'p3', party: 'd7.example', degree: 'pseudonymous' }).allow));
  });
}
