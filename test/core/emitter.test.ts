import { expect, test } from 'vitest';
import { createEmitter } from '../../src/core/index.ts';

test('listeners hear in the order in which they subscribed', () => {
  const { emit, on } = createEmitter<number>(() => {});
  const heard: string[] = [];
  on((value) => heard.push(`a${value}`));
  on((value) => heard.push(`b${value}`));
  emit(1);
  emit(2);
  expect(heard).toEqual(['a1', 'b1', 'a2', 'b2']);
});

test('a listener that throws is reported and skipped', () => {
  const errors: unknown[] = [];
  const { emit, on } = createEmitter<number>((error) => errors.push(error));
  const heard: number[] = [];
  on(() => {
    throw new Error('broken');
  });
  on((value) => heard.push(value));
  emit(1);
  expect(heard).toEqual([1]);
  expect(errors).toHaveLength(1);
});

test('one function may subscribe twice, and each unsubscribe ends its own', () => {
  const { emit, on } = createEmitter<number>(() => {});
  const heard: number[] = [];
  const listener = (value: number) => heard.push(value);
  const first = on(listener);
  on(listener);
  first();
  first();
  emit(1);
  expect(heard).toEqual([1]);
});

test('unsubscribing while being told takes effect with the next value', () => {
  const { emit, on } = createEmitter<number>(() => {});
  const heard: number[] = [];
  const stops: (() => void)[] = [];
  on(() => {
    for (const stop of stops) stop();
  });
  stops.push(on((value) => heard.push(value)));
  emit(1);
  emit(2);
  expect(heard).toEqual([1]);
});
