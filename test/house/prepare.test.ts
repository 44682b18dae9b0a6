import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureChromium, Obstacle, run, stopChildren } from '../../.ci/prepare.mjs';

describe('finding Chromium', () => {
  let bin = '';
  beforeEach(async () => {
    bin = await mkdtemp(join(tmpdir(), 'kindred-bin-'));
    vi.stubEnv('PATH', bin);
    vi.stubEnv('CHROMIUM_PATH', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await rm(bin, { recursive: true });
  });
  const program = async (name: string, text: string) => {
    await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(bin, name), 0o755);
  };
  const beRoot = (isRoot: boolean) => vi.spyOn(process, 'getuid').mockReturnValue(isRoot ? 0 : 1000);

  test('takes the one that is named', async () => {
    await program('my-browser', '');
    vi.stubEnv('CHROMIUM_PATH', join(bin, 'my-browser'));
    expect(await ensureChromium(() => {})).toBe(join(bin, 'my-browser'));
  });

  test('says so when the named one is not there', async () => {
    vi.stubEnv('CHROMIUM_PATH', join(bin, 'my-browser'));
    await expect(ensureChromium(() => {})).rejects.toThrow('Correct it or unset it.');
  });

  test('takes one that is on the path', async () => {
    await program('google-chrome', '');
    expect(await ensureChromium(() => {})).toBe(join(bin, 'google-chrome'));
  });

  test('installs one where it may', async () => {
    beRoot(true);
    const target = join(bin, 'chromium');
    const install = `case "$*" in *install*) printf '#!/bin/sh\\n' > ${target}; /bin/chmod 755 ${target};; esac`;
    await program('apt-get', install);
    const said: string[] = [];
    expect(await ensureChromium((text: string) => said.push(text))).toBe(target);
    expect(said).toHaveLength(1);
  });

  test('says what happened when the installation fails', async () => {
    beRoot(true);
    await program('apt-get', 'echo "no network"; exit 100');
    await expect(ensureChromium(() => {})).rejects.toThrow(/`apt-get install chromium` failed.\n(no network\n)+/);
  });

  test('says what to do where it may not install', async () => {
    beRoot(false);
    await program('apt-get', 'exit 1');
    await expect(ensureChromium(() => {})).rejects.toThrow(Obstacle);
    await expect(ensureChromium(() => {})).rejects.toThrow('sudo apt-get install chromium');
  });
});

describe('running a program', () => {
  const node = (code: string, options = {}) => run(process.execPath, ['-e', code], options);

  test('collects what it prints, and its exit code', async () => {
    expect(await node("console.log('out'); console.error('err'); process.exitCode = 3")).toEqual({
      code: 3,
      log: expect.stringMatching(/out\n(.*\n)*err\n|err\n(.*\n)*out\n/),
    });
  });

  test('answers when there is no such program', async () => {
    const { code, log } = await run('no-such-program', []);
    expect(code).toBe(127);
    expect(log).toContain('ENOENT');
  });

  test('counts one that a signal ended as failed', async () => {
    const { code, log } = await node("process.kill(process.pid, 'SIGKILL')");
    expect([code, log.includes('SIGKILL')]).toEqual([1, true]);
  });

  test('stops one that does not end in time', async () => {
    const { code, log } = await node('setInterval(() => {}, 1000)', { timeoutMs: 200 });
    expect([code !== 0, log.includes('Stopped after 0.2 s')]).toEqual([true, true]);
  });

  test('stops what a program started along with it', async () => {
    // The inner one holds the pipe, so this settles only once both are gone.
    const { code, log } = await run('sh', ['-c', 'sleep 600 & echo started; wait'], { timeoutMs: 200 });
    expect([code !== 0, log.startsWith('started')]).toEqual([true, true]);
  });

  test('stops every one when the run is interrupted', async () => {
    const running = [node('setInterval(() => {}, 1000)'), node('setInterval(() => {}, 1000)')];
    stopChildren();
    for (const { code } of await Promise.all(running)) expect(code).not.toBe(0);
  });

  test('a signal ends the run, once all that it started have ended', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kindred-signal-'));
    const file = JSON.stringify(join(folder, 'written-last'));
    const program = `
      process.once('SIGTERM', () => { require('node:fs').writeFileSync(${file}, ''); process.exit(); });
      setInterval(() => {}, 1000);
      process.kill(process.ppid, 'SIGINT');`;
    const prepare = JSON.stringify(new URL('../../.ci/prepare.mjs', import.meta.url).href);
    const { code, log } = await node(`
      import(${prepare}).then(async ({ run, stopChildrenOnSignal }) => {
        stopChildrenOnSignal();
        process.once('exit', () => console.log('ended', require('node:fs').existsSync(${file})));
        await run(process.execPath, ['-e', ${JSON.stringify(program)}]);
        console.log('went on');
      });`);
    await rm(folder, { recursive: true });
    expect([code, log]).toEqual([130, 'ended true\n']);
  });
});
