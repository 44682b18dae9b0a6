import { isRecord } from '../core/index.ts';
import { EVENT_TYPES, type EventContext, type KindredEvent } from '../events/index.ts';

/** An event that waits, serialised once. */
export interface Entry {
  /** The event as JSON. */
  readonly text: string;
  /** The context that it shares with its batch, as JSON; empty where there is none. */
  readonly context: string;
  /** Where it stands in the journal. */
  readonly key: string | undefined;
  /** How it is under way now. */
  flight: 'none' | 'plain' | 'keepalive';
}

/** Longer events are refused, as Segment's API does at 32 KiB. */
export const MAX_EVENT_CHARS: number = 32_768;

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
  const [text = '', context = '', ...rest] = stored.split('\n');
  const isWhole = rest.length === 0 && text.length <= MAX_EVENT_CHARS && isEvent(parsed(text));
  const isOurs = isWhole && (context === '' || isRecord(parsed(context)));
  return isOurs ? { text, context, key, flight: 'none' } : undefined;
}

function isEvent(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { type, messageId, timestamp } = value;
  const isId = typeof messageId === 'string' && messageId !== '' && messageId.length <= MAX_MESSAGE_ID_LENGTH;
  return isId && typeof timestamp === 'string' && EVENT_TYPES.some((known) => known === type);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
