import { isRecord } from '../core/at-once.ts';
import type { EventContext, EventType, KindredEvent } from '../events/index.ts';

/** An event that waits, serialised once. */
export interface Entry {
  /** The event as JSON. */
  readonly text: string;
  /** The context that it shares with its batch, as JSON; empty where there is none. */
  readonly context: string;
  /** Where it stands in the journal. */
  key: string | undefined;
  /** How it is under way now. */
  flight: 'plain' | 'keepalive' | undefined;
}

// As Segment's API and our collector have it.
const MAX_EVENT_BYTES = 32_768;
const MAX_BYTES_PER_CHAR = 3;

/** Whether an event is longer than a collector takes, in bytes of UTF-8. */
export function isOversized(text: string): boolean {
  if (text.length * MAX_BYTES_PER_CHAR <= MAX_EVENT_BYTES) return false;
  return new TextEncoder().encode(text).length > MAX_EVENT_BYTES;
}

// Types alone come from `events`: a value would draw its schemas into pages that load modules without a bundler.
const KNOWN_TYPES: Readonly<Record<EventType, true>> = {
  track: true,
  page: true,
  screen: true,
  identify: true,
  group: true,
  alias: true,
};
const MAX_MESSAGE_ID_LENGTH = 128;

/** The JSON of an event or context, or `undefined` where it has none. */
export function jsonOf(value: KindredEvent | EventContext): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The stored form of an entry. JSON has no raw line feed, so one can part event and context. */
export function encodeEntry({ text, context }: Entry): string {
  return context ? `${text}\n${context}` : text;
}

/** An entry from its stored form, or `undefined` where that is nothing that `encodeEntry` wrote. */
export function decodeEntry(stored: string, key: string): Entry | undefined {
  const [text = '', context = '', rest] = stored.split('\n');
  try {
    const isOurs = !isOversized(text) && isEvent(JSON.parse(text)) && rest === undefined;
    return isOurs && (!context || isRecord(JSON.parse(context)))
      ? { text, context, key, flight: undefined }
      : undefined;
  } catch {
    return undefined;
  }
}

function isEvent(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { type, messageId, timestamp } = value;
  if (typeof messageId !== 'string' || messageId === '' || messageId.length > MAX_MESSAGE_ID_LENGTH) return false;
  return typeof timestamp === 'string' && typeof type === 'string' && Object.hasOwn(KNOWN_TYPES, type);
}
