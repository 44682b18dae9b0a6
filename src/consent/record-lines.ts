import { canonicalJson } from '../core/index.ts';
import { DEGREES } from './degree.ts';
import type { Ledger, LedgerEvent } from './ledger.ts';
import { DAY_MS, eventOf, type RecordText, sumOf, WITHDRAWN } from './record-text.ts';

/** The text of the whole ledger, of which the first events are those that it has. */
export function extendText(text: RecordText, { source, events }: Pick<Ledger, 'source' | 'events'>): RecordText {
  let { lines, sum } = text;
  for (const event of events.slice(text.events.length)) {
    const line = JSON.stringify(wordsOf(event, source)).slice(1, -1);
    lines += `${line}\n`;
    sum = sumOf(sum + line);
  }
  return { ...text, events, lines, sum };
}

/** The words by which an event is known again, all but the hash of the one before. */
function wordsOf(event: LedgerEvent, source: string): readonly unknown[] {
  const { id, at, type, notice, signals, sig } = event;
  let days = 0;
  const words = event.changes.flatMap((change): readonly unknown[] => {
    const { purpose, party, degree, until = at, members } = change;
    const more = members ? [members] : [];
    const kind = change.decision === 'withdrawn' ? WITHDRAWN : DEGREES.indexOf(degree);
    const lasts = Math.round((until - at) / DAY_MS);
    const name = party === source ? purpose : `${purpose} ${party}`;
    const whole = kind + 10 * lasts;
    const { changes } = eventOf([id, at, { notice }, name, whole, ...more], source, 0);
    if (canonicalJson(changes) !== canonicalJson([change])) return [change];
    const told = lasts === days ? kind : whole;
    days = lasts || days;
    return [name, told, ...more];
  });
  const own = {
    ...(type !== event.changes[0]?.decision && { type }),
    ...(notice !== '1' && { notice }),
    signals,
    sig,
  };
  return [id, at, own, ...words];
}
