import { expect, test } from 'vitest';
import { LAYERS } from './layers.ts';
import { readText } from './project.ts';
import { createProgram, diagnose, readOptions } from './typescript-project.ts';

const CONFIG = 'test/tsconfig.pure.json';
const SLOW = 60_000;

// `testing` is pure but for one thing: its platform in memory computes real digests, with the `crypto` of where it runs.
const PURE = LAYERS.filter(({ folder, isPure }) => isPure && folder !== 'testing').map(({ folder }) => folder);

test('the check without DOM and Node types covers every pure folder', () => {
  const include: readonly string[] = JSON.parse(readText(CONFIG)).include;
  expect(include.filter((path) => path.startsWith('../src/'))).toEqual(
    PURE.map((folder) => `../src/${folder}/**/*.ts`),
  );
});

test(
  'a planted global is found, and what every platform has is not',
  () => {
    const planted = [
      'window',
      'document',
      'console',
      'fetch',
      'setTimeout',
      'process',
      'Buffer',
      'crypto',
      'navigator',
    ];
    const text = `export const faults: unknown[] = [\n${planted.join(',\n')}\n];
      export const signal = (signal: AbortSignal): boolean => signal.aborted;
      export const bytes = new TextEncoder().encode(new TextDecoder().decode(new Uint8Array(1)));
      export const copy: string = structuredClone(new URL('https://shop.example/').href);
      queueMicrotask(() => {});
      export type F = import('node:fs').Stats;`;
    const path = 'src/core/planted.ts';
    const program = createProgram([path, 'test/pure-globals.d.ts'], new Map([[path, text]]), {
      ...readOptions(CONFIG),
      isolatedDeclarations: false,
    });
    const found = diagnose(program, path).map((message) => /Cannot find (?:name|module) '([\w:]+)'/.exec(message)?.[1]);
    expect(found).toEqual([...planted, 'node:fs']);
  },
  SLOW,
);
