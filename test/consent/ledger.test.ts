import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConsent, type Ledger, readLedger, STANDARD_PURPOSES, verifyChain } from '../../src/consent/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';

function ledgerOf(acts: number): Ledger {
  const platform = memoryPlatform();
  const consent = createConsent({ ...platform, source: 'shop.example', purposes: STANDARD_PURPOSES });
  for (let i = 0; i < acts; i++) {
    platform.clock.advance(2 * 86_400_000);
    if (i % 3 === 0) consent.grant('analytics', { tags: ['tea', `t${i}`], scope: { retentionDays: i + 1 } });
    else consent.refuse(i % 3 === 1 ? 'personalization' : 'storage');
  }
  return consent.ledger();
}

/** Every place in a value that can be altered, as a path. */
function placesIn(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]));
}

function altered(ledger: Ledger, path: readonly (string | number)[], to: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(ledger));
  const last = path.at(-1) ?? '';
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key];
  if (at[last] === to) at[last] = `${to}x`;
  else at[last] = to;
  return copy;
}

describe('the chain', () => {
  test('is whole as it was made', () => {
    for (const acts of [0, 1, 7]) expect(verifyChain(ledgerOf(acts))).toMatchObject({ ok: true, events: acts });
  });

  test('tampering with any member of any event, or with the source, is found', () => {
    const ledger = ledgerOf(5);
    for (const path of placesIn(ledger)) {
      for (const to of ['x', 1, null, true]) {
        expect(verifyChain(altered(ledger, path, to)).ok, `${path.join('/')} = ${to}`).toBe(false);
      }
    }
  });

  test('events that are left out, doubled, swapped or cut off are found', () => {
    const ledger = ledgerOf(8);
    fc.assert(
      fc.property(fc.shuffledSubarray([...ledger.events], { minLength: 0 }), (events) => {
        const isSame = events.length === 8 && events.every((event, i) => event === ledger.events[i]);
        expect(verifyChain({ ...ledger, events }).ok).toBe(isSame);
      }),
    );
    expect(verifyChain({ ...ledger, events: [...ledger.events, ledger.events[7]] }).ok).toBe(false);
  });

  test('the verdict names the event at which trust ends', () => {
    const ledger = ledgerOf(6);
    expect(verifyChain(altered(ledger, ['events', 2, 'notice'], '9'))).toEqual({ ok: false, at: 2, why: 'changed' });
    expect(verifyChain(altered(ledger, ['events', 5, 'notice'], '9'))).toEqual({ ok: false, at: 5, why: 'head' });
    expect(verifyChain(altered(ledger, ['events', 3, 'seq'], 7))).toEqual({ ok: false, at: 3, why: 'order' });
    expect(verifyChain(altered(ledger, ['events', 4, 'at'], 5))).toEqual({ ok: false, at: 4, why: 'time' });
    expect(verifyChain({ source: 'shop.example', events: [], head: 'x' })).toEqual({ ok: false, at: 0, why: 'head' });
  });

  test('a signature may come later: it is not part of what is chained', () => {
    expect(verifyChain(altered(ledgerOf(3), ['events', 1, 'sig'], 'abc')).ok).toBe(true);
  });
});

describe('reading', () => {
  test('anything that is not a whole ledger is none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(readLedger(text)).toBeUndefined();
      }),
    );
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const nested = JSON.stringify(ledgerOf(1)).replace('"person"', `"person","x":${deep}`);
    expect(readLedger(nested)).toBeUndefined();
    expect(readLedger(JSON.stringify(ledgerOf(2)).replace(/"at":\d+/, '"at":1e300'))).toBeUndefined();
  });

  test('what is read is what was written, frozen', () => {
    const ledger = ledgerOf(4);
    const read = readLedger(JSON.stringify(ledger));
    expect(read).toEqual(ledger);
    expect(Object.isFrozen(read?.events[0]?.changes[0])).toBe(true);
  });
});
