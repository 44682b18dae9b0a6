import { deepFreeze, type Is, isRecord, isString, ownValue } from '../core/at-once.ts';
import { DEGREES } from './degree.ts';
import type { LedgerEvent } from './ledger.ts';

/**
 * A ledger as text: a line for each event, of few words. The first line is the browser's secret, the last a sum that goes over all lines in turn:
 * one more act is one more line and another sum, however many there are. Three permissions take less than 160 bytes, the name of their record
 * included.
 */
export interface RecordText {
  readonly secret: string;
  /** Without their hashes where they were only read: these are not written down, because they follow from the rest. */
  readonly events: readonly LedgerEvent[];
  /** All lines but the last. */
  readonly lines: string;
  readonly sum: string;
}

/** A text without events. The source is not written down: another site's text has another sum. */
export function beginText(source: string, secret: string): RecordText {
  return { secret, events: [], lines: `${secret}\n`, sum: sumOf(`${source}\n${secret}`) };
}

/** As it is stored. */
export function writtenOf({ lines, sum }: RecordText): string {
  return lines + sum;
}

/**
 * Reads a text, or only what is new in it since it was `known`; `undefined` for anything that is not whole, or whose events are none. Never
 * throws.
 */
export function readText(
  stored: string,
  source: string,
  isEvent: Is<LedgerEvent>,
  known?: RecordText,
): RecordText | undefined {
  try {
    const [secret = '', ...rest] = stored.split('\n');
    const told = rest.pop();
    const from = known && stored.startsWith(known.lines) ? known : beginText(source, secret);
    const events = [...from.events];
    let { sum } = from;
    for (const line of rest.slice(events.length)) {
      sum = sumOf(sum + line);
      const event = eventOf(JSON.parse(`[${line}]`), source, events.length);
      if (!isEvent(event)) return undefined;
      events.push(deepFreeze(event));
    }
    if (!secret || told !== sum) return undefined;
    return { secret, events: Object.freeze(events), lines: stored.slice(0, -sum.length), sum };
  } catch {
    return undefined;
  }
}

/** What a record that is whole may hold, before the code is there that looks at every member. */
export const isListed: Is<LedgerEvent> = (event): event is LedgerEvent => isRecord(event) && isString(event.id);

/** 31 bits by which a text that broke is noticed (FNV-1a). They keep nobody out: a script that can write here could make any digest anew. */
export function sumOf(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return (sum >>> 1).toString(36);
}

export const DAY_MS = 86_400_000;
/** Stands for a withdrawal where the number of a degree would. */
export const WITHDRAWN = 5;

/**
 * The words of a line are the act's id and time, and an object with what it has besides. Then for each change: its purpose, with the party where
 * that is not the site itself; the number of its degree, with ten times the days for which it is good where that is not as for the change before; and a
 * list of its members, where it has them. A change with more to it stands there as it is.
 */
export function eventOf(
  [id, at, own, ...words]: readonly unknown[],
  source: string,
  seq: number,
): { readonly changes: readonly unknown[] } {
  const { notice = '1', ...others }: Readonly<Record<string, unknown>> = Object(own);
  const changes: unknown[] = [];
  let name = '';
  let until = 0;
  for (const word of words) {
    if (isString(word)) name = word;
    else if (typeof word === 'number') {
      const [purpose, party = source] = name.split(' ');
      const kind = word % 10;
      if (word > kind) until = Number(at) + ((word - kind) / 10) * DAY_MS;
      changes.push({ purpose, party, ...saidBy(kind, until, notice) });
    } else changes.push(Array.isArray(word) ? { ...Object(changes.pop()), members: word } : word);
  }
  const type = ownValue(changes[0], 'decision');
  const event = { v: 1, seq, id, at, type, actor: 'person', notice, changes, prev: '' };
  return { ...event, ...others };
}

function saidBy(kind: number, until: number, version: unknown): object {
  const degree = DEGREES[kind];
  if (!degree) return { decision: 'withdrawn', degree: 'none' };
  return { ...(kind ? { decision: 'granted', basis: 'consent' } : { decision: 'refused' }), degree, until, version };
}
