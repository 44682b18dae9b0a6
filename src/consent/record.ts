import type { Is, Logger, TextStore } from '../core/index.ts';
import type { LedgerEvent } from './ledger.ts';
import { type RecordText, readText } from './record-text.ts';

/** The person's ledger as this browser keeps it. Nothing here throws. */
export interface LedgerRecord {
  /** What this tab knows of it. */
  text: RecordText | undefined;
  /** The same as it lies in the store, if it does. */
  stored: string | undefined;
  /**
   * What the store says, as far as it is news to this tab; `gone` where the record that this tab knew is there no more: another tab withdrew
   * everything, or the person cleared the browser.
   */
  read(isEvent: Is<LedgerEvent>): RecordText | 'gone' | undefined;
  /** What is stored is nothing that was ever recorded. */
  reject(cause?: unknown): void;
  /** Whether nothing is stored now. */
  remove(): boolean;
}

export const RECORD_KEY = 'consent';

export function createRecord(store: TextStore | undefined, source: string, logger: Logger): LedgerRecord {
  const record: LedgerRecord = {
    text: undefined,
    stored: undefined,
    read(isEvent) {
      const before = record.stored;
      let stored = before;
      try {
        stored = store?.get(RECORD_KEY);
      } catch (error) {
        logger.warn('The stored choice is out of reach.', error);
      }
      if (stored === before) return undefined;
      const read = stored === undefined ? undefined : readText(stored, source, isEvent, record.text);
      record.stored = stored;
      if (read) {
        record.text = read;
        return read;
      }
      if (stored !== undefined) record.reject();
      return before === undefined ? undefined : 'gone';
    },
    reject(cause) {
      logger.warn('The stored choice is broken, or of another source.', cause);
      record.remove();
    },
    remove() {
      record.stored = undefined;
      try {
        store?.delete(RECORD_KEY);
        return true;
      } catch {
        return false;
      }
    },
  };
  return record;
}
