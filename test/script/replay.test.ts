import { expect, test } from 'vitest';
import { replay } from '../../src/script/replay.ts';

const fails = () => {
  throw new Error('a task');
};

function play(waiting: unknown) {
  const errors: unknown[] = [];
  const line = replay(waiting, { name: 'kindred' }, (error) => errors.push(error));
  return { errors, line };
}

test('what waited runs in its order, with the script', () => {
  const seen: unknown[] = [];
  const waiting = [(script: unknown) => seen.push(['first', script]), () => seen.push('second')];
  play(waiting);
  expect(seen).toEqual([['first', { name: 'kindred' }], 'second']);
});

test('what is pushed later runs at once, also through the list that others hold', () => {
  const seen: unknown[] = [];
  const waiting: unknown[] = [];
  const { line } = play(waiting);
  expect(line).toBe(waiting);
  waiting.push(
    () => seen.push(1),
    () => seen.push(2),
  );
  expect(seen).toEqual([1, 2]);
  expect(waiting).toHaveLength(0);
});

test('what a task pushes runs before the tasks that still wait', () => {
  const seen: unknown[] = [];
  const waiting: unknown[] = [];
  waiting.push(
    () => waiting.push(() => seen.push('pushed')),
    () => seen.push('waited'),
  );
  play(waiting);
  expect(seen).toEqual(['pushed', 'waited']);
});

test('a task that fails is reported, and the others run', () => {
  const seen: unknown[] = [];
  const { errors, line } = play([fails, () => seen.push(1)]);
  line.push(fails, () => seen.push(2));
  expect(seen).toEqual([1, 2]);
  expect(errors).toHaveLength(2);
});

test.each([undefined, null, 'rubbish', {}, [null, 1, 'eval', {}]])('%j gives a list that works', (waiting) => {
  const seen: unknown[] = [];
  const { errors, line } = play(waiting);
  line.push(() => seen.push(1));
  expect([seen, errors]).toEqual([[1], []]);
});
