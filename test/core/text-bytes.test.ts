import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64Url, toBase64Url, toHex, utf8 } from '../../src/core/index.ts';

test('UTF-8 agrees with Node on every text, lone surrogates included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
      expect(toHex(utf8(text))).toBe(Buffer.from(text).toString('hex'));
      const torn = String.fromCharCode(...units);
      expect(toHex(utf8(torn))).toBe(Buffer.from(torn).toString('hex'));
    }),
  );
});

test('base64url comes back, and agrees with Node', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = toBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64Url(text)).toEqual(bytes);
    }),
  );
});

test('base64url that nobody writes is not read', () => {
  for (const text of ['A', 'AA==', 'AB', 'a b', 'é', '+/']) expect(fromBase64Url(text), text).toBeUndefined();
});
