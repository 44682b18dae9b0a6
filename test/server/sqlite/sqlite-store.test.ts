import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import type { EventStore } from '../../../src/events/index.ts';
import { sqliteStore } from '../../../src/server/sqlite/index.ts';
import { eventStoreContract } from '../../../src/testing/event-store-contract.ts';
import { bundle } from '../bundle.ts';
import { storedEvent } from '../samples.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

describe('a store in SQLite', () => {
  for (const { name, run } of eventStoreContract) test(name, () => run(() => sqliteStore({ file: folder.file() })));
});

describe('a store in SQLite that need not survive the loss of power', () => {
  for (const { name, run } of eventStoreContract) {
    test(name, () => run(() => sqliteStore({ file: folder.file(), survives: 'process' })));
  }
});

describe('the file', () => {
  test('a store that is opened again has what was stored', async () => {
    const file = folder.file();
    await withStore(file, (store) => store.append([storedEvent(1), storedEvent(2)]));
    await withStore(file, async (store) => {
      expect(await store.append([storedEvent(2), storedEvent(3)])).toEqual({ stored: 1, duplicates: 1 });
      expect(await idsOf(store)).toEqual(['m1', 'm2', 'm3']);
    });
  });

  test('two stores may use one file at the same time', async () => {
    const file = folder.file();
    const [one, two] = [sqliteStore({ file }), sqliteStore({ file })];
    const ids = Array.from({ length: 40 }, (_, n) => n);
    const answers = await Promise.all(ids.map((n) => (n % 2 === 0 ? one : two).append([storedEvent(n % 20)])));
    expect(answers.reduce((sum, { stored }) => sum + stored, 0)).toBe(20);
    expect(await one.count()).toBe(20);
    await Promise.all([one.close(), two.close()]);
  });

  test('creating a store does nothing: the file appears with the first call', async () => {
    const file = folder.file();
    const store = sqliteStore({ file });
    expect(() => new Database(file, { fileMustExist: true })).toThrow();
    await store.count();
    new Database(file, { fileMustExist: true }).close();
    await store.close();
  });

  test('a folder that does not exist is an error which names the file', async () => {
    const store = sqliteStore({ file: '/nowhere/at/all/events.db' });
    await expect(store.count()).rejects.toMatchObject({
      code: 'storage-unavailable',
      message: expect.stringContaining('/nowhere/at/all/events.db'),
    });
    await store.close();
  });

  test('a file that is no database is refused and left alone', async () => {
    const file = folder.file();
    await writeFile(file, 'not a database, but a text that is long enough to be read as the header of one'.repeat(20));
    const store = sqliteStore({ file });
    await expect(store.append([storedEvent(1)])).rejects.toMatchObject({ code: 'storage-unavailable' });
    await store.close();
  });

  test('a file of a newer version is refused', async () => {
    const file = folder.file();
    const database = new Database(file);
    database.pragma('user_version = 99');
    database.close();
    const store = sqliteStore({ file });
    await expect(store.count()).rejects.toThrow(/version 99.*newer version of kindred/);
    await store.close();
  });

  test('a damaged row is an error that names it, not an event', async () => {
    const file = folder.file();
    await withStore(file, (store) => store.append([storedEvent(1)]));
    const database = new Database(file);
    database.exec("UPDATE events SET body = '{'");
    database.close();
    await withStore(file, (store) => expect(idsOf(store)).rejects.toThrow(/Row 1 .* damaged/));
  });

  test('an append that fails half-way stores nothing of it', async () => {
    const file = folder.file();
    const store = sqliteStore({ file });
    await store.append([storedEvent(1)]);
    const other = new Database(file);
    other.exec(
      "CREATE TRIGGER no BEFORE INSERT ON events WHEN NEW.message_id = 'm9' BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    other.close();
    await expect(store.append([storedEvent(8), storedEvent(9)])).rejects.toMatchObject({ code: 'storage-unavailable' });
    expect(await store.append([storedEvent(8)])).toEqual({ stored: 1, duplicates: 0 });
    expect(await idsOf(store)).toEqual(['m1', 'm8']);
    await store.close();
  });

  test('a full disk is told as such', async () => {
    // Stands in for node:sqlite, which names SQLite's result code `errcode`; SQLITE_FULL is 13.
    const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    const statement = {
      all: () => [{ user_version: 2 }],
      run: () => {
        throw full;
      },
    };
    class DatabaseSync {
      exec() {}
      close() {}
      prepare() {
        return statement;
      }
    }
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ DatabaseSync });
    const store = sqliteStore({ file: folder.file() });
    await expect(store.append([storedEvent(1)])).rejects.toMatchObject({ code: 'storage-full', cause: full });
    await store.close();
    vi.restoreAllMocks();
  });
});

describe('reading', () => {
  test('a long reading lets others work between its pages', async () => {
    await withStore(folder.file(), async (store) => {
      await store.append(Array.from({ length: 3_000 }, (_, n) => storedEvent(n)));
      let turns = 0;
      const count = () => {
        turns++;
        timer = setImmediate(count);
      };
      let timer = setImmediate(count);
      await idsOf(store);
      clearImmediate(timer);
      expect(turns).toBeGreaterThanOrEqual(5);
    });
  });

  test('no query sorts or scans what an index can find', async () => {
    const file = folder.file();
    await withStore(file, (store) => store.append([storedEvent(1)]));
    const database = new Database(file);
    const plan = (where: string) =>
      database
        .prepare(
          `EXPLAIN QUERY PLAN SELECT seq, body FROM events WHERE seq >= 1 AND seq <= 9 AND ${where} ORDER BY seq LIMIT 9`,
        )
        .all()
        .map((row) => JSON.stringify(row))
        .join();
    expect(plan("user_id = 'u' AND +event = 'e'")).toMatch(/events_by_user/);
    expect(plan("anonymous_id = 'u' AND +time >= 5")).toMatch(/events_by_device/);
    expect(plan("grant_id = 'g' AND +user_id = 'u'")).toMatch(/events_by_grant/);
    expect(plan("event = 'u' AND +type = 'track'")).toMatch(/events_by_event/);
    for (const where of ["user_id = 'u'", "event = 'e'", '+time >= 5'])
      expect(plan(where)).not.toMatch(/TEMP B-TREE|SCAN/);
    database.close();
  });
});

describe('erasing', () => {
  const allowed = (n: number, grant: string, title = '') =>
    storedEvent(n, { properties: { title }, context: { kindred: { grant } } });

  test('what was erased cannot be found in the bytes of the files', async () => {
    const file = folder.file();
    const store = sqliteStore({ file });
    await store.append(Array.from({ length: 300 }, (_, n) => allowed(n, n % 2 ? 'odd' : 'even', `secret-${n % 2}`)));
    expect(await bytesOf(file)).toContain('secret-1');
    expect(await store.erase([{ grant: 'odd' }])).toBe(150);
    const bytes = await bytesOf(file);
    expect(bytes).not.toContain('secret-1');
    expect(bytes).toContain('secret-0');
    await store.close();
  });

  test('an erasing that a crash cut short is finished by the next pass, and nothing arrives meanwhile', async () => {
    const file = folder.file();
    await withStore(file, (store) => store.append([allowed(1, 'g1'), allowed(2, 'g2')]));
    const database = new Database(file);
    database.exec("INSERT INTO withdrawn (grant_id, purpose) VALUES ('g1', '')");
    database.close();
    await withStore(file, async (store) => {
      expect(await store.append([allowed(3, 'g1')])).toMatchObject({ stored: 0, withdrawn: ['m3'] });
      await store.eraseExpired(0);
      expect(await idsOf(store)).toEqual(['m2']);
    });
  });

  test('withdrawn permissions are remembered when the file is opened again', async () => {
    const file = folder.file();
    await withStore(file, (store) => store.erase([{ grant: 'g1' }]));
    await withStore(file, async (store) => {
      expect(await store.append([allowed(1, 'g1')])).toEqual({ stored: 0, duplicates: 0, withdrawn: ['m1'] });
    });
  });

  test('erasing finds its rows by an index', async () => {
    const file = folder.file();
    await withStore(file, (store) => store.append([allowed(1, 'g1')]));
    const database = new Database(file);
    const plan = (sql: string) => JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
    expect(plan("SELECT seq FROM events WHERE grant_id = 'g' AND +purpose IS NULL LIMIT 9")).toMatch(/events_by_grant/);
    expect(plan('SELECT seq FROM events WHERE keep_until <= 5 LIMIT 9')).toMatch(/events_by_end/);
    expect(plan('SELECT seq FROM withdrawn CROSS JOIN events ON events.grant_id = withdrawn.grant_id LIMIT 9')).toMatch(
      /SCAN withdrawn.*events_by_grant/,
    );
    database.close();
  });

  test('a file of the first version is brought up to date with its events, in their order', async () => {
    const file = folder.file();
    const database = new Database(file);
    database.exec(VERSION_1);
    const insert = database.prepare(
      "INSERT INTO events (message_id, type, anonymous_id, time, body) VALUES (?, 'track', 'a1', 5, ?)",
    );
    const old = [allowed(3, 'g1'), storedEvent(1), allowed(2, 'g2')];
    for (const event of old) insert.run(event.messageId, JSON.stringify(event));
    insert.run('damaged', '{');
    database.close();
    await withStore(file, async (store) => {
      expect(await store.erase([{ grant: 'g1' }])).toBe(1);
      expect(await store.append([storedEvent(1), storedEvent(9)])).toEqual({ stored: 1, duplicates: 1 });
      expect(await store.count({ grant: 'g2' })).toBe(1);
      expect(await store.count({ anonymousId: 'a1' })).toBe(4);
      await expect(idsOf(store)).rejects.toThrow(/damaged/);
    });
    const cleaned = new Database(file);
    cleaned.exec("DELETE FROM events WHERE message_id = 'damaged'");
    cleaned.close();
    await withStore(file, async (store) => expect(await idsOf(store)).toEqual(['m1', 'm2', 'm9']));
  });
});

const VERSION_1 = `
  CREATE TABLE events (seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, event TEXT,
    user_id TEXT, anonymous_id TEXT, time INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE INDEX events_by_event ON events (event) WHERE event IS NOT NULL;
  CREATE INDEX events_by_user ON events (user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX events_by_device ON events (anonymous_id) WHERE anonymous_id IS NOT NULL;
  CREATE INDEX events_by_time ON events (time);
  PRAGMA user_version = 1;
`;

/** Everything that lies in the file and in its log. */
async function bytesOf(file: string): Promise<string> {
  const log = await readFile(`${file}-wal`, 'latin1').catch(() => '');
  return (await readFile(file, 'latin1')) + log;
}

describe('the driver', () => {
  test('options are checked at once', () => {
    expect(() => sqliteStore({ file: '' })).toThrow(/file: sqliteStore needs the path/);
  });

  test('a driver that was named and is missing is an error with its remedy', async () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    const store = sqliteStore({ file: folder.file(), driver: 'node:sqlite' });
    await expect(store.count()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Node 22.13'),
    });
    vi.restoreAllMocks();
  });

  test('without any driver the error names both remedies', async () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    vi.doMock('better-sqlite3', () => {
      throw new Error("Cannot find package 'better-sqlite3'");
    });
    const store = sqliteStore({ file: folder.file() });
    await expect(store.append([storedEvent(1)])).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/Node 22\.13.*npm install better-sqlite3/),
    });
    vi.doUnmock('better-sqlite3');
    vi.restoreAllMocks();
  });
});

describe('what was acknowledged survives kill -9', () => {
  for (const survives of ['power', 'process'] as const) {
    test(`survives: ${survives}`, async () => {
      const file = folder.file();
      const script = folder.file('writer.mjs');
      await bundle(new URL('./writer.ts', import.meta.url), script);
      const child = spawn(process.execPath, [script, file, survives], { stdio: ['ignore', 'pipe', 'inherit'] });
      let acknowledged = 0;
      for await (const chunk of child.stdout) {
        for (const line of String(chunk).split('\n')) acknowledged = Math.max(acknowledged, Number(line));
        if (acknowledged >= 500) break;
      }
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
      await withStore(file, async (store) => {
        const ids = new Set(await idsOf(store));
        expect(Array.from({ length: acknowledged }, (_, n) => `m${n}`).filter((id) => !ids.has(id))).toEqual([]);
        expect(await store.append([storedEvent(0)])).toEqual({ stored: 0, duplicates: 1 });
      });
    }, 30_000);
  }
});

async function withStore<Result>(file: string, work: (store: EventStore) => Promise<Result>): Promise<Result> {
  const store = sqliteStore({ file });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function idsOf(store: EventStore): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { messageId } of store.read()) ids.push(messageId);
  return ids;
}
