import { KindredError } from '../../core/index.ts';
import type { SqlDatabase } from './driver.ts';
import { ownNumber } from './table.ts';
import { inTransaction } from './transaction.ts';

const VERSION = 2;

// A version of its own, and not the file's: events and ledgers may share a file.
const CREATE = `
  CREATE TABLE consent_version (version INTEGER NOT NULL);
  INSERT INTO consent_version VALUES (${VERSION});
  CREATE TABLE ledgers (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    events INTEGER NOT NULL,
    head TEXT NOT NULL,
    public_key TEXT,
    secret_hash TEXT
  );
  CREATE TABLE ledger_events (
    ledger TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    prev TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (ledger, seq)
  ) WITHOUT ROWID;
`;

// What a ledger of version 1 came without.
const ADD_SECRETS = `
  ALTER TABLE ledgers ADD COLUMN secret_hash TEXT;
  UPDATE consent_version SET version = 2;
`;

/** Creates the tables of ledgers where they are missing and brings older ones up to date; refuses those of a newer version. */
export function prepareConsentTables(database: SqlDatabase): void {
  inTransaction(database, () => {
    const exists = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'consent_version'").all().length > 0;
    if (!exists) database.exec(CREATE);
    const version = ownNumber(database.prepare('SELECT version FROM consent_version').all()[0], 'version');
    if (version === 1) database.exec(ADD_SECRETS);
    if (version <= VERSION) return;
    const message = `The consent store has version ${version}, this package knows ${VERSION}. Use a newer version of kindred.`;
    throw new KindredError('storage-unavailable', message);
  });
}
