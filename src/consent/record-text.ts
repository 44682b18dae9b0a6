import { deepFreeze, type Is, isRecord, ownValue } from '../core/at-once.ts';
import type { LedgerEvent } from './ledger.ts';

/**
 * A ledger as text: a line for each event, which says only in what it differs from the one before. An act about eleven purposes and twenty
 * parties takes a fifth of its JSON. The first line is the browser's secret, the last a sum that goes over all lines in turn, with the
 * ledger's head: one more act is one more line and one more sum, however many there are.
 */
export interface RecordText {
  readonly secret: string;
  readonly events: readonly LedgerEvent[];
  /** The hash of the last event. */
  readonly head: string;
  /** All lines but the last. */
  readonly lines: string;
  readonly sum: string;
}

/** A text without events. The source is not written down: another site's text has another sum. */
export function beginText(source: string, secret: string): RecordText {
  return { secret, events: [], head: '', lines: `${secret}\n`, sum: sumOf(`${source}\n${secret}`) };
}

/** As it is stored. */
export function writtenOf({ lines, sum, head }: RecordText): string {
  return `${lines}${sumOf(sum + head)}${head}`;
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
    const secret = stored.slice(0, stored.indexOf('\n'));
    const from = known && stored.startsWith(known.lines) ? known : beginText(source, secret);
    const end = stored.lastIndexOf('\n') + 1;
    const lines = stored.slice(0, end);
    const events = [...from.events];
    let { sum } = from;
    for (const line of lines.slice(from.lines.length, -1).split('\n')) {
      sum = sumOf(sum + line);
      const event = eventOf(JSON.parse(line));
      if (!isEvent(event)) return undefined;
      events.push(deepFreeze(event));
    }
    const text = { secret, events: Object.freeze(events), head: stored.slice(end + SUM_LENGTH), lines, sum };
    return secret !== '' && writtenOf(text) === stored ? text : undefined;
  } catch {
    return undefined;
  }
}

/** What a record that is whole may hold, before the code is there that looks at every member. */
export const isListed: Is<LedgerEvent> = (event): event is LedgerEvent => Array.isArray(ownValue(event, 'changes'));

const SUM_LENGTH = 16;

/**
 * 64 bits by which a text that broke is noticed (cyrb53, bryc, in the public domain, with all its bits). It keeps nobody out: a script
 * that can write here could make any digest anew.
 */
export function sumOf(text: string): string {
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x9e3779b1);
    other = Math.imul(other ^ code, 0x5f356495);
  }
  return hexOf(mixed(one, other)) + hexOf(mixed(other, one));
}

const mixed = (one: number, other: number) =>
  Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);

const hexOf = (word: number) => (word >>> 0).toString(16).padStart(SUM_LENGTH / 2, '0');

function eventOf(line: unknown): unknown {
  let last: object = {};
  const complete = (less: unknown) => {
    last = completed(less, last);
    return last;
  };
  const changes = ownValue(line, 'changes');
  return isRecord(line) && { ...line, changes: Array.isArray(changes) && changes.map(complete) };
}

/** The one before with what is different now. */
function completed(less: unknown, before: object): object {
  const other = isRecord(less) ? less : {};
  const one: Record<string, unknown> = { ...before, ...other };
  // The few that are different: there may be thousands.
  for (const key in other) if (other[key] === null) delete one[key];
  return one;
}
