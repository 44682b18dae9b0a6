import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type * as Esbuild from 'esbuild';

const require = createRequire(import.meta.url);
// The bundler that tsup brings, so that the project need not name a second one.
const { build }: typeof Esbuild = createRequire(require.resolve('tsup/package.json'))('esbuild');

/** What a server answers. */
interface Answer {
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers when this has come to pass. */
  readonly after?: Promise<void>;
}

/** A server on this machine that knows who asked for what. */
export interface Loopback {
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  /** What it answers, by path; whatever else is an empty script. */
  readonly answers: Map<string, Answer>;
  close(): Promise<void>;
}

export async function openLoopback(): Promise<Loopback> {
  const asked: string[] = [];
  const answers = new Map<string, Answer>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path !== '/favicon.ico') asked.push(path);
    const { body, type = 'text/javascript', headers = {}, after } = answers.get(path) ?? { body: '' };
    await after;
    response
      .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', ...headers })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answers,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A module of the sources as one script that defines a global. */
export async function bundleAsGlobal(path: string, globalName: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: 'iife',
    globalName,
    write: false,
    platform: 'browser',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
