import { spawn } from 'node:child_process';
import { once } from 'node:events';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { sqliteConsentStore, sqliteStore } from '../../../src/server/sqlite/index.ts';
import { verifyStored } from '../../../src/server/verify-stored.ts';
import { consentStoreContract } from '../../../src/testing/index.ts';
import { bundle } from '../bundle.ts';
import { newestIn, person } from '../ledgers.ts';
import { storedEvent } from '../samples.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();

describe('a consent store in SQLite', () => {
  for (const { name, run } of consentStoreContract) {
    test(name, () => run(() => sqliteConsentStore({ file: folder.file() })));
  }
});

describe('the file', () => {
  test('options are checked at once', () => {
    expect(() => sqliteConsentStore({ file: '' })).toThrow(/file: sqliteConsentStore needs the path/);
  });

  test('events and ledgers may share a file, whichever comes first', async () => {
    for (const first of ['events', 'ledgers']) {
      const file = folder.file();
      const [events, consents] = [sqliteStore({ file }), sqliteConsentStore({ file })];
      const { consent } = person();
      consent.grant('analytics');
      const work = [() => events.append([storedEvent(1)]), () => consents.put(consent.ledger())];
      for (const call of first === 'events' ? work : work.toReversed()) await call();
      expect(await events.count()).toBe(1);
      expect((await consents.find(newestIn(consent)))?.ledger).toEqual(consent.ledger());
      await Promise.all([events.close(), consents.close()]);
    }
  });

  test('a file of a newer version is refused', async () => {
    const file = folder.file();
    const database = new Database(file);
    database.exec('CREATE TABLE consent_version (version INTEGER); INSERT INTO consent_version VALUES (9)');
    database.close();
    const store = sqliteConsentStore({ file });
    await expect(store.get('a')).rejects.toThrow(/consent store has version 9.*newer version of kindred/);
    await store.close();
  });

  test('a file without secrets is brought up to date, and its ledgers go on', async () => {
    const file = folder.file();
    const { consent } = person();
    consent.grant('analytics');
    const before = sqliteConsentStore({ file });
    await before.put(consent.ledger());
    await before.close();
    const database = new Database(file);
    database.exec('ALTER TABLE ledgers DROP COLUMN secret_hash; UPDATE consent_version SET version = 1');
    database.close();
    for (let opened = 0; opened < 2; opened++) {
      const store = sqliteConsentStore({ file });
      consent.grant('ads', { tags: [`tag ${opened}`] });
      expect((await store.put(consent.ledger())).kind).toBe('stored');
      expect((await store.find(newestIn(consent)))?.ledger).toEqual(consent.ledger());
      const other = person().consent;
      other.grant('analytics');
      await store.put(other.ledger(), { secretHash: 'a'.repeat(64) });
      expect((await store.find(newestIn(other)))?.secretHash).toBe('a'.repeat(64));
      await store.close();
    }
  });

  test('two stores may extend one ledger at the same time', async () => {
    const file = folder.file();
    const [one, other] = [sqliteConsentStore({ file }), sqliteConsentStore({ file })];
    const { consent } = person();
    for (let round = 0; round < 6; round++) {
      consent.grant('analytics', { tags: [`tag ${round}`] });
      await Promise.all([one.put(consent.ledger()), other.put(consent.ledger())]);
    }
    expect((await other.find(newestIn(consent)))?.ledger).toEqual(consent.ledger());
    await Promise.all([one.close(), other.close()]);
  });
});

describe('what somebody changed in the file', () => {
  async function tampered(sql: string) {
    const file = folder.file();
    const people = [person(), person(), person()].map(({ consent }) => {
      consent.grant('analytics');
      consent.refuse('ads');
      consent.withdraw('analytics');
      return consent;
    });
    const before = sqliteConsentStore({ file });
    for (const consent of people) await before.put(consent.ledger());
    expect(await verifyStored(before)).toEqual({ ledgers: 3, broken: [] });
    await before.close();
    const database = new Database(file);
    expect(database.prepare(sql).run(people[1]?.ledger().events[0]?.id).changes).toBe(1);
    database.close();
    return { store: sqliteConsentStore({ file }), consent: people[1] };
  }

  test.each([
    ["UPDATE ledger_events SET body = replace(body, 'none', 'identified') WHERE ledger = ? AND seq = 2", 2],
    ["UPDATE ledger_events SET body = replace(body, 'ads', 'adz') WHERE ledger = ? AND seq = 1", 1],
    ['DELETE FROM ledger_events WHERE ledger = ? AND seq = 1', 1],
    ['DELETE FROM ledger_events WHERE ledger = ? AND seq = 2', 1],
    ["UPDATE ledger_events SET body = '{' WHERE ledger = ? AND seq = 1", 1],
    ["UPDATE ledgers SET head = 'x' WHERE id = ?", 2],
  ])('%s is found, and allows nothing', async (sql, at) => {
    const { store, consent } = await tampered(sql);
    const { ledgers, broken } = await verifyStored(store);
    expect({ ledgers, places: broken.map((one) => one.at) }).toEqual({ ledgers: 3, places: [at] });
    const id = consent?.ledger().events[0]?.id ?? '';
    expect(broken[0]?.id).toBe(id);
    await expect(store.get(id)).rejects.toMatchObject({ code: 'invalid-ledger', at: `/events/${at}` });
    await store.close();
  });
});

describe('what was acknowledged survives kill -9', () => {
  test('every ledger, whole', async () => {
    const file = folder.file();
    const script = folder.file('ledger-writer.mjs');
    await bundle(new URL('./ledger-writer.ts', import.meta.url), script);
    const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const acknowledged = new Map<string, number>();
    for await (const chunk of child.stdout) {
      for (const [, id = '', length] of String(chunk).matchAll(/(\S+) (\d+)\n/g)) acknowledged.set(id, Number(length));
      if (acknowledged.size >= 60) break;
    }
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const store = sqliteConsentStore({ file });
    expect(await verifyStored(store)).toMatchObject({ broken: [] });
    for (const [id, length] of acknowledged) {
      expect((await store.get(id))?.ledger.events.length).toBeGreaterThanOrEqual(length);
    }
    await store.close();
  }, 30_000);
});
