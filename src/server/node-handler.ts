import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusalResponse } from './http.ts';
import { requestBody, writeBody } from './node-streams.ts';

/** How a server stands in the network. */
export interface NodeHandlerOptions {
  /**
   * Believe `x-forwarded-proto` and `x-forwarded-host`: only behind a proxy that sets them itself, or anybody can claim
   * to be any host. Default: false.
   */
  readonly trustProxy?: boolean;
}

/**
 * Lets `node:http` call a web-standard handler. Bodies stream both ways and wait for the slower side; when the client goes
 * away, the request's `signal` aborts; when the handler fails, the client learns only that it did (500).
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { toNodeHandler } from 'kindred/server';
 *
 * createServer(toNodeHandler(async (request) => new Response(new URL(request.url).pathname))).listen(8080);
 * ```
 */
export function toNodeHandler(
  handler: (request: Request) => Response | Promise<Response>,
  { trustProxy = false }: NodeHandlerOptions = {},
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => {
    serve(handler, incoming, outgoing, trustProxy).catch(() => outgoing.destroy());
  };
}

async function serve(
  handler: (request: Request) => Response | Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  trustProxy: boolean,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  // Without a listener, an error of the connection would end the process.
  outgoing.on('error', () => gone.abort());
  const response = await answer(handler, () => toRequest(incoming, gone.signal, trustProxy));
  if (outgoing.destroyed) return response.body?.cancel();
  writeHead(response, outgoing);
  // What the client still sends is in the way of the next request on this connection.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  await writeBody(response.body, incoming, outgoing);
}

async function answer(
  handler: (request: Request) => Response | Promise<Response>,
  request: () => Request,
): Promise<Response> {
  let incoming: Request;
  try {
    incoming = request();
  } catch {
    return refusalResponse({
      status: 400,
      code: 'invalid-input',
      message: 'The request line or a header is malformed.',
    });
  }
  try {
    return await handler(incoming);
  } catch {
    return refusalResponse({ status: 500, code: 'internal-error', message: 'The server failed on this request.' });
  }
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal, trustProxy: boolean): Request {
  const method = incoming.method ?? 'GET';
  const url = originOf(incoming, trustProxy) + pathOf(incoming);
  const init = { method, headers: headersOf(incoming), signal };
  if (method === 'GET' || method === 'HEAD') return new Request(url, init);
  // `duplex` is what the standard demands for a body that streams; the DOM's types do not know it yet.
  const streaming: RequestInit & { readonly duplex: 'half' } = { ...init, body: requestBody(incoming), duplex: 'half' };
  return new Request(url, streaming);
}

function originOf(incoming: IncomingMessage, trustProxy: boolean): string {
  const isEncrypted = 'encrypted' in incoming.socket;
  const protocol = (trustProxy && firstOf(incoming, 'x-forwarded-proto')) || (isEncrypted ? 'https' : 'http');
  const host = (trustProxy && firstOf(incoming, 'x-forwarded-host')) || incoming.headers.host || 'localhost';
  // A host such as `a.example/v1/batch?` would otherwise become part of the path.
  if (!/^https?$/.test(protocol) || /[^\w.:[\]-]/.test(host)) throw new TypeError('malformed host');
  return `${protocol}://${host}`;
}

/** A proxy chain appends: the first value is the one nearest to the visitor. */
function firstOf(incoming: IncomingMessage, name: string): string | undefined {
  return incoming.headersDistinct[name]?.[0]?.split(',')[0]?.trim();
}

/** The path with its query; of an absolute request target (RFC 9112, 3.2.2) only that part counts. */
function pathOf(incoming: IncomingMessage): string {
  const target = incoming.url ?? '/';
  if (target.startsWith('/')) return target;
  if (target === '*') return '/';
  const { pathname, search } = new URL(target);
  return pathname + search;
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

function writeHead(response: Response, outgoing: ServerResponse): void {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
}
