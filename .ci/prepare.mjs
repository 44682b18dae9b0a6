// @ts-check
// What a run needs before it starts: packages, a SQLite driver, Chromium. Plain Node, because nothing may be installed yet.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** An obstacle that the reader can remove; its message says how. */
export class Obstacle extends Error {}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/**
 * Runs a program, collects what it prints, and never rejects.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, log: string }>}
 */
export function run(command, args, { env = {}, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    // A process group of its own, so that stopping it also stops what it started.
    const child = spawn(command, args, {
      cwd: root,
      detached: process.platform !== 'win32',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32' && command === 'npm',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    let log = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      log += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer = timeoutMs
      ? setTimeout(() => {
          log += `\nStopped after ${timeoutMs / 1000} s without an end.`;
          stop(child);
        }, timeoutMs)
      : undefined;
    const settle = (/** @type {number} */ code) => {
      clearTimeout(timer);
      children.delete(child);
      if (!leave) resolve({ code, log });
      else if (children.size === 0) leave();
    };
    child.on('error', (error) => {
      log += `${error.message}\n`;
      settle(127);
    });
    child.on('close', (code, signal) => {
      if (signal) log += `\nEnded by ${signal}.`;
      settle(code ?? 1);
    });
  });
}

/** Stops every program that `run` started and that still runs. */
export function stopChildren() {
  for (const child of children) stop(child);
}

/** Once a signal has come: what is left to do when the last program has ended. @type {(() => void) | undefined} */
let leave;

/** Ends this process by a signal only when those programs have ended, so that none still writes. @returns {() => void} the undo */
export function stopChildrenOnSignal() {
  const end = () => {
    leave = () => process.exit(130);
    if (children.size === 0) leave();
    stopChildren();
  };
  for (const signal of SIGNALS) process.once(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

function stop(/** @type {import('node:child_process').ChildProcess} */ child) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It ended in the meantime.
  }
}

/**
 * The arguments for Node that start a package's command, without a shell and without `npx`.
 *
 * @param {string} name
 * @param {string} [command]
 */
export function tool(name, command) {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command ?? name]);
}

/** Installs the packages when they are missing or not those of the lockfile. */
export async function ensurePackages(/** @type {(text: string) => void} */ say) {
  const reason = packagesMissing();
  if (!reason) return;
  say(`Installing packages (${reason}) …`);
  // Without install scripts: the one package that needs its script is built when a test needs it.
  const { code, log } = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new Obstacle(`\`npm ci\` failed. Is the registry reachable?\n${log}`);
}

function packagesMissing() {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'none are installed';
  const wanted = readLock(join(root, 'package-lock.json')) ?? {};
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    // Optional packages are for one platform each; npm leaves the others out.
    if (path !== '' && !optional && installed[path]?.version !== version) return `${path} is not ${version}`;
  }
  return undefined;
}

/** @returns {Record<string, { version: string, optional?: boolean }> | undefined} */
function readLock(/** @type {string} */ file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/** Makes sure that this Node can open SQLite files: by itself from 22.13, else through better-sqlite3, which is compiled once. */
export async function ensureSqlite(/** @type {(text: string) => void} */ say) {
  if (await canRun("require('node:sqlite')")) return;
  const open = "new (require('better-sqlite3'))(':memory:')";
  if (await canRun(open)) return;
  say('Building better-sqlite3, because this Node has no node:sqlite (once, about two minutes) …');
  const { log } = await run(
    'npm',
    ['rebuild', 'better-sqlite3', '--ignore-scripts=false', '--foreground-scripts', '--loglevel=error'],
    {
      timeoutMs: 400_000,
    },
  );
  if (await canRun(open)) return;
  throw new Obstacle(
    `better-sqlite3 could not be built, so the SQLite tests are skipped. Use Node 22.13 or later, or install a C++ compiler, make and Python, then \`npm rebuild better-sqlite3\`.\n${log}`,
  );
}

async function canRun(/** @type {string} */ code) {
  return (await run(process.execPath, ['--no-warnings', '-e', code])).code === 0;
}

/** Finds Chromium, or installs Debian's where that is possible. @returns {Promise<string>} its path */
export async function ensureChromium(/** @type {(text: string) => void} */ say) {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    say('Installing Chromium from the distribution …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const updated = await run('apt-get', ['update', '-q'], { env });
    const install = ['install', '-q', '-y', '--no-install-recommends', 'chromium'];
    const installed = await run('apt-get', install, { env });
    const path = findChromium();
    if (path) return path;
    throw new Obstacle(`\`apt-get install chromium\` failed.\n${updated.log}${installed.log}`);
  }
  throw new Obstacle(
    'No Chromium found. Install it (Debian, Ubuntu: `sudo apt-get install chromium`), or set CHROMIUM_PATH to a Chromium or Chrome, then run again.',
  );
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Obstacle(`CHROMIUM_PATH is ${named}, where no program is. Correct it or unset it.`);
  }
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const path = onPath(name);
    if (path) return path;
  }
  return undefined;
}

function onPath(/** @type {string} */ name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(/** @type {string} */ path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
