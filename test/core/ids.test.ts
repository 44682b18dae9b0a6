import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnonymousId, createId, isAnonymousId, isUserId, seededRandom, toHex } from '../../src/core/index.ts';

test('every id is a version 4 UUID, and no two are the same', () => {
  const random = seededRandom(7);
  const ids = Array.from({ length: 10_000 }, () => createId(random));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids take their bits from the bytes of the port', () => {
  const random = { next: () => 0, bytes: (length: number) => new Uint8Array(length).fill(0xff) };
  expect(createId(random)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
});

test('an anonymous id is recognised, and nothing that only looks like one', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const id = createAnonymousId(seededRandom(seed));
      expect(isAnonymousId(id)).toBe(true);
      expect(isAnonymousId(`${id} `)).toBe(false);
      expect(isAnonymousId(id.toUpperCase()) && id !== id.toUpperCase()).toBe(false);
    }),
  );
  for (const other of [undefined, null, 7, {}, '', 'a', `${'0'.repeat(8)}-0000-1000-8000-${'0'.repeat(12)}`]) {
    expect(isAnonymousId(other)).toBe(false);
  }
});

test('a user id is a text of 1 to 256 characters', () => {
  expect(isUserId('u')).toBe(true);
  expect(isUserId('u'.repeat(256))).toBe(true);
  for (const other of ['', 'u'.repeat(257), 7, null, undefined, ['u']]) expect(isUserId(other)).toBe(false);
});

test('bytes become two lower-case digits each', () => {
  expect(toHex(Uint8Array.of(0, 1, 15, 16, 171, 255))).toBe('00010f10abff');
});
