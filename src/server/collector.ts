import { keyBytes } from '../consent/token/token-key.ts';
import { type Clock, isKindredError, isRecord, KindredError, ownValue } from '../core/index.ts';
import {
  EVENT_TYPES,
  type EventStore,
  type KindredEvent,
  parseBatch,
  parseEvent,
  type RejectedEvent,
} from '../events/index.ts';
import {
  type Admission,
  type CollectorToken,
  createAdmission,
  type Rejection,
  withdrawnRejection,
} from './admission.ts';
import { readJsonBody } from './body.ts';
import { withTrustedTimes } from './clock-skew.ts';
import { createEndpoint } from './endpoint.ts';
import { badRequest, type Handler, type Headers, jsonResponse, type Refusal, refusalResponse } from './http.ts';
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
  /**
   * Rejects events that do not name the consent event which allowed them (`context.kindred.grant`). Anonymous events name none, as it
   * would be an id, but the notice that was shown. Default: false, for senders that know nothing of permissions.
   */
  readonly requireGrant?: boolean;
  /** Rejects events that the token of the request does not allow, and without a token all of them. Default: no token is looked at. */
  readonly token?: CollectorToken;
  /** Hears what the developer should know. Reports never contain visitor data. */
  readonly onReport?: (report: Report) => void;
}

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
  const { store, clock = systemClock, maxBodyBytes = 500_000, requireGrant = false, token } = options;
  requireOptions(options, maxBodyBytes);
  const report = createReporter(options.onReport);

  const collect = async (request: Request, type: BodyType, body: unknown, cors: Headers): Promise<Response> => {
    const receivedAt = clock.now();
    const reading = readEvents(type, body, receivedAt);
    if (reading.kind === 'refused') return refusalResponse(reading.refusal, cors);
    const admission = createAdmission({ requireGrant, token }, request, receivedAt);
    const { admitted, rejected } = admit(reading.events, reading.rejected, admission);
    try {
      const events = withTrustedTimes(
        admitted.map(({ event }) => event),
        receivedAt,
      );
      const { stored, duplicates, withdrawn = [] } = await store.append(events);
      const all = [...rejected, ...withdrawnAmong(admitted, withdrawn)].sort((one, other) => one.index - other.index);
      if (all.length > 0) report({ kind: 'events-rejected', message: rejectionSummary(all) });
      return jsonResponse(200, { success: true, accepted: stored, duplicates, rejected: all }, cors);
    } catch (cause) {
      const message = `The event store "${store.name}" did not take ${admitted.length} events.`;
      report({ kind: 'store-failed', message, cause });
      return refusalResponse(STORE_FAILED, cors);
    }
  };

  return createEndpoint({
    routes: ROUTES,
    allowedOrigins: options.allowedOrigins,
    notFound: 'There is nothing here. Events go to /v1/batch, or one at a time to /v1/track and its like.',
    wrongMethod: 'Events are sent with POST.',
    async answer(request, { type }, headers) {
      const body = await readJsonBody(request, maxBodyBytes);
      return body.kind === 'refused'
        ? refusalResponse(body.refusal, headers)
        : collect(request, type, body.value, headers);
    },
    onFailure: (cause) => report({ kind: 'internal-error', message: 'The collector failed on a request.', cause }),
  });
}

const systemClock: Clock = { now: () => Date.now() };

const STORE_FAILED: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'The events could not be stored; nothing was kept. Send them again later.',
  headers: { 'retry-after': '5' },
};

type BodyType = 'batch' | (typeof EVENT_TYPES)[number];

const ROUTES = (['batch', ...EVENT_TYPES] as const).map((type) => ({ path: `/v1/${type}`, methods: ['POST'], type }));

type Reading =
  | { readonly kind: 'events'; readonly events: readonly KindredEvent[]; readonly rejected: readonly RejectedEvent[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

function readEvents(type: BodyType, body: unknown, receivedAt: number): Reading {
  try {
    if (type === 'batch') return { kind: 'events', ...parseBatch(body, { receivedAt }) };
    return { kind: 'events', events: [parseEvent(withType(type, body), { receivedAt })], rejected: [] };
  } catch (error) {
    if (!isKindredError(error)) throw error;
    return { kind: 'refused', refusal: badRequest(error) };
  }
}

/** On `/v1/track` and its like the path names the type; a body that names another one is a mistake. */
function withType(type: BodyType, body: unknown): unknown {
  const said = ownValue(body, 'type');
  if (!isRecord(body) || said === type) return body;
  if (said === undefined || said === null) return { ...body, type };
  throw new KindredError('invalid-event', `/type is not "${type}", which the path names.`, { at: '/type' });
}

/** An event with its place in the batch. */
interface Admitted {
  readonly index: number;
  readonly event: KindredEvent;
}

/** Parts what may be stored from what may not, each with its place among all that came. */
function admit(events: readonly KindredEvent[], unread: readonly RejectedEvent[], admission: Admission) {
  const taken = new Set(unread.map(({ index }) => index));
  const places = Array.from({ length: events.length + unread.length }, (_, index) => index);
  const admitted: Admitted[] = [];
  const rejected: Rejection[] = unread.map((one) => ({ ...one, code: 'invalid-event' }));
  places
    .filter((index) => !taken.has(index))
    .forEach((index, n) => {
      const event = events[n];
      const refusal = event && admission(event);
      if (refusal) rejected.push(placed(refusal, index));
      else if (event) admitted.push({ index, event });
    });
  return { admitted, rejected };
}

function withdrawnAmong(admitted: readonly Admitted[], messageIds: readonly string[]): readonly Rejection[] {
  const ids = new Set(messageIds);
  return admitted
    .filter(({ event }) => ids.has(event.messageId))
    .map(({ index }) => placed(withdrawnRejection(), index));
}

function placed({ code, at, message }: Omit<Rejection, 'index'>, index: number): Rejection {
  return { index, at: `/batch/${index}${at}`, code, message: `/batch/${index}${message}` };
}

function rejectionSummary(rejected: readonly Rejection[]): string {
  // Which members, not what they held nor how a visitor's own fields are named.
  const members = new Set(
    rejected.map(({ at, code }) =>
      code === 'invalid-event' ? (/^\/batch\/\d+\/([a-zA-Z]{1,16})/.exec(at)?.[1] ?? 'the event itself') : code,
    ),
  );
  return `${rejected.length} events of a batch were rejected: ${[...members].slice(0, 10).join(', ')}.`;
}

function requireOptions({ store, token }: CollectorOptions, maxBodyBytes: number): void {
  if (typeof store?.append !== 'function') {
    throw new KindredError(
      'invalid-options',
      'store: createCollector needs an event store, such as sqliteStore({ file }).',
      {
        at: 'store',
      },
    );
  }
  token?.keys.forEach(keyBytes);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new KindredError('invalid-options', `maxBodyBytes: ${maxBodyBytes} is not a whole number from 1.`, {
      at: 'maxBodyBytes',
    });
  }
}
