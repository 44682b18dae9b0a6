// @ts-check
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** @import { Html } from '../pages/html.js' */

/**
 * Nothing from elsewhere, nothing inline, nothing that turns text into script but what the shop's own policy lets through.
 * @param {readonly string[]} [elsewhere] origins to which pages may send, and which they may show in frames
 */
export function contentPolicy(elsewhere = []) {
  const sources = ["'self'", ...elsewhere].join(' ');
  return `default-src 'self'; connect-src ${sources}; frame-src ${sources}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types shop`;
}

/** `same-origin` keeps the address, and with it the cart, from other sites. */
const SAFE_HEADERS = {
  'content-security-policy': contentPolicy(),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** @param {Html} page @param {number} [status] */
export function pageResponse(page, status = 200) {
  return new Response(page.html, {
    status,
    headers: { ...SAFE_HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-cache' },
  });
}

/**
 * A page that may be shown once: Back asks for it anew instead of taking it from the browser's cache.
 * @param {Html} page
 */
export function pageForOnce(page) {
  const response = pageResponse(page);
  response.headers.set('cache-control', 'no-store');
  return response;
}

/** @param {string} path */
export function redirect(path) {
  return new Response(null, { status: 303, headers: { ...SAFE_HEADERS, location: path } });
}

/** @param {number} status @param {string} text @param {Record<string, string>} [headers] */
export function plainResponse(status, text, headers = {}) {
  return new Response(text, {
    status,
    headers: { ...SAFE_HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers },
  });
}

/**
 * A file that is the same for everybody: checked by its ETag, compressed once.
 * @param {string | Uint8Array} content
 * @param {string} type
 * @param {number} [maxAgeSeconds] how long it may be used without asking again
 * @returns {(request: Request) => Response}
 */
export function sharedFile(content, type, maxAgeSeconds = 0) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const cache = maxAgeSeconds > 0 ? `public, max-age=${maxAgeSeconds}` : 'no-cache';
  const headers = { ...SAFE_HEADERS, etag, vary: 'accept-encoding', 'content-type': type, 'cache-control': cache };
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  let packed;
  return (request) => {
    if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
    if (bytes.length < 1000 || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
      return new Response(bytes, { headers });
    packed ??= new Uint8Array(gzipSync(bytes));
    return new Response(packed, { headers: { ...headers, 'content-encoding': 'gzip' } });
  };
}
