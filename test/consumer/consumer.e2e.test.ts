import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from '../chromium.ts';
import { listFiles, ROOT, readText } from '../house/project.ts';
import { nodeOf } from './other-nodes.ts';
import { npm, run } from './run.ts';
import { serve } from './serve.ts';

const pack = JSON.parse(readText('package.json'));
const ENTRIES = Object.keys(pack.exports).filter((path) => !/\.js(on)?$/.test(path)).length;
const FIXTURES = join(ROOT, 'test', 'consumer', 'fixtures');

/** What a stranger has: an empty project into which the packed package was installed. */
let project = '';
let packed: readonly string[] = [];

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'kindred-consumer-'));
  const [{ filename, files }] = JSON.parse(await npm(ROOT, ['pack', '--json', '--pack-destination', project]));
  packed = files.map(({ path }: { path: string }) => path);
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true }));
  await npm(project, ['install', '--no-package-lock', join(project, filename)]);
  await cp(FIXTURES, project, { recursive: true });
});

afterAll(() => rm(project, { recursive: true, force: true }));

const inPackage = (path: string) => join(project, 'node_modules', 'kindred', path);

describe('the package', () => {
  test('holds what its users need, and nothing of how it is made', () => {
    const foreign = packed.filter(
      (path) =>
        !/^(dist\/|examples\/shop\/|(README|CHANGELOG)\.md$|LICENSE$|package\.json$|src\/rules\/rules\.schema\.json$)/.test(
          path,
        ),
    );
    expect(foreign).toEqual([]);
    expect(packed).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/kindred.global.js']));
  });

  test('runs no script when it is installed', () => {
    expect(Object.keys(pack.scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
  });
});

describe.each([
  ['this Node', async () => process.execPath],
  ['Node 22', () => nodeOf(22)],
  ['Node 24', () => nodeOf(24)],
])('under %s', (_, find) => {
  let node = '';
  beforeAll(async () => {
    node = await find();
  });
  const runNode = (...args: string[]) => run(project, node, args);

  test('every entry can be imported and used', async () => {
    expect(await runNode('use.mjs')).toBe(`ESM: ${ENTRIES} entries\n`);
  });

  test('every entry can be required, and all share one error class', async () => {
    expect(await runNode('use.cjs')).toBe(`CJS: ${ENTRIES} entries\n`);
  });

  test('events are kept in SQLite, or an error says what to install', async () => {
    const hasSqlite = (await runNode('-p', "process.getBuiltinModule('node:sqlite') !== undefined")).trim() === 'true';
    const printed = await runNode('--no-warnings', 'store.mjs');
    expect(printed).toMatch(hasSqlite ? /^SQLite: 0 events$/m : /^SQLite: unavailable: .*better-sqlite3/m);
  });

  test('the command tells its version and what it can do', async () => {
    const command = inPackage(pack.bin.kindred);
    expect((await runNode(command, '--version')).trim()).toBe(pack.version);
    const help = await runNode(command, '--help');
    for (const name of ['train', 'evaluate', 'recommend', 'demo']) expect(help).toContain(name);
  });
});

test('the command is on the path of a project', async () => {
  const printed = await run(project, join(project, 'node_modules', '.bin', 'kindred'), ['--version']);
  expect(printed.trim()).toBe(pack.version);
});

describe('types', () => {
  const compile = async (name: string, options: Record<string, unknown>, files: readonly string[]) => {
    const config = {
      compilerOptions: {
        noEmit: true,
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        target: 'es2022',
        ...options,
      },
      files,
    };
    await writeFile(join(project, `tsconfig.${name}.json`), JSON.stringify(config));
    return run(project, process.execPath, [
      join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      `tsconfig.${name}.json`,
    ]);
  };
  const PAGE = { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] };
  const NODE = { lib: ['ES2022'], types: ['node'], typeRoots: [join(ROOT, 'node_modules', '@types')] };

  test('fit a page, for bundlers', async () => {
    expect(await compile('bundler', { ...PAGE, module: 'esnext', moduleResolution: 'bundler' }, ['page.ts'])).toBe('');
  });

  test.each(['commonjs', 'module'])('fit a page, for Node in a package of type %s', async (type) => {
    await mkdir(join(project, type), { recursive: true });
    await writeFile(join(project, type, 'package.json'), JSON.stringify({ type }));
    await cp(join(FIXTURES, 'page.ts'), join(project, type, 'page.ts'));
    expect(await compile(type, { ...PAGE, module: 'nodenext' }, [`${type}/page.ts`])).toBe('');
  });

  test('fit a server', async () => {
    expect(await compile('server', { ...NODE, module: 'nodenext' }, ['server.ts'])).toBe('');
  });
});

test('the script tag works under a strict content security policy, and does nothing by itself', async () => {
  const server = await serve({
    '/': await readFile(join(project, 'page.html'), 'utf8'),
    '/kindred.global.js': await readFile(inPackage('dist/kindred.global.js'), 'utf8'),
    '/violations.js':
      'violations = []; addEventListener("securitypolicyviolation", (e) => violations.push(e.blockedURI));',
    '/use.js':
      'shop = kindred.createKindred({ source: "shop.example", endpoint: "/v1" }); shop.start(); shop.track("Product Viewed");',
  });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(server.url);
    const seen = await page.evaluate(
      '({ shop: typeof shop.track, violations, version: kindred.VERSION, stored: localStorage.length, cookie: document.cookie })',
    );
    expect(seen).toEqual({ shop: 'function', violations: [], version: pack.version, stored: 0, cookie: '' });
    expect(complaints).toEqual([]);
    expect(server.missed.filter((path) => path !== '/favicon.ico')).toEqual([]);
  } finally {
    await browser.close();
    await server.stop();
  }
});

test('every fixture is used', () => {
  const text = readText('test/consumer/consumer.e2e.test.ts');
  const names = listFiles('test/consumer/fixtures').map((path) => path.split('/').at(-1) ?? '');
  expect(names.filter((name) => !text.includes(`'${name}'`))).toEqual([]);
});
