import { deepFreeze, isRecord, ownValue } from '../core/index.ts';
import { digestOf } from './chain.ts';
import type { LedgerEvent } from './ledger.ts';
import { isLedgerEvent } from './ledger-form.ts';

/**
 * Events as text: a line for each, which says only in what it differs from the one before. An act about eleven purposes and twenty parties
 * takes a fifth of its JSON. The first line is the browser's secret, the last a digest that goes over all lines in turn: one more
 * act is one more line and one more digest, however many there are.
 */
export interface RecordText {
  readonly secret: string;
  readonly events: readonly LedgerEvent[];
  /** All lines but the last. */
  readonly lines: string;
  readonly digest: string;
}

/** 128 bits: nothing hangs on it but that a record that broke is noticed. */
const shortDigest = (text: string): string => digestOf(text).slice(0, 32);

type Members = Readonly<Record<string, unknown>>;

/** A text without events. The source is not written down: another site's text has another digest. */
export function beginText(source: string, secret: string): RecordText {
  return { secret, events: [], lines: `${secret}\n`, digest: shortDigest(`${source}\n${secret}`) };
}

/** The text with all events, of which the first are those that it has. */
export function extendText(text: RecordText, events: readonly LedgerEvent[]): RecordText {
  let { lines, digest } = text;
  for (const event of events.slice(text.events.length)) {
    const line = JSON.stringify(lineOf(event));
    lines += `${line}\n`;
    digest = shortDigest(digest + line);
  }
  return { ...text, events, lines, digest };
}

/** Reads a text, or only what is new in it since it was `known`; `undefined` for anything that is not whole. Never throws. */
export function readText(stored: string, source: string, known?: RecordText): RecordText | undefined {
  try {
    const secret = stored.slice(0, stored.indexOf('\n'));
    const from = known && stored.startsWith(known.lines) ? known : beginText(source, secret);
    const end = stored.lastIndexOf('\n') + 1;
    const lines = stored.slice(0, end);
    const events = [...from.events];
    let { digest } = from;
    for (const line of lines.slice(from.lines.length, -1).split('\n')) {
      digest = shortDigest(digest + line);
      const event = eventOf(JSON.parse(line));
      if (!isLedgerEvent(event)) return undefined;
      events.push(deepFreeze(event));
    }
    return digest === stored.slice(end) && secret !== ''
      ? { secret, events: Object.freeze(events), lines, digest }
      : undefined;
  } catch {
    return undefined;
  }
}

function lineOf({ changes, ...event }: LedgerEvent): object {
  return { ...event, changes: changes.map((change, at) => differences(change, { ...changes[at - 1] })) };
}

function eventOf(line: unknown): unknown {
  let last: object = {};
  const complete = (less: unknown) => {
    last = completed(less, last);
    return last;
  };
  const changes = ownValue(line, 'changes');
  return isRecord(line) && { ...line, changes: Array.isArray(changes) && changes.map(complete) };
}

/** The members of a change that are others than those of the one before; `null` for those that it has not. */
function differences(one: object, before: Members): Members {
  const now: Members = { ...one };
  const keys = Object.keys({ ...before, ...one });
  const other = keys.filter((key) => JSON.stringify(now[key]) !== JSON.stringify(before[key]));
  return Object.fromEntries(other.map((key) => [key, now[key] ?? null]));
}

/** The one before with what is different now. */
function completed(less: unknown, before: object): object {
  const other = isRecord(less) ? less : {};
  const one: Record<string, unknown> = { ...before, ...other };
  // The few that are different: there may be thousands.
  for (const key in other) if (other[key] === null) delete one[key];
  return one;
}
