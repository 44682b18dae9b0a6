import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from './input/tables.ts';

// Built here from the source as it is, so that a stale `dist` cannot deceive; within the package, so that its dependencies are found.
const CACHE = new URL('../../node_modules/', import.meta.url).pathname;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(CACHE, '.kindred-cli-'));
  await build({
    entry: { cli: new URL('../../src/cli/index.ts', import.meta.url).pathname },
    outDir: folder,
    format: ['esm'],
    platform: 'node',
    target: 'es2022',
    silent: true,
    config: false,
  });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(folder, 'cli.js'), ...args]);
}

async function finish(child: ChildProcess) {
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (text.out += chunk));
  child.stderr?.on('data', (chunk) => (text.err += chunk));
  const [code] = await once(child, 'close');
  return { code, ...text };
}

describe('the built command', { timeout: 30_000 }, () => {
  test('prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await finish(start('--version'))).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test('can be run by its name: it says what runs it, and is executable', async () => {
    expect(await readFile(join(folder, 'cli.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect((await stat(join(folder, 'cli.js'))).mode & 0o111).not.toBe(0);
  });

  test('ends with the code of its failure', async () => {
    expect(await finish(start('train', '--input', 'nowhere.csv', '--out', 'model'))).toMatchObject({
      code: 1,
      out: '',
    });
    expect(await finish(start('trian'))).toMatchObject({ code: 2, out: '' });
  });

  test('is quiet when its reader has gone', async () => {
    const child = start('train', '--help');
    child.stdout?.destroy();
    expect(await finish(child)).toMatchObject({ code: 0, err: '' });
  });

  test('ends at Ctrl-C, also while it waits for input, and leaves nothing behind', async () => {
    const out = await temporaryFolder();
    const child = start('train', '--input', '-', '--out', join(out, 'model'));
    child.stdin?.write(`user,item\n${'ann,teapot\n'.repeat(500_000)}`);
    const ended = finish(child);
    // More than a pipe holds: once it is gone, the command is there and has read it.
    await once(child.stdin ?? child, 'drain');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, out: '', err: expect.stringContaining('[aborted]') });
    expect(await readdir(out)).toEqual([]);
  });
});
