import { expect, test } from 'vitest';
import { createMemoryGuard } from '../../../src/cli/replay/memory-guard.ts';

test('memory that stays full ends the replay with what to do, before it crashes', () => {
  let share = 0.95;
  const check = createMemoryGuard(
    () => 1001,
    () => share,
  );
  const pass = (events: number) => {
    for (let i = 0; i < events; i++) check();
  };
  pass(15_000);
  // It was only rubbish.
  share = 0.2;
  pass(5000);
  share = 0.95;
  pass(19_999);
  expect(() => pass(1)).toThrow(/1001 people.*--people 500/);
});

test('memory is measured', () => {
  const check = createMemoryGuard(() => 1);
  expect(() => {
    for (let i = 0; i < 50_000; i++) check();
  }).not.toThrow();
});
