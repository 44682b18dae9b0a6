import { describe, expect, test } from 'vitest';
import { KindredError } from '../../src/core/index.ts';
import { contractCase, equal, rejection, rejects } from '../../src/testing/contract-case.ts';

describe('a case of a contract', () => {
  test.each([
    ['holds', async () => {}, 'held'],
    ['is broken', async () => equal(1, 2, 'the count'), 'broken'],
  ])('closes the store when it %s', async (_, check, outcome) => {
    let closed = 0;
    const close = async () => {
      closed += 1;
    };
    const ended = await contractCase('one', check)
      .run(() => ({ close }))
      .then(
        () => 'held',
        () => 'broken',
      );
    expect([ended, closed]).toEqual([outcome, 1]);
  });
});

describe('what a broken contract says', () => {
  test('it says what should be and what is', () => {
    expect(() => equal({ b: 2, a: 1 }, { a: 1, b: 2 }, 'the answer')).not.toThrow();
    expect(() => equal([1], [2], 'the answer')).toThrow(
      'The store breaks its contract: the answer should be [2] and is [1].',
    );
  });

  test('nothing at all is another thing than null', () => {
    expect(() => equal(null, undefined, 'what is found')).toThrow('should be undefined and is null');
  });

  test('long values are cut', () => {
    expect(() => equal('x'.repeat(5_000), 'y', 'the text')).toThrow(/^.{400,520}$/);
  });

  test('a rejection must come, and with the code that was promised', async () => {
    const refuse = async () => {
      throw new KindredError('not-found', 'There is none.');
    };
    await expect(rejects(refuse, 'not-found')).resolves.toBeUndefined();
    await expect(rejects(refuse, 'storage-full')).rejects.toThrow('should be "storage-full" and is "not-found"');
    await expect(rejects(async () => 1, 'not-found')).rejects.toThrow('should be rejected with not-found, and is not');
    await expect(rejects(() => Promise.reject(new Error('lost')), 'not-found')).rejects.toThrow('is "Error: lost"');
  });

  test('what a call is rejected with is handed on', async () => {
    const mistake = new Error('mistake');
    expect(await rejection(() => Promise.reject(mistake))).toBe(mistake);
    expect(await rejection(async () => 'fine')).toBeUndefined();
  });
});
