import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInteractions, type Interactions } from '../../../../src/recommend/index.ts';
import { type CountSpec, createOnlineCounts, train } from '../../../../src/recommend/train/index.ts';
import { interactionsOf, plain } from '../../fixtures.ts';

/** Adds, takes a pair away, or forgets a user. */
type Change =
  | readonly ['add', user: string, item: string, weight: number, timeMs: number]
  | readonly ['remove', user: string, item: string]
  | readonly ['forget', user: string];

const user = fc.integer({ min: 0, max: 6 }).map((n) => `user ${n}`);
/** Mostly numbers: where one is none, the order of all changes. */
const item = fc.oneof(
  { arbitrary: fc.constantFrom('1', '2', '3', '9', '10', '20', '100'), weight: 9 },
  { arbitrary: fc.constantFrom('tea', '__proto__'), weight: 1 },
);
const time = fc.integer({ min: 0, max: 6 }).map((n) => n * 43_200_000);

const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: fc.tuple(fc.constant('add' as const), user, item, fc.integer({ min: 1, max: 4 }), time), weight: 5 },
  { arbitrary: fc.tuple(fc.constant('remove' as const), user, item), weight: 2 },
  { arbitrary: fc.tuple(fc.constant('forget' as const), user), weight: 1 },
);

const spec: fc.Arbitrary<CountSpec> = fc.constantFrom<CountSpec[]>(
  { algorithm: 'cooccurrence' },
  { algorithm: 'cosine', neighbours: 2 },
  { algorithm: 'jaccard', neighbours: 3, cut: 'history-item' },
  { algorithm: 'rp3beta', alpha: 0.7, beta: 0.4 },
  { algorithm: 'rp3beta', neighbours: 2 },
  { algorithm: 'sar', similarity: 'lift', threshold: 2 },
  { algorithm: 'sequential-rules', window: 3, withinDays: 1 },
  { algorithm: 'sequential-rules', neighbours: 2, cut: 'history-item' },
);

/** What is left, added once, in one go. */
function leftOf(changes: readonly Change[]): Interactions {
  let left: Extract<Change, readonly ['add', ...unknown[]]>[] = [];
  for (const entry of changes) {
    if (entry[0] === 'add') left.push(entry);
    if (entry[0] === 'remove') left = left.filter(([, name, thing]) => name !== entry[1] || thing !== entry[2]);
    if (entry[0] === 'forget') left = left.filter(([, name]) => name !== entry[1]);
  }
  const builder = createInteractions();
  for (const [, ...addition] of left) builder.add(...addition);
  return builder.build();
}

function apply(online: ReturnType<typeof createOnlineCounts>, entry: Change): void {
  if (entry[0] === 'add') online.add(entry[1], entry[2], entry[3], entry[4]);
  else if (entry[0] === 'remove') online.remove(entry[1], entry[2]);
  else online.forget(entry[1]);
}

const NOTHING = createInteractions().build();

describe('counts that change', () => {
  test('Counts that were added and subtracted give the model of a full rebuild, bit for bit.', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), fc.nat(), spec, async (changes, at, how) => {
        const before = changes.slice(0, at % (changes.length + 1));
        const online = createOnlineCounts(leftOf(before), how);
        for (const entry of changes.slice(before.length)) apply(online, entry);
        const left = leftOf(changes);
        expect(online.checksum()).toBe(createOnlineCounts(left, how).checksum());
        if (left.users.length === 0) {
          await expect(online.model()).rejects.toMatchObject({ code: 'empty-input' });
          return;
        }
        expect(plain(await online.model())).toEqual(plain(await train(left, how)));
      }),
      { numRuns: 400 },
    );
  });

  test('After a withdrawal no number depends on the user any more.', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 40 }), user, spec, async (changes, who, how) => {
        const all = leftOf(changes);
        const online = createOnlineCounts(all, how);
        expect(online.forget(who)).toBe(all.users.includes(who));
        const never = createOnlineCounts(leftOf([...changes, ['forget', who]]), how);
        expect(online.checksum()).toBe(never.checksum());
        expect(online.forget(who)).toBe(false);
      }),
    );
  });

  test('the checksum differs where a single interaction does', () => {
    const one = createOnlineCounts(NOTHING, { algorithm: 'jaccard' });
    const other = createOnlineCounts(NOTHING, { algorithm: 'jaccard' });
    for (const online of [one, other]) for (const thing of ['tea', 'cup', 'pot']) online.add('ann', thing);
    expect(one.checksum()).toBe(other.checksum());
    other.remove('ann', 'pot');
    expect(one.checksum()).not.toBe(other.checksum());
    other.add('ann', 'pot');
    expect(one.checksum()).toBe(other.checksum());
    one.forget('ann');
    expect(one.checksum()).toBe('0000000000000000');
  });

  test('keeps what was there when it refuses an interaction', () => {
    const online = createOnlineCounts(
      interactionsOf([
        ['ann', 'tea'],
        ['ann', 'cup'],
      ]),
      { algorithm: 'cosine' },
    );
    const before = online.checksum();
    expect(() => online.add('ann', 'pot', Number.NaN)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => online.add('', 'pot')).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(online.remove('ann', 'unicorn')).toBe(false);
    expect(online.checksum()).toBe(before);
  });

  test('refuses weights, which cannot be taken away exactly', () => {
    expect(() => createOnlineCounts(NOTHING, { algorithm: 'cosine', weights: 'given' })).toThrow(
      expect.objectContaining({ code: 'invalid-options', at: 'weights' }),
    );
  });

  test('refuses a history whose pairs would fill the memory, and keeps what was there', () => {
    const long = interactionsOf(Array.from({ length: 5001 }, (_, n) => ['bot', `item ${n}`] as const));
    expect(() => createOnlineCounts(long, { algorithm: 'jaccard' })).toThrow(
      expect.objectContaining({ code: 'invalid-input', at: 'history' }),
    );
    expect(createOnlineCounts(long, { algorithm: 'sequential-rules', window: 1 }).forget('bot')).toBe(true);
  });

  test('stays exact through thousands of changes', async () => {
    const online = createOnlineCounts(NOTHING, { algorithm: 'rp3beta' });
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 2000; n++) online.add(`user ${n % 97}`, `item ${(n * 31) % 211}`);
      for (let n = 0; n < 97; n++) online.forget(`user ${n}`);
    }
    expect(online.checksum()).toBe('0000000000000000');
    online.add('ann', 'tea');
    online.add('ann', 'cup');
    const once = await train(
      interactionsOf([
        ['ann', 'tea'],
        ['ann', 'cup'],
      ]),
      { algorithm: 'rp3beta' },
    );
    expect(plain(await online.model())).toEqual(plain(once));
  });
});
