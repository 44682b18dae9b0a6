import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeModelFolder } from '../../src/cli/model-folder.ts';
import { removeUnfinished, withUnfinished } from '../../src/cli/unfinished.ts';
import { temporaryFile, temporaryFolder } from './input/tables.ts';

const bytes = new Uint8Array(10);
const NEVER = new AbortController().signal;

/** Files of which the second one is asked for only after something happened. */
function filesWith(happens: () => void): ReadonlyMap<string, Uint8Array> {
  const files = new Map([
    ['a', bytes],
    ['b', bytes],
  ]);
  files[Symbol.iterator] = function* () {
    yield ['a', bytes];
    happens();
    yield ['b', bytes];
    return undefined;
  };
  return files;
}

test('a signal between two files ends the writing, and nothing of it is left', async () => {
  const folder = await temporaryFolder();
  const cancel = new AbortController();
  const files = filesWith(() => cancel.abort());
  await expect(writeModelFolder(join(folder, 'model'), files, cancel.signal)).rejects.toMatchObject({
    code: 'aborted',
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a process that is ended while it writes removes what is unfinished first', async () => {
  const folder = await temporaryFolder();
  const files = filesWith(() => removeUnfinished());
  await expect(writeModelFolder(join(folder, 'model'), files, NEVER)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(folder)).toEqual([]);
});

test('what is finished is not removed any more', async () => {
  const folder = await temporaryFolder();
  await writeModelFolder(join(folder, 'model'), new Map([['a', bytes]]), NEVER);
  removeUnfinished();
  expect(await readFile(join(folder, 'model', 'a'))).toHaveLength(10);
});

test('work that fails leaves nothing unfinished', async () => {
  const path = await temporaryFile('half', 'x');
  await expect(withUnfinished(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});
