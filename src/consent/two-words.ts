import { type Act, chained } from './chain.ts';
import { foldLedger, grantKey, type Ledger, type LedgerEvent } from './ledger.ts';

type Events = Pick<Ledger, 'events'>;

/** Another's ledger with those acts of ours that it has not, each without what it has overruled since. */
export function withOurs(other: Ledger, ours: readonly LedgerEvent[]): Ledger {
  const theirs = new Set(other.events.map(({ id }) => id));
  const missing = ours.filter(({ id }) => !theirs.has(id));
  return missing.flatMap((act) => withoutOverruled(act, other)).reduce(chained, other);
}

/** An act without the permissions against which the other has a newer word; nothing where nothing is left of it. */
function withoutOverruled(act: LedgerEvent, other: Ledger): readonly Act[] {
  const words = foldLedger(other.events);
  const changes = act.changes.filter(({ decision, purpose, party }) => {
    const word = words.get(grantKey(purpose, party));
    return decision !== 'granted' || !word || word.decision === 'granted' || word.at < act.at;
  });
  return changes.length > 0 || act.changes.length === 0 ? [{ ...act, changes }] : [];
}

export const isSameLedger = (one: Events, other: Events): boolean => one.events[0]?.id === other.events[0]?.id;

/** Another tab's ledger where nothing can be stored: one that goes on, or one that was begun later. */
export function isNews(other: Events, known: Events): boolean {
  if (isSameLedger(other, known)) return other.events.length >= known.events.length;
  return (other.events.at(-1)?.at ?? 0) >= (known.events.at(-1)?.at ?? 0);
}
