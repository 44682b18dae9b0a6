// @ts-check
// dist/: how it is built, whole or as far as the shop needs it, and whether it must be built again.
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Obstacle, root, run, tool } from './prepare.mjs';

/** @typedef {'all' | 'shop'} Extent  what a build is good for: for the shop alone it has no types, and nothing in it is packed */

const DIST = join(root, 'dist');
const SCRIPT = 'kindred.global.js';
const TYPES = 'index.d.ts';

/**
 * Builds from nothing, beside dist/, and puts the result in its place only when it is whole.
 *
 * @param {Extent} [extent]
 */
export async function build(extent = 'all') {
  removeLeftovers(root);
  const next = `${DIST}.${process.pid}`;
  const discard = () => rmSync(next, { recursive: true, force: true });
  // A run that is interrupted exits without coming back here.
  process.once('exit', discard);
  try {
    const startedAt = new Date();
    const parts = extent === 'all' ? [bundle(next), declare(next)] : [bundle(next, '--no-minify')];
    const built = (await Promise.all(parts)).reduce(both);
    if (built.code === 0) {
      keepLicences(join(next, 'licences'));
      // What is edited while this builds is newer than it.
      utimesSync(join(next, SCRIPT), startedAt, startedAt);
      rmSync(DIST, { recursive: true, force: true });
      renameSync(next, DIST);
    }
    return built;
  } finally {
    process.off('exit', discard);
    discard();
  }
}

/** @typedef {{ code: number, log: string }} Ended */

/** @returns {Ended} */
const both = (/** @type {Ended} */ a, /** @type {Ended} */ b) => ({ code: a.code || b.code, log: a.log + b.log });

/** Of what is built into the command and asks that its licence goes with it. */
function keepLicences(/** @type {string} */ folder) {
  for (const file of ['echarts/LICENSE', 'echarts/NOTICE', 'zrender/LICENSE']) {
    cpSync(join(root, 'node_modules', file), join(folder, `${file.replace('/', '-')}.txt`));
  }
}

function bundle(/** @type {string} */ folder, /** @type {string[]} */ ...flags) {
  return run(process.execPath, [tool('tsup'), '--no-dts', '--out-dir', relative(root, folder), ...flags]);
}

/**
 * The types: a declaration for each source, then one for each entry. tsup by itself would read the whole project, libraries and all,
 * once for each of the entries, which takes ten times as long.
 */
async function declare(/** @type {string} */ folder) {
  const declarations = join(folder, '.declarations');
  // Whether the types are right is a check of its own; every export states its type, so that each file can be declared without the others.
  const flags = [
    '--noEmit',
    'false',
    '--emitDeclarationOnly',
    '--noCheck',
    '--rootDir',
    'src',
    '--outDir',
    declarations,
  ];
  const declared = await run(process.execPath, [tool('typescript', 'tsc'), '-p', '.', ...flags]);
  if (declared.code !== 0) return declared;
  const bundled = await run(process.execPath, [tool('tsup'), '--dts-only', '--out-dir', relative(root, folder)]);
  rmSync(declarations, { recursive: true, force: true });
  return both(declared, bundled);
}

/** Removes what builds left that were ended before they could: their folders are named for the process. */
export function removeLeftovers(/** @type {string} */ folder) {
  for (const name of readdirSync(folder)) {
    const pid = /^dist\.(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One that runs under another name may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Builds when it must.
 *
 * @param {(text: string) => void} say
 * @param {Extent} [extent]
 */
export async function ensureBuilt(say, extent = 'all') {
  if (!isBuildStale(extent)) return;
  say('Building …');
  const { code, log } = await build(extent);
  if (code !== 0) throw new Obstacle(`The build failed.\n${log}`);
}

/**
 * Whether dist/ is missing, older than what it is made of, or holds too little.
 *
 * @param {Extent} extent
 * @param {string} [project]
 */
export function isBuildStale(extent, project = root) {
  const script = join(project, 'dist', SCRIPT);
  const needed = extent === 'all' ? [script, join(project, 'dist', TYPES)] : [script];
  if (!needed.every((file) => existsSync(file))) return true;
  const sources = ['package.json', 'tsup.config.ts', 'tsconfig.json'].map((name) => join(project, name));
  for (const entry of readdirSync(join(project, 'src'), { recursive: true })) {
    sources.push(join(project, 'src', String(entry)));
  }
  const built = statSync(script).mtimeMs;
  return sources.some((file) => statSync(file).mtimeMs > built);
}
