import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Linden Tea</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/page.css">
<main><h1>Linden Tea</h1><p>Oolong, fresh from the mountain. <a href="/teas">All teas</a></p></main>
<script type="module" src="/linden-page.js"></script></html>`;

// Nobody but the page itself, and no text that becomes code.
const POLICY = "default-src 'self'; require-trusted-types-for 'script'";

/** Serves the page of the elements as a strict shop would, each language a file of its own. */
export async function servePage(): Promise<{ readonly url: string; readonly server: Server }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('linden-page.ts', import.meta.url))],
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    write: false,
  });
  const files = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const script = files.get(pathname);
    if (script !== undefined) return response.setHeader('content-type', 'text/javascript').end(script);
    if (pathname === '/page.css')
      return response.setHeader('content-type', 'text/css').end(':root{color-scheme:light dark}a{color:inherit}');
    return response.setHeader('content-type', 'text/html').setHeader('content-security-policy', POLICY).end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { url: `http://localhost:${portOf(server.address())}/`, server };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
