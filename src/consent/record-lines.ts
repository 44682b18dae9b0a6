import type { Ledger, LedgerEvent } from './ledger.ts';
import { type RecordText, sumOf } from './record-text.ts';

type Members = Readonly<Record<string, unknown>>;

/** The text of the whole ledger, of which the first events are those that it has. */
export function extendText(text: RecordText, { events, head }: Pick<Ledger, 'events' | 'head'>): RecordText {
  let { lines, sum } = text;
  for (const event of events.slice(text.events.length)) {
    const line = JSON.stringify(lineOf(event));
    lines += `${line}\n`;
    sum = sumOf(sum + line);
  }
  return { ...text, events, head, lines, sum };
}

function lineOf({ changes, ...event }: LedgerEvent): object {
  return { ...event, changes: changes.map((change, at) => differences(change, { ...changes[at - 1] })) };
}

/** The members of a change that are others than those of the one before; `null` for those that it has not. */
function differences(one: object, before: Members): Members {
  const now: Members = { ...one };
  const keys = Object.keys({ ...before, ...one });
  const other = keys.filter((key) => JSON.stringify(now[key]) !== JSON.stringify(before[key]));
  return Object.fromEntries(other.map((key) => [key, now[key] ?? null]));
}
