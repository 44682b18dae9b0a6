import type { ErrorCode, KindredError } from '../core/index.ts';

/** A web-standard handler: what servers, edge runtimes and service workers call. It never rejects. */
export type Handler = (request: Request) => Promise<Response>;

export type Headers = Readonly<Record<string, string>>;

/** The code in an error answer: one of the package's, or one that only HTTP has. */
export type HttpErrorCode =
  | ErrorCode
  | 'forbidden'
  | 'internal-error'
  | 'method-not-allowed'
  | 'not-withdrawn'
  | 'origin-not-allowed';

/** An answer that ends the handling of a request early. */
export interface Refusal {
  readonly status: number;
  readonly code: HttpErrorCode;
  readonly message: string;
  /** JSON Pointer or parameter name. */
  readonly at?: string;
  readonly headers?: Headers;
  /** What the body says besides. */
  readonly more?: object;
}

/** The tracker's answers are about one visitor, and no browser shall guess their type. */
const SAFE_HEADERS: Headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

export function jsonResponse(status: number, body: unknown, headers: Headers = {}): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const about = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(bytes.byteLength) };
  return new Response(bytes, { status, headers: { ...about, ...SAFE_HEADERS, ...headers } });
}

export function emptyResponse(status: number, headers: Headers): Response {
  return new Response(null, { status, headers: { ...SAFE_HEADERS, ...headers } });
}

/** `{"error":{"code","message","at"}}` with the status of the refusal. */
export function refusalResponse(refusal: Refusal, headers: Headers = {}): Response {
  const { status, code, message, at } = refusal;
  const error = at === undefined ? { code, message } : { code, message, at };
  return jsonResponse(status, { error, ...refusal.more }, { ...headers, ...refusal.headers });
}

/** What is said to whoever sent what an error is about. */
export function badRequest({ code, message, at = '' }: KindredError): Refusal {
  return { status: 400, code, message, at };
}
