import { createId, deepFreeze, type Logger, type Random, type TextStore } from '../core/index.ts';
import { hashEvent } from './chain.ts';
import type { Ledger } from './ledger.ts';
import { beginText, extendText, type RecordText, readText } from './record-text.ts';

/** The person's ledger as this browser keeps it. Nothing here throws. */
export interface LedgerRecord {
  /**
   * What the store says, as far as it is news to this tab; `gone` where the record that this tab knew is there no more: another tab withdrew
   * everything, or the person cleared the browser.
   */
  read(): Ledger | 'gone' | undefined;
  /** A text of another tab, where nothing can be stored. It is taken over, secret and all, where it is news. */
  hear(text: string, isNews: (other: Ledger) => boolean): Ledger | undefined;
  /** Stores it, or, where there is no room, at least removes the older one, which may allow more. Whether it is stored now. */
  write(ledger: Ledger, isNothingLeft: boolean): boolean;
  /** What other tabs have to be told: nothing where they can read it. */
  text(): string;
  /** Whether the store holds what this tab knows. */
  isKept(): boolean;
  /**
   * Known to this browser alone, and stored with the ledger in one piece, so that two tabs never have two. By it the collector tells the person from
   * everybody who was given the ledger.
   */
  secret(): string;
}

const RECORD_KEY = 'consent';

export function createLedgerRecord(
  store: TextStore | undefined,
  source: string,
  { logger, random }: { readonly logger: Logger; readonly random: Random },
): LedgerRecord {
  /** What this tab knows, and whether the store holds it. */
  let text: RecordText | undefined;
  let known: string | undefined;

  const load = (): string | undefined => {
    try {
      return store?.get(RECORD_KEY);
    } catch (error) {
      logger.warn('The stored choice is out of reach.', error);
      return known;
    }
  };

  const remove = (): boolean => {
    known = undefined;
    try {
      store?.delete(RECORD_KEY);
      return true;
    } catch {
      return false;
    }
  };

  const begun = (): RecordText => {
    text ??= beginText(source, createId(random));
    return text;
  };

  const ledgerIn = ({ events }: RecordText): Ledger => {
    const last = events.at(-1);
    return deepFreeze({ source, events, head: last ? hashEvent(last) : '' });
  };

  return {
    isKept: () => known !== undefined,
    text: () => (known === undefined && text ? text.lines + text.digest : ''),
    secret: () => begun().secret,
    read() {
      const stored = load();
      if (stored === known) return undefined;
      const read = stored === undefined ? undefined : readText(stored, source, text);
      if (read) {
        text = read;
        known = stored;
        return ledgerIn(read);
      }
      const isGone = known !== undefined;
      if (stored !== undefined) {
        logger.warn('The stored choice is broken: it counts as none.');
        remove();
      }
      known = undefined;
      return isGone ? 'gone' : undefined;
    },
    hear(told, isNews) {
      const heard = readText(told, source);
      const ledger = heard && ledgerIn(heard);
      if (!ledger || !isNews(ledger)) return undefined;
      text = heard;
      return ledger;
    },
    write({ events }, isNothingLeft) {
      const before = begun();
      // What goes on is one more line; what was put together anew is written anew.
      const isNext = before.events.at(-1) === events[before.events.length - 1];
      text = extendText(isNext ? before : beginText(source, before.secret), events);
      if (isNothingLeft) return remove();
      try {
        const written = text.lines + text.digest;
        store?.set(RECORD_KEY, written);
        known = store && written;
        return true;
      } catch {
        remove();
        return false;
      }
    },
  };
}
