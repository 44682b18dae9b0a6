import type { ErrorCode } from '../core/index.ts';

/** A web-standard handler: what servers, edge runtimes and service workers call. It never rejects. */
export type Handler = (request: Request) => Promise<Response>;

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
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body says besides. */
  readonly more?: object;
}

/** The tracker's answers are about one visitor, and no browser shall guess their type. */
const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

export function jsonResponse(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const about = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(bytes.byteLength) };
  return new Response(bytes, { status, headers: { ...about, ...SAFE_HEADERS, ...headers } });
}

export function emptyResponse(status: number, headers: Readonly<Record<string, string>>): Response {
  return new Response(null, { status, headers: { ...SAFE_HEADERS, ...headers } });
}

/** `{"error":{"code","message","at"}}` with the status of the refusal. */
export function refusalResponse(refusal: Refusal, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, code, message, at } = refusal;
  const error = at === undefined ? { code, message } : { code, message, at };
  return jsonResponse(status, { error, ...refusal.more }, { ...headers, ...refusal.headers });
}
