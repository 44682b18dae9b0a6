import { KindredError, ownValue } from '../../core/index.ts';

/** What a site says of itself at `/.well-known/gpc.json`. */
export interface GpcSupport {
  /** Whether the site abides by Global Privacy Control; `unknown` where it says nothing that can be read. */
  readonly support: boolean | 'unknown';
  /** When the site said so: a date, or a date with time and offset (RFC 3339). */
  readonly lastUpdate: string;
}

/** The resource to serve, and where. */
export interface GpcSupportResource {
  readonly path: '/.well-known/gpc.json';
  readonly contentType: 'application/json';
  readonly body: string;
}

/** The resource holds two short members; what is far longer is something else. */
const MAX_LENGTH = 65_536;

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d+)?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$/i;

/**
 * Reads another site's `/.well-known/gpc.json` (W3C Global Privacy Control §4.1) from the `Content-Type` and the body of a response
 * that succeeded. Anything but a JSON object with a boolean `gpc` is `unknown`, and so is a resource that is missing.
 *
 * @example
 * ```ts
 * import { readGpcSupport } from 'kindred/consent/signals';
 *
 * readGpcSupport('application/json', '{"gpc":true,"lastUpdate":"2026-01-01"}'); // { support: true, lastUpdate: '2026-01-01' }
 * readGpcSupport('text/html', '<h1>Not found</h1>').support; // 'unknown'
 * ```
 */
export function readGpcSupport(contentType: unknown, body: unknown): GpcSupport {
  const resource = isJson(contentType) ? readJson(body) : undefined;
  const support = ownValue(resource, 'gpc');
  const lastUpdate = ownValue(resource, 'lastUpdate');
  return Object.freeze({
    support: typeof support === 'boolean' ? support : 'unknown',
    lastUpdate: isTime(lastUpdate) ? lastUpdate : 'unknown',
  });
}

/**
 * The resource by which a site says that it abides by Global Privacy Control, to serve at its `path`.
 *
 * @throws KindredError `invalid-options` where the date is not one of RFC 3339; the change of the law or of the standard must not
 * change what the statement meant, so it is not left out.
 *
 * @example
 * ```ts
 * import { gpcSupport } from 'kindred/consent/signals';
 *
 * const { path, contentType, body } = gpcSupport({ support: true, lastUpdate: '2026-11-01' });
 * const serve = (request: Request) =>
 *   new URL(request.url).pathname === path ? new Response(body, { headers: { 'content-type': contentType } }) : undefined;
 * ```
 */
export function gpcSupport({
  support,
  lastUpdate,
}: {
  readonly support: boolean;
  readonly lastUpdate: string;
}): GpcSupportResource {
  if (typeof support !== 'boolean') throw invalid('support', 'true or false');
  if (!isTime(lastUpdate)) throw invalid('lastUpdate', 'a date like 2026-11-01, alone or with a time and its offset');
  const body = JSON.stringify({ gpc: support, lastUpdate });
  return Object.freeze({ path: '/.well-known/gpc.json', contentType: 'application/json', body });
}

function isJson(contentType: unknown): boolean {
  return typeof contentType === 'string' && /^[ \t]*application\/json[ \t]*(?:;|$)/i.test(contentType);
}

function readJson(body: unknown): unknown {
  if (typeof body !== 'string' || body.length > MAX_LENGTH) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A date that the calendar has, alone or with a time. */
function isTime(value: unknown): value is string {
  const [, year, month, day] = (typeof value === 'string' && RFC_3339.exec(value)) || [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1;
}

function invalid(at: string, wanted: string): KindredError {
  return new KindredError('invalid-options', `GPC support: ${at} must be ${wanted}.`, { at });
}
