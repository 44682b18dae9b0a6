import { type ConsentStore, type LedgerRefusal, readChain } from '../consent/consent-store.ts';

/** What a pass over a consent store found. */
export interface StoredVerdict {
  readonly ledgers: number;
  /** Those that were changed since they were stored, with the position of the event where the chain fails. */
  readonly broken: readonly { readonly id: string; readonly at: number; readonly why: LedgerRefusal }[];
}

/**
 * Verifies again every ledger that is stored: whether somebody has changed what people decided.
 *
 * @throws KindredError what the store throws (as a rejection)
 * @example
 * ```ts
 * import { verifyStored } from 'kindred/server';
 * import { sqliteConsentStore } from 'kindred/server/sqlite';
 *
 * const { ledgers, broken } = await verifyStored(sqliteConsentStore({ file: 'consents.db' }));
 * console.log(`${ledgers} ledgers, ${broken.length} of them changed`);
 * ```
 */
export async function verifyStored(store: ConsentStore): Promise<StoredVerdict> {
  const broken: StoredVerdict['broken'][number][] = [];
  let ledgers = 0;
  for await (const { id, ledger } of store.list()) {
    ledgers++;
    const reading = readChain(ledger);
    if (reading.kind === 'refused') broken.push({ id, at: reading.at, why: reading.why });
    else if (reading.ledger.events[0]?.id !== id) broken.push({ id, at: 0, why: 'changed' });
  }
  return { ledgers, broken };
}
