import { isRecord, KindredError, ownValue, pointerTo } from '../core/index.ts';
import { mergeContext } from './context.ts';
import type { EventContext, KindredEvent } from './envelope.ts';
import { explainIssue } from './issue.ts';
import { EVENT_LIMITS } from './limits.ts';
import { invalidEvent, plainData } from './plain-data.ts';
import { contextSchema, eventSchema } from './schemas.ts';

/** How to read what came over the wire. */
export interface ParseOptions {
  /**
   * Time of receipt, in milliseconds since 1970. It stands in for a missing `timestamp` (after `sentAt`, which is the device's
   * clock too). Without it, an event that names no time is invalid.
   */
  readonly receivedAt?: number;
}

/** An event of a batch that could not be read. */
export interface RejectedEvent {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** JSON Pointer (RFC 6901) into the batch. */
  readonly at: string;
  readonly message: string;
}

/** What a batch held. A bad event never sinks its batch. */
export interface BatchReading {
  /** The good events in their order, each with the context and the `sentAt` of the batch under its own. */
  readonly events: readonly KindredEvent[];
  readonly rejected: readonly RejectedEvent[];
}

/**
 * Reads one event from outside: own plain data, within the limits, times in UTC. Members that the envelope does not name are
 * left out, and so are members of the envelope that are `null`.
 *
 * @throws KindredError `invalid-event`, its `at` a JSON Pointer
 * @example
 * ```ts
 * import { parseEvent } from 'kindred/events';
 *
 * const event = parseEvent({
 *   type: 'track',
 *   event: 'Product Viewed',
 *   messageId: 'm-1',
 *   anonymousId: 'a-1',
 *   timestamp: '2026-11-22T12:00:00Z',
 * });
 * console.log(event.timestamp); // 2026-11-22T12:00:00.000Z
 * ```
 */
export function parseEvent(input: unknown, options: ParseOptions = {}): KindredEvent {
  return parseEventAt(input, options, '', undefined);
}

/**
 * Reads the body of `POST /v1/batch`: the good events, and for each bad one where and what is wrong.
 *
 * @throws KindredError `invalid-event` where the input is not a batch at all, its `at` a JSON Pointer
 * @example
 * ```ts
 * import { parseBatch } from 'kindred/events';
 *
 * const { events, rejected } = parseBatch({ batch: [{ type: 'track' }] }, { receivedAt: 0 });
 * console.log(events.length, rejected[0]?.at); // 0 /batch/0/messageId
 * ```
 */
export function parseBatch(input: unknown, options: ParseOptions = {}): BatchReading {
  const batch = ownValue(input, 'batch');
  if (!isRecord(input)) throw notABatch('', 'The body is not an object with a member "batch"');
  if (!Array.isArray(batch)) throw notABatch('/batch', 'The member "batch" is not a list of events');
  if (batch.length > EVENT_LIMITS.batchEvents) {
    throw notABatch('/batch', `The batch holds ${batch.length} events; at most ${EVENT_LIMITS.batchEvents} are taken`);
  }
  const shared: Shared = {
    context: parseContext(ownValue(input, 'context')),
    sentAt: readTime(ownValue(input, 'sentAt')),
  };
  return readEvents(batch, options, shared);
}

/**
 * Like {@link parseBatch}, but answers `undefined` where the input is not a batch.
 *
 * @example
 * ```ts
 * import { readBatch } from 'kindred/events';
 *
 * console.log(readBatch('hello')); // undefined
 * ```
 */
export function readBatch(input: unknown, options: ParseOptions = {}): BatchReading | undefined {
  try {
    return parseBatch(input, options);
  } catch {
    return undefined;
  }
}

/** What the events of a batch share. */
interface Shared {
  readonly context: EventContext | undefined;
  readonly sentAt: string | undefined;
}

function readEvents(batch: readonly unknown[], options: ParseOptions, shared: Shared): BatchReading {
  const events: KindredEvent[] = [];
  const rejected: RejectedEvent[] = [];
  batch.forEach((input, index) => {
    try {
      events.push(parseEventAt(input, options, `/batch/${index}`, shared));
    } catch (error) {
      if (!(error instanceof KindredError)) throw error;
      rejected.push({ index, at: error.at ?? '', message: error.message });
    }
  });
  return { events, rejected };
}

function parseEventAt(input: unknown, options: ParseOptions, at: string, shared: Shared | undefined): KindredEvent {
  if (!isRecord(input)) throw invalidEvent(at, 'is not an object');
  const copy = plainData(input, at);
  if (!isRecord(copy)) throw invalidEvent(at, 'is not an object');
  if (isLargerThan(copy, EVENT_LIMITS.eventBytes)) throw invalidEvent(at, 'is larger than 32 KB');
  const result = eventSchema().safeParse(completed(copy, options, shared));
  if (!result.success) throw explainIssue(result.error.issues, at);
  const event = finished(result.data, shared?.context);
  requireMembers(event, at);
  requireWellFormedIds(event, at);
  return event;
}

/** The members that tell time. */
const TIMES = /^timestamp$|^sentAt$/;

/** RFC 3339 has a second 60 for leap seconds, which the clocks of computers have not: it is taken for the one before. */
function withoutLeapSecond(time: unknown): unknown {
  return typeof time === 'string' ? time.replace(/(T\d\d:\d\d):60/, '$1:59') : time;
}

/** Without its `null` members (clients send `"userId": null` before anybody signed in), with what the batch and receipt add. */
function completed(
  copy: Readonly<Record<string, unknown>>,
  options: ParseOptions,
  shared: Shared | undefined,
): unknown {
  const event: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(copy))
    if (value !== null) event[key] = TIMES.test(key) ? withoutLeapSecond(value) : value;
  if (shared?.sentAt !== undefined) event.sentAt ??= shared.sentAt;
  if (options.receivedAt !== undefined) {
    event.timestamp ??= readTime(event.sentAt) ?? new Date(options.receivedAt).toISOString();
  }
  return event;
}

/** What each kind of event needs, as Segment's specification says. */
function requireMembers(event: KindredEvent, at: string): void {
  if (event.type === 'track' && event.event === undefined) throw missing(at, 'event', 'the name of what happened');
  if (event.type === 'group' && event.groupId === undefined) throw missing(at, 'groupId', 'the id of the group');
  if (event.type === 'alias' && event.previousId === undefined)
    throw missing(at, 'previousId', 'the id that is replaced');
  if (event.type === 'alias' && event.userId === undefined) throw missing(at, 'userId', 'the id that replaces');
  if (event.context?.kindred?.degree === 'anonymous') requireNoIds(event, at);
  else if (event.anonymousId === undefined && event.userId === undefined) {
    throw missing(at, 'anonymousId', 'the id of the device (or userId)');
  }
}

/** Who says that an event is anonymous must not send an id with it. */
function requireNoIds(event: KindredEvent, at: string): void {
  for (const member of ['anonymousId', 'userId', 'groupId', 'previousId'] as const) {
    if (event[member] !== undefined)
      throw invalidEvent(pointerTo(at, member), 'is an id, in an event whose degree is anonymous');
  }
  if (event.context?.kindred?.grant !== undefined) {
    throw invalidEvent(`${at}/context/kindred/grant`, 'is an id, in an event whose degree is anonymous');
  }
}

/** Half of a surrogate pair alone cannot be written as UTF-8: a store would keep a substitute, the same for different ids. */
function requireWellFormedIds(event: KindredEvent, at: string): void {
  for (const member of ['messageId', 'anonymousId', 'userId', 'groupId', 'previousId'] as const) {
    if (/\p{Surrogate}/u.test(event[member] ?? ''))
      throw invalidEvent(pointerTo(at, member), 'is not well-formed Unicode');
  }
}

function missing(at: string, member: string, meaning: string): KindredError {
  return invalidEvent(pointerTo(at, member), `is missing: ${meaning}`);
}

/** Times in UTC, and the context of the batch under the event's own. */
function finished(event: KindredEvent, shared: EventContext | undefined): KindredEvent {
  const context = mergeContext(shared, event.context);
  return {
    ...event,
    ...(context === undefined ? {} : { context }),
    timestamp: inUtc(event.timestamp),
    ...(event.sentAt === undefined ? {} : { sentAt: inUtc(event.sentAt) }),
  };
}

/** A time that the schema let through, as `Date.prototype.toISOString` writes it; most are, and making dates is slow. */
function inUtc(time: string): string {
  const isCanonical = time.length === 24 && time.endsWith('Z') && time[19] === '.';
  return isCanonical ? time : new Date(time).toISOString();
}

function parseContext(input: unknown): EventContext | undefined {
  if (input === undefined || input === null) return undefined;
  const copy = plainData(input, '/context');
  if (isLargerThan(copy, EVENT_LIMITS.contextBytes))
    throw notABatch('/context', 'The shared context is larger than 8 KB');
  const result = contextSchema().safeParse(copy);
  if (!result.success) throw explainIssue(result.error.issues, '/context');
  return result.data;
}

/** An ISO 8601 time in UTC, or `undefined`: a batch whose `sentAt` makes no sense is read as if it named none. */
function readTime(given: unknown): string | undefined {
  const input = withoutLeapSecond(given);
  if (typeof input !== 'string' || !/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(input)) return undefined;
  const time = new Date(input);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function isLargerThan(json: unknown, limitBytes: number): boolean {
  const text = JSON.stringify(json);
  // A UTF-16 unit takes one to three bytes in UTF-8: most events are decided without encoding them.
  if (text.length > limitBytes) return true;
  return text.length * 3 > limitBytes && new TextEncoder().encode(text).length > limitBytes;
}

function notABatch(at: string, problem: string): KindredError {
  return new KindredError('invalid-event', `${problem}. Send {"batch": [event, …], "sentAt": "…"}.`, { at });
}
