import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestName } from '../../src/core/index.ts';

/** The recurrence of Levenshtein (1966), as it is written down. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return distance(restA, restB);
  return 1 + Math.min(distance(restA, b), distance(a, restB), distance(restA, restB));
}

test('names the one that differs least, and none that differs by more than half', () => {
  expect(nearestName('orders.cout', ['orders.count', 'orders.value'])).toBe('orders.count');
  expect(nearestName('colour', ['==', 'in'])).toBeUndefined();
  expect(nearestName('', ['a'])).toBeUndefined();
  expect(nearestName('a', [])).toBeUndefined();
});

test('signs in another order are nearer than a wrong sign', () => {
  expect(nearestName('=>', ['==', '>', '>=', '<='])).toBe('>=');
  expect(nearestName('=<', ['==', '<', '>=', '<='])).toBe('<=');
  expect(nearestName('clokc', ['cloak', 'clock'])).toBe('clock');
});

test('the distance is that of Levenshtein, but for signs in another order', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  const letters = (text: string) => [...text].sort().join('');
  fc.assert(
    fc.property(word, word, (a, b) => {
      const isNear = letters(a) === letters(b) ? b !== '' : distance(a, b) * 2 <= b.length;
      expect(nearestName(a, [b])).toBe(isNear ? b : undefined);
    }),
    { seed: 9 },
  );
});

test('a name of a megabyte costs little', () => {
  expect(nearestName('x'.repeat(1_000_000), ['y'.repeat(500), 'z'])).toBeUndefined();
});
