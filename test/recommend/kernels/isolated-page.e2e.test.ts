import { createServer, type Server } from 'node:http';
import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM } from '../../chromium.ts';
import { digestOfKernels } from './digest-of-kernels.ts';

let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
  const script = await bundle();
  server = createServer((request, response) => {
    // Pages that share memory with their threads have to be isolated from others (HTML, cross-origin isolation).
    const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    const isScript = request.url === '/page.js';
    response.writeHead(200, {
      'Content-Type': isScript ? 'text/javascript' : 'text/html',
      ...(request.url !== '/plain' && isolation),
    });
    response.end(
      isScript ? script : '<!doctype html><title>kernels</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  browser = await chromium.launch(CHROMIUM);
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

test('an isolated page works on several threads, any other on one, and both give the bytes of Node', async () => {
  const inNode = await digestOfKernels({ threads: 1 });
  expect(await inPage('/')).toEqual({ ...inNode, threads: 3 });
  expect(await inPage('/plain')).toEqual({ ...inNode, threads: 1 });
});

async function inPage(path: string): Promise<unknown> {
  const page = await browser.newPage();
  try {
    await page.goto(origin + path);
    await page.waitForFunction('globalThis.answer !== undefined');
    return await page.evaluate('globalThis.answer');
  } finally {
    await page.close();
  }
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { digestOfKernels } from './digest-of-kernels.ts';
        const startThread = (script) => new Worker(URL.createObjectURL(new Blob([script])));
        digestOfKernels({ threads: 3, startThread }).then((answer) => { globalThis.answer = answer; }, (error) => {
          globalThis.answer = String(error);
        });`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
