import { type Logger, ownValue, type Random, type TextStore, toBase64Url } from '../core/index.ts';
import { foldLedger, type Ledger, readLedger } from './ledger.ts';
import type { RegionPolicy } from './region.ts';

/** What the store says, as far as it is news to this tab. */
type StoredWord =
  | { readonly kind: 'ledger'; readonly ledger: Ledger }
  /** The record that this tab knew is there no more: another tab withdrew everything, or the person cleared the browser. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'nothing-new' };

/** The person's ledger as this browser keeps it. Nothing here throws. */
export interface LedgerRecord {
  read(): StoredWord;
  /** Stores it, or, where there is no room, at least removes the older one, which may allow more. Whether it is stored now. */
  write(ledger: Ledger): boolean;
  /** Whether the store holds what this tab knows. */
  isKept(): boolean;
  /**
   * Known to this browser alone, and stored with the ledger in one piece, so that two tabs never have two. By it the collector tells the person from
   * everybody who was given the ledger.
   */
  secret(): string;
}

const RECORD_KEY = 'consent';
const SECRET_BYTES = 16;

export function createLedgerRecord(
  store: TextStore | undefined,
  { source, region }: { readonly source: string; readonly region: RegionPolicy },
  { logger, random }: { readonly logger: Logger; readonly random: Random },
): LedgerRecord {
  /** The text that this tab has read or written last. */
  let known: string | undefined;
  let secret = '';

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

  const secretOf = (): string => {
    if (secret === '') secret = toBase64Url(random.bytes(SECRET_BYTES));
    return secret;
  };

  return {
    isKept: () => known !== undefined,
    secret: secretOf,
    read() {
      const text = load();
      if (text === known) return { kind: 'nothing-new' };
      const ledger = text === undefined ? undefined : readLedger(text);
      if (ledger?.source === source) {
        known = text;
        secret = secretIn(text) ?? secret;
        return { kind: 'ledger', ledger };
      }
      if (text !== undefined) {
        logger.warn('The stored choice is broken: it counts as none.');
        remove();
      }
      const isGone = known !== undefined;
      known = undefined;
      return { kind: isGone ? 'gone' : 'nothing-new' };
    },
    write(ledger) {
      // After a complete withdrawal nothing stays, the memory of it included; but where silence allows, it must be remembered.
      const isWithdrawn =
        region.model === 'opt-in' &&
        [...foldLedger(ledger.events).values()].every(({ decision }) => decision === 'withdrawn');
      if (isWithdrawn) return remove();
      try {
        const text = JSON.stringify({ ...ledger, secret: secretOf() });
        store?.set(RECORD_KEY, text);
        known = store && text;
        return true;
      } catch {
        remove();
        return false;
      }
    },
  };
}

function secretIn(text = ''): string | undefined {
  const secret = ownValue(JSON.parse(text), 'secret');
  return typeof secret === 'string' && secret !== '' ? secret : undefined;
}
