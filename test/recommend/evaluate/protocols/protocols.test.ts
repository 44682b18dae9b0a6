import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  evaluate,
  PROTOCOLS,
  type ProtocolName,
  type ProtocolSpec,
  type Split,
  splitInteractions,
} from '../../../../src/recommend/evaluate/index.ts';
import { createInteractions, type Interactions } from '../../../../src/recommend/index.ts';
import { train } from '../../../../src/recommend/train/index.ts';
import { interactionsOf } from '../../fixtures.ts';

/** Every pair as text. */
function pairsOf(interactions: Interactions | undefined): readonly string[] {
  if (interactions === undefined) return [];
  const { users, items, userStart, itemIndex } = interactions;
  return users.flatMap((user, place) =>
    Array.from(itemIndex.subarray(userStart[place], userStart[place + 1]), (item) => `${user}-${items[item]}`),
  );
}

/** People with whole numbers for ids, and times. */
const worlds = fc
  .array(fc.tuple(fc.nat(30), fc.nat(20), fc.integer({ min: 1, max: 50 })), { minLength: 40, maxLength: 200 })
  .map((rows) => interactionsOf(rows.map(([user, item, time]) => [`${user}`, `${item}`, 1, time])));

const SPECS: Readonly<Record<ProtocolName, ProtocolSpec>> = {
  temporal: { protocol: 'temporal', share: 0.3 },
  hash80: { protocol: 'hash80' },
  'leave-one-out': { protocol: 'leave-one-out' },
  'ncf-99': { protocol: 'ncf-99', negatives: 5 },
  'liang-strong': { protocol: 'liang-strong', users: 2, minItems: 3 },
};

/** `undefined` where a world is too small for a protocol. */
function trySplit(world: Interactions, name: ProtocolName): Split | undefined {
  try {
    return splitInteractions(world, SPECS[name]);
  } catch {
    return undefined;
  }
}

describe('splitInteractions', () => {
  test('A protocol puts every interaction into the training, the holdout, or neither, and none into both.', () => {
    let splits = 0;
    fc.assert(
      fc.property(worlds, fc.constantFrom(...PROTOCOLS), (world, name) => {
        const split = trySplit(world, name);
        if (split === undefined) return;
        splits++;
        const parts = [split.train, split.histories, split.holdout].flatMap(pairsOf);
        expect(new Set(parts).size).toBe(parts.length);
        const all = new Set(pairsOf(world));
        expect(parts.filter((pair) => !all.has(pair))).toEqual([]);
        if (name !== 'liang-strong') expect(parts.length).toBe(all.size);
      }),
    );
    expect(splits).toBeGreaterThan(50);
  });

  test('gives the same split for the same spec', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...PROTOCOLS), (world, name) => {
        expect(pairsOf(trySplit(world, name)?.holdout)).toEqual(pairsOf(trySplit(world, name)?.holdout));
      }),
    );
  });

  test('keeps single events in the training where there are any', () => {
    const builder = createInteractions({ events: true });
    for (const timeMs of [3, 1, 2]) builder.add('ann', 'tea', timeMs, timeMs);
    builder.add('ann', 'cup', 1, 9);
    const { train: before } = splitInteractions(builder.build(), { protocol: 'leave-one-out' });
    expect([...(before.events?.time ?? [])]).toEqual([1, 2, 3]);
    expect([...before.weight]).toEqual([6]);
  });

  test('refuses a protocol that there is not', () => {
    // @ts-expect-error: what somebody may write in JavaScript
    expect(() => splitInteractions(interactionsOf([['ann', 'tea']]), { protocol: 'magic' })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'protocol' }),
    );
  });
});

describe('temporal', () => {
  const world = interactionsOf([
    ['ann', 'tea', 1, 10],
    ['ann', 'cup', 1, 30],
    ['ben', 'tea', 1, 20],
    ['ben', 'pot', 1, 40],
  ]);

  test('trains strictly before the moment and expects what follows', () => {
    const { train: before, holdout } = splitInteractions(world, { protocol: 'temporal', atMs: 30 });
    expect([pairsOf(before), pairsOf(holdout)]).toEqual([
      ['ann-tea', 'ben-tea'],
      ['ann-cup', 'ben-pot'],
    ]);
  });

  test('sends single interactions where their own times say, so that what is bought again is in both parts', () => {
    const builder = createInteractions({ events: true });
    for (const [item, timeMs] of [
      ['tea', 10],
      ['tea', 30],
      ['cup', 20],
      ['pot', 40],
    ] as const)
      builder.add('ann', item, 2, timeMs);
    const { train: before, holdout } = splitInteractions(builder.build(), { protocol: 'temporal', atMs: 30 });
    expect([pairsOf(before), pairsOf(holdout)]).toEqual([
      ['ann-cup', 'ann-tea'],
      ['ann-pot', 'ann-tea'],
    ]);
    expect([[...before.weight], [...before.time]]).toEqual([
      [2, 2],
      [20, 10],
    ]);
  });

  test('takes the newest share of all pairs where no moment is given', () => {
    expect(pairsOf(splitInteractions(world, { protocol: 'temporal', share: 0.25 }).holdout)).toEqual(['ben-pot']);
  });

  test('needs the time of every pair', () => {
    expect(() => splitInteractions(interactionsOf([['ann', 'tea']]), { protocol: 'temporal' })).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });

  test.each([0, 1, -1, Number.NaN])('refuses a share of %d', (share) => {
    expect(() => splitInteractions(world, { protocol: 'temporal', share })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'share' }),
    );
  });

  test('refuses to leave nothing for a part', () => {
    expect(() => splitInteractions(world, { protocol: 'temporal', atMs: 5 })).toThrow(
      expect.objectContaining({ code: 'empty-input' }),
    );
  });
});

describe('hash80', () => {
  /** The definition in plain big integers. */
  function plainHash(user: number, item: number): bigint {
    const word = (value: bigint) => BigInt.asUintN(32, value);
    let x = word(BigInt(user) * 0x9e3779b1n + BigInt(item) * 0x85ebca6bn + 42n * 0xc2b2ae35n);
    x ^= x >> 16n;
    x = word(x * 0x85ebca6bn);
    x ^= x >> 13n;
    x = word(x * 0xc2b2ae35n);
    return x ^ (x >> 16n);
  }

  test('hash80 gives the split that its definition gives in plain big integers.', () => {
    const ids = fc.integer({ min: 0, max: 6_000_000 });
    const worlds = fc.array(fc.tuple(fc.constantFrom(1, 77, 6040), ids), { minLength: 15, maxLength: 120 });
    fc.assert(
      fc.property(worlds, (rows) => {
        const items = new Map<number, Set<number>>();
        for (const [user, item] of rows) items.set(user, (items.get(user) ?? new Set()).add(item));
        const expected = [...items].flatMap(([user, own]) => {
          const sorted = [...own].sort((a, b) => {
            const [x, y] = [plainHash(user, a), plainHash(user, b)];
            return x === y ? a - b : x < y ? -1 : 1;
          });
          return sorted.slice(0, Math.floor(0.2 * sorted.length)).map((item) => `${user}-${item}`);
        });
        if (expected.length === 0) return;
        const world = interactionsOf(rows.map(([user, item]) => [`${user}`, `${item}`]));
        const { holdout } = splitInteractions(world, { protocol: 'hash80' });
        expect([...pairsOf(holdout)].sort()).toEqual(expected.sort());
      }),
    );
  });

  test('refuses ids that are no whole numbers', () => {
    expect(() => splitInteractions(interactionsOf([['1', 'tea']]), { protocol: 'hash80' })).toThrow(/item "tea"/);
  });
});

describe('leave-one-out', () => {
  const world = interactionsOf([
    ['ann', 'tea', 1, 10],
    ['ann', 'cup', 1, 30],
    ['ann', 'pot', 1, 30],
    ['ben', 'tea', 1, 20],
    ['cleo', 'kite', 1, 50],
    ['cleo', 'tea', 1, 40],
  ]);

  test('expects the newest item of each user who has two', () => {
    const { holdout } = splitInteractions(world, { protocol: 'leave-one-out' });
    expect(pairsOf(holdout)).toEqual(['ann-pot', 'cleo-kite']);
  });

  test('ncf-99 ranks it among others that the user never had, the same whoever is asked first', () => {
    const rows = Array.from({ length: 300 }, (_, n) => [`u${n % 9}`, `i${(n * 7) % 101}`, 1, n] as const);
    const world = interactionsOf(rows);
    const split = splitInteractions(world, { protocol: 'ncf-99', negatives: 20, seed: 3 });
    const again = splitInteractions(world, { protocol: 'ncf-99', negatives: 20, seed: 3 });
    const asked = split.holdout.users.map((user) => [...(split.candidates?.(user) ?? [])]);
    const other = again.holdout.users.toReversed().map((user) => [...(again.candidates?.(user) ?? [])]);
    expect(other.reverse()).toEqual(asked);
    asked.forEach((items, place) => {
      const user = split.holdout.users[place];
      const own = items.filter((item) => rows.some(([who, what]) => who === user && what === item));
      expect([items.length, own.length]).toEqual([21, 1]);
      expect(pairsOf(split.holdout)).toContain(`${user}-${own[0]}`);
    });
  });
});

describe('liang-strong', () => {
  const rows = Array.from({ length: 400 }, (_, n) => [`u${n % 20}`, `i${(n * 13) % 61}`] as const);

  test('holds users out whole: a fifth of their items is expected, the others are their history', async () => {
    const split = splitInteractions(interactionsOf(rows), { protocol: 'liang-strong', users: 4, seed: 1 });
    expect(split.holdout.users).toHaveLength(4);
    expect(split.train.users.filter((user) => split.holdout.users.includes(user))).toEqual([]);
    expect(split.histories?.users).toEqual(split.holdout.users);
    const sizes = split.holdout.users.map(
      (user) => pairsOf(split.holdout).filter((p) => p.startsWith(`${user}-`)).length,
    );
    expect(sizes).toEqual([4, 4, 4, 4]);
    const { train: before, holdout, ...how } = split;
    const { users } = await evaluate(await train(before, { algorithm: 'cosine' }), holdout, how);
    expect(users).toMatchObject({ evaluated: 4, withoutHistory: 0 });
  });

  test('refuses to hold out more users than there are', () => {
    expect(() => splitInteractions(interactionsOf(rows), { protocol: 'liang-strong', users: 20 })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'users' }),
    );
  });
});
