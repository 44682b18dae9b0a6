import {
  type ConsentStore,
  type LedgerPutOptions,
  type LedgerStored,
  readChain,
  refusedLedger,
  refuseNext,
  type StoredHead,
  type StoredLedger,
  type UnverifiedLedger,
} from '../../consent/consent-store.ts';
import type { Ledger } from '../../consent/index.ts';
import { KindredError, ownValue } from '../../core/index.ts';
import { type Connection, createConnection, requireFile, type SqliteStoreOptions } from './connection.ts';
import { prepareConsentTables } from './consent-tables.ts';
import type { SqlDatabase } from './driver.ts';
import { ownNumber } from './table.ts';
import { inTransaction } from './transaction.ts';

/**
 * Keeps ledgers in an SQLite file, which may be that of the events. The file is opened at the first call.
 *
 * @throws KindredError `invalid-options`
 * @example
 * ```ts
 * import { sqliteConsentStore } from 'kindred/server/sqlite';
 *
 * const consents = sqliteConsentStore({ file: 'consents.db' });
 * const stored = await consents.find('0b9f6c1e-5f0c-4c55-9d5e-2a7a9a0f0c11');
 * console.log(stored?.ledger.events.length);
 * ```
 */
export function sqliteConsentStore(options: SqliteStoreOptions): ConsentStore {
  requireFile(options, 'sqliteConsentStore', 'consents.db');
  const connection = createConnection(options, { name: 'consent store', prepare: prepareConsentTables });
  return {
    name: 'sqlite',
    async put(input, options = {}) {
      const reading = readChain(input);
      return connection.use((database) =>
        reading.kind === 'refused' ? reading : inTransaction(database, () => extend(database, reading.ledger, options)),
      );
    },
    get: (id) => connection.use((database) => verified(load(database, 'ledgers.id = ?', id))),
    find: (eventId) =>
      connection.use((database) =>
        verified(load(database, 'ledgers.id = (SELECT ledger FROM ledger_events WHERE id = ?)', eventId)),
      ),
    list: () => listLedgers(connection),
    close: connection.close,
  };
}

function extend(database: SqlDatabase, ledger: Ledger, options: LedgerPutOptions): LedgerStored {
  const id = ledger.events[0]?.id ?? '';
  const stored = headOf(database, id);
  const refusal = refuseNext(ledger, options, stored);
  if (refusal) return refusal;
  const known = stored?.events ?? 0;
  const owner = database.prepare('SELECT 1 FROM ledger_events WHERE id = ?');
  const insert = database.prepare('INSERT INTO ledger_events (ledger, seq, id, prev, body) VALUES (?, ?, ?, ?, ?)');
  for (const event of ledger.events.slice(known)) {
    if (owner.all(event.id).length > 0) return refusedLedger('taken', event.seq);
  }
  for (const event of ledger.events.slice(known))
    insert.run(id, event.seq, event.id, event.prev, JSON.stringify(event));
  database
    .prepare(
      `INSERT INTO ledgers (id, source, events, head, public_key, secret_hash) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET events = excluded.events, head = excluded.head`,
    )
    .run(id, ledger.source, ledger.events.length, ledger.head, options.publicKey ?? null, options.secretHash ?? null);
  return { kind: 'stored', id, added: ledger.events.length - known };
}

const LEDGER_COLUMNS = 'head, public_key, secret_hash';

function headOf(database: SqlDatabase, id: string): StoredHead | undefined {
  const [row] = database.prepare(`SELECT source, events, ${LEDGER_COLUMNS} FROM ledgers WHERE id = ?`).all(id);
  if (row === undefined) return undefined;
  const events = ownNumber(row, 'events');
  const prev = database.prepare('SELECT prev FROM ledger_events WHERE ledger = ? AND seq = ?');
  return {
    source: textOf(row, 'source') ?? '',
    events,
    publicKey: textOf(row, 'public_key'),
    secretHash: textOf(row, 'secret_hash'),
    headAfter: (count) => (count === events ? textOf(row, 'head') : textOf(prev.all(id, count)[0], 'prev')),
  };
}

/** A ledger as it lies there: nobody says that it is still what was put. */
interface Lying extends UnverifiedLedger {
  readonly publicKey: string | undefined;
  readonly secretHash: string | undefined;
}

function load(database: SqlDatabase, where: string, value: string | number): Lying | undefined {
  const [row] = database.prepare(`SELECT id, source, ${LEDGER_COLUMNS} FROM ledgers WHERE ${where}`).all(value);
  const id = textOf(row, 'id');
  if (id === undefined) return undefined;
  const rows = database.prepare('SELECT body FROM ledger_events WHERE ledger = ? ORDER BY seq').all(id);
  const ledger = { source: textOf(row, 'source'), events: rows.map(bodyOf), head: textOf(row, 'head') };
  return { id, ledger, publicKey: textOf(row, 'public_key'), secretHash: textOf(row, 'secret_hash') };
}

function verified(lying: Lying | undefined): StoredLedger | undefined {
  if (lying === undefined) return undefined;
  const { id, publicKey, secretHash } = lying;
  const reading = readChain(lying.ledger);
  if (reading.kind === 'ledger') {
    return {
      id,
      ledger: reading.ledger,
      ...(publicKey !== undefined && { publicKey }),
      ...(secretHash !== undefined && { secretHash }),
    };
  }
  const remedy = 'Restore it from a copy; until then it allows nothing.';
  const message = `A stored ledger was changed: its chain breaks at event ${reading.at} (${reading.why}). ${remedy}`;
  throw new KindredError('invalid-ledger', message, { at: `/events/${reading.at}` });
}

async function* listLedgers(connection: Connection): AsyncGenerator<UnverifiedLedger, void, undefined> {
  const last = await connection.use((database) =>
    ownNumber(database.prepare('SELECT max(seq) AS last FROM ledgers').all()[0], 'last'),
  );
  for (let seq = 0; ; ) {
    const next = await connection.use((database) =>
      ownNumber(
        database.prepare('SELECT min(seq) AS next FROM ledgers WHERE seq > ? AND seq <= ?').all(seq, last)[0],
        'next',
      ),
    );
    if (next === 0) return;
    const lying = await connection.use((database) => load(database, 'seq = ?', next));
    if (lying) yield { id: lying.id, ledger: lying.ledger };
    seq = next;
    // Reading never waits for anything: without this, a long list would keep the process from all other work.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The event in a row, or `null`, which no chain takes, where somebody damaged it. */
function bodyOf(row: unknown): unknown {
  try {
    return JSON.parse(textOf(row, 'body') ?? '');
  } catch {
    return null;
  }
}

function textOf(row: unknown, column: string): string | undefined {
  const value = ownValue(row, column);
  return typeof value === 'string' ? value : undefined;
}
