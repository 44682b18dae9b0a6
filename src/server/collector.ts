import { type Clock, isKindredError, isRecord, KindredError, ownValue } from '../core/index.ts';
import {
  EVENT_TYPES,
  type EventStore,
  type KindredEvent,
  parseBatch,
  parseEvent,
  type RejectedEvent,
} from '../events/index.ts';
import { readJsonBody } from './body.ts';
import { withTrustedTimes } from './clock-skew.ts';
import { emptyResponse, type Handler, jsonResponse, type Refusal, refusalResponse } from './http.ts';
import { createOrigins } from './origins.ts';
import { createReporter, type Report } from './report.ts';

/** What a collector needs. */
export interface CollectorOptions {
  readonly store: EventStore;
  /** The clock that dates receipt. Default: the system's. */
  readonly clock?: Clock;
  /** Bytes that a body may have, before and after inflating. Default: 500 KB, as Segment's batches. */
  readonly maxBodyBytes?: number;
  /** Origins, such as `https://shop.example`, whose pages may call besides the server's own. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Hears what the developer should know. Reports never contain visitor data. */
  readonly onReport?: (report: Report) => void;
}

const METHODS = 'POST, OPTIONS';
const RETRY_AFTER_SECONDS = '5';

/**
 * Takes events over HTTP and stores each once: Segment's HTTP API (`POST …/v1/batch`, `/v1/track`, `/v1/page`, `/v1/screen`,
 * `/v1/identify`, `/v1/group`, `/v1/alias`) as a web-standard handler, which never rejects.
 *
 * An answer of 200 promises that the accepted events are stored. 400, 413 and 415 mean that sending the same body again is
 * useless; 503 that it should be sent again later, and that nothing of it was stored.
 *
 * @throws KindredError `invalid-options`
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createCollector, toNodeHandler } from 'kindred/server';
 * import { sqliteStore } from 'kindred/server/sqlite';
 *
 * const collector = createCollector({ store: sqliteStore({ file: 'events.db' }) });
 * createServer(toNodeHandler(collector)).listen(8080);
 * ```
 */
export function createCollector(options: CollectorOptions): Handler {
  const { store, clock = systemClock, maxBodyBytes = 500_000 } = options;
  requireOptions(store, maxBodyBytes);
  const origins = createOrigins(options.allowedOrigins ?? []);
  const report = createReporter(options.onReport);

  const answer: Handler = async (request) => {
    const route = routeOf(request);
    if (route === undefined) return refusalResponse(NOT_FOUND);
    const refusal = origins.refuse(request);
    if (refusal !== undefined) return refusalResponse(refusal);
    const cors = origins.headers(request);
    if (request.method === 'OPTIONS')
      return emptyResponse(204, { ...cors, ...origins.preflightHeaders(METHODS), allow: METHODS });
    if (request.method !== 'POST') return refusalResponse(METHOD_NOT_ALLOWED, cors);
    const body = await readJsonBody(request, maxBodyBytes);
    if (body.kind === 'refused') return refusalResponse(body.refusal, cors);
    return collect(route, body.value, cors);
  };

  const collect = async (route: Route, body: unknown, cors: Readonly<Record<string, string>>): Promise<Response> => {
    const receivedAt = clock.now();
    const reading = readEvents(route, body, receivedAt);
    if (reading.kind === 'refused') return refusalResponse(reading.refusal, cors);
    const { events, rejected } = reading;
    if (rejected.length > 0) report({ kind: 'events-rejected', message: rejectionSummary(rejected) });
    try {
      const { stored, duplicates } = await store.append(withTrustedTimes(events, receivedAt));
      return jsonResponse(200, { success: true, accepted: stored, duplicates, rejected }, cors);
    } catch (cause) {
      report({
        kind: 'store-failed',
        message: `The event store "${store.name}" did not take ${events.length} events.`,
        cause,
      });
      return refusalResponse(STORE_FAILED, cors);
    }
  };

  return async (request) => {
    try {
      return await answer(request);
    } catch (cause) {
      report({ kind: 'internal-error', message: 'The collector failed on a request.', cause });
      return refusalResponse({ status: 500, code: 'internal-error', message: 'The server failed on this request.' });
    }
  };
}

const systemClock: Clock = { now: () => Date.now() };

const NOT_FOUND: Refusal = {
  status: 404,
  code: 'not-found',
  message: 'There is nothing here. Events go to /v1/batch, or one at a time to /v1/track and its like.',
};

const METHOD_NOT_ALLOWED: Refusal = {
  status: 405,
  code: 'method-not-allowed',
  message: 'Events are sent with POST.',
  headers: { allow: METHODS },
};

const STORE_FAILED: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'The events could not be stored; nothing was kept. Send them again later.',
  headers: { 'retry-after': RETRY_AFTER_SECONDS },
};

type Route = 'batch' | (typeof EVENT_TYPES)[number];

const ROUTES: readonly Route[] = ['batch', ...EVENT_TYPES];

function routeOf(request: Request): Route | undefined {
  const { pathname } = new URL(request.url);
  return ROUTES.find((route) => pathname.endsWith(`/v1/${route}`));
}

type Reading =
  | { readonly kind: 'events'; readonly events: readonly KindredEvent[]; readonly rejected: readonly RejectedEvent[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

function readEvents(route: Route, body: unknown, receivedAt: number): Reading {
  try {
    if (route === 'batch') return { kind: 'events', ...parseBatch(body, { receivedAt }) };
    return { kind: 'events', events: [parseEvent(withType(route, body), { receivedAt })], rejected: [] };
  } catch (error) {
    if (!isKindredError(error)) throw error;
    const refusal: Refusal = { status: 400, code: error.code, message: error.message, at: error.at ?? '' };
    return { kind: 'refused', refusal };
  }
}

/** On `/v1/track` and its like the path names the type; a body that names another one is a mistake. */
function withType(route: Route, body: unknown): unknown {
  const type = ownValue(body, 'type');
  if (!isRecord(body) || type === route) return body;
  if (type === undefined || type === null) return { ...body, type: route };
  throw new KindredError('invalid-event', `/type is not "${route}", which the path names.`, { at: '/type' });
}

function rejectionSummary(rejected: readonly RejectedEvent[]): string {
  // Which members, not what they held nor how a visitor's own fields are named.
  const members = new Set(
    rejected.map(({ at }) => /^\/batch\/\d+\/([a-zA-Z]{1,16})/.exec(at)?.[1] ?? 'the event itself'),
  );
  return `${rejected.length} events of a batch were rejected: ${[...members].slice(0, 10).join(', ')}.`;
}

function requireOptions(store: EventStore, maxBodyBytes: number): void {
  if (typeof store?.append !== 'function') {
    throw new KindredError(
      'invalid-options',
      'store: createCollector needs an event store, such as sqliteStore({ file }).',
      {
        at: 'store',
      },
    );
  }
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new KindredError('invalid-options', `maxBodyBytes: ${maxBodyBytes} is not a whole number from 1.`, {
      at: 'maxBodyBytes',
    });
  }
}
