import { isRecord, ownValue } from '../../core/index.ts';
import { EVENT_TYPES, type KindredContext, type KindredEvent } from '../../events/index.ts';
import { createInterner } from './interner.ts';
import { isPlausibleTime, readTime } from './times.ts';

/** An event of a log: what it says, whose it is and when it happened. */
export interface LoggedEvent {
  readonly kind: 'event';
  readonly line: number;
  readonly event: KindredEvent;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a line of a log is. */
export type LoggedLine =
  | LoggedEvent
  /** An event that names nobody: it was sent anonymously. */
  | { readonly kind: 'nobody'; readonly line: number }
  | { readonly kind: 'broken'; readonly line: number; readonly why: string };

/**
 * Reads an event of Segment's specification as people have it in logs and exports: without an id it is known by its line, and without
 * `timestamp` by `receivedAt` or `sentAt`. Members of another type than they should have count as not there.
 */
export function readLoggedEvent(input: unknown, line: number): LoggedLine {
  const broken = (why: string): LoggedLine => ({ kind: 'broken', line, why });
  const type = EVENT_TYPES.find((known) => known === ownValue(input, 'type'));
  if (!isRecord(input) || !type)
    return broken('no event: "type" is none of track, page, screen, identify, group, alias');
  const [name, anonymousId, userId] = [text(input, 'event'), text(input, 'anonymousId'), text(input, 'userId')];
  if (type === 'track' && name === undefined) return broken('an event of type track without a name');
  const time = text(input, 'timestamp') ?? text(input, 'receivedAt') ?? text(input, 'sentAt');
  const canonical = canonicalTime(time);
  const at = canonical ?? readTime(time, 'iso');
  if (at === undefined || !isPlausibleTime(at)) return broken('no time: "timestamp" is missing, or no ISO 8601 time');
  if (anonymousId === undefined && userId === undefined) return { kind: 'nobody', line };
  const [properties, traits] = [interned(ownValue(input, 'properties')), ownValue(input, 'traits')];
  const event = {
    type,
    messageId: text(input, 'messageId') ?? `line ${line}`,
    timestamp: canonical === undefined || time === undefined ? new Date(at).toISOString() : time,
    context: readContext(ownValue(input, 'context')),
    ...(name !== undefined && { event: intern(name) }),
    ...(anonymousId !== undefined && { anonymousId }),
    ...(userId !== undefined && { userId }),
    ...(isRecord(properties) && { properties }),
    ...(isRecord(traits) && { traits }),
  };
  return { kind: 'event', line, event, at };
}

const intern = createInterner();

/** Names and categories of products come again and again. */
function interned(properties: unknown): unknown {
  if (!isObject(properties)) return properties;
  for (const [key, value] of Object.entries(properties)) if (typeof value === 'string') properties[key] = intern(value);
  return properties;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return isRecord(value);
}

/** A time as `toISOString` writes it, which most are: reading those with the engine's own reader is faster. */
function canonicalTime(text: string | undefined): number | undefined {
  const at = text?.length === 24 ? Date.parse(text) : Number.NaN;
  // Engines make 2 March of 30 February.
  return Number.isNaN(at) || new Date(at).toISOString() !== text ? undefined : at;
}

/** What replaying reads of the circumstances. */
function readContext(input: unknown): NonNullable<KindredEvent['context']> {
  const page = ownValue(input, 'page');
  const kindred = ownValue(input, 'kindred');
  return { page: texts(page, ['path', 'title', 'referrer']), kindred: readKindred(kindred) };
}

function readKindred(input: unknown): KindredContext {
  return texts(input, ['session', 'purpose', 'degree']);
}

function texts(input: unknown, names: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = text(input, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function text(input: unknown, name: string): string | undefined {
  const value = ownValue(input, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
