import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withHashes } from '../../src/consent/chain.ts';
import { createConsent, type GrantChange, type Ledger, STANDARD_PURPOSES } from '../../src/consent/index.ts';
import { isLedgerEvent } from '../../src/consent/ledger-form.ts';
import { extendText } from '../../src/consent/record-lines.ts';
import { beginText, isListed, type RecordText, readText, sumOf, writtenOf } from '../../src/consent/record-text.ts';
import { memoryTextStore } from '../../src/storage/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import { DAY, granted, ledgerOf, ledgers, SHOP, START } from './receipts/fixtures.ts';

const SECRET = 'a secret of tests';

const textOf = (ledger: Ledger): RecordText => extendText(beginText(ledger.source, SECRET), ledger);
const read = (text: string, known?: RecordText) => readText(text, SHOP, isLedgerEvent, known);
const filled = ledgers.filter(({ events }) => events.length > 0);

describe('a record as text', () => {
  test('what is read is what was written, frozen', () => {
    fc.assert(
      fc.property(filled, (ledger) => {
        const text = textOf(ledger);
        const again = read(writtenOf(text));
        expect(withHashes(SHOP, again?.events ?? [])).toEqual(ledger);
        expect({ ...again, events: ledger.events }).toEqual(text);
        expect(Object.isFrozen(read(writtenOf(text))?.events[0]?.changes)).toBe(true);
      }),
    );
  });

  test('written act by act it is what it is when written at once', () => {
    fc.assert(
      fc.property(filled, (ledger) => {
        const { source, events } = ledger;
        const byAct = events.reduce(
          (text, _, end) => extendText(text, { source, events: events.slice(0, end + 1) }),
          beginText(source, SECRET),
        );
        expect(writtenOf(byAct)).toBe(writtenOf(textOf(ledger)));
      }),
    );
  });

  test('reading only what is new gives what reading all of it gives', () => {
    fc.assert(
      fc.property(filled, fc.nat(20), (ledger, cut) => {
        const all = writtenOf(textOf(ledger));
        const known = textOf({ ...ledger, events: ledger.events.slice(0, cut % ledger.events.length) });
        const news = read(all, known);
        expect(withHashes(SHOP, news?.events ?? [])).toEqual(ledger);
        expect(known.events.every((event, index) => news?.events[index] === event)).toBe(true);
      }),
    );
  });

  test('a record that was changed anywhere, cut or doubled is none, also after a known beginning', () => {
    const ledger = ledgerOf([{ changes: [granted('storage')] }, { changes: [granted('analytics')] }, { changes: [] }]);
    const known = textOf({ ...ledger, events: ledger.events.slice(0, 1) });
    const all = writtenOf(textOf(ledger));
    for (let at = 0; at < all.length; at++) {
      const other = all[at] === 'a' ? 'b' : 'a';
      const changed = [
        `${all.slice(0, at)}${other}${all.slice(at + 1)}`,
        all.slice(0, at),
        `${all.slice(0, at)}${all}`,
      ];
      for (const text of changed.filter((one) => one !== all)) {
        expect(read(text), text).toBeUndefined();
        expect(read(text, known), text).toBeUndefined();
        expect(readText(text, SHOP, isListed), text).toBeUndefined();
      }
    }
  });

  test('a record of another site is none', () => {
    expect(readText(writtenOf(textOf(ledgerOf([{ changes: [] }]))), 'other.example', isLedgerEvent)).toBeUndefined();
  });

  test('rubbish is none, whatever digest it has', () => {
    const lines = ['', '{', '[]', 'null', '{"id":7}', '{"changes":{}}', '{"__proto__":{"id":"x"}}', '['.repeat(50_000)];
    for (const line of lines) {
      const begun = beginText(SHOP, SECRET);
      const forged = [...line].length < 100 ? line : `${line}${']'.repeat(50_000)}`;
      const text = writtenOf({ ...begun, lines: `${begun.lines}${forged}\n`, sum: sumOf(begun.sum + forged) });
      expect(read(text)).toBeUndefined();
      expect(readText(text, SHOP, isListed)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(read(text)).toBeUndefined();
      }),
    );
  });

  test('what a browser keeps of a choice about the standard purposes is no longer than 160 bytes, with its name', async () => {
    for (const no of [{}, { degree: 'none' }] as const) {
      const store = memoryTextStore();
      const consent = createConsent({
        ...memoryPlatform(),
        source: 'www.shop.example',
        purposes: STANDARD_PURPOSES,
        store,
      });
      await consent.choose(STANDARD_PURPOSES.map(({ id: purpose }) => ({ purpose, ...no })));
      const stored = store.keys().map((key) => `kindred:${key}${store.get(key)}`);
      expect(stored.join('').length).toBeLessThanOrEqual(160);
      expect(consent.ledger().events).toHaveLength(1);
    }
  });

  test('refusals, withdrawals, other parties and what holds by default come back as they were', () => {
    const days = (count: number) => ({ until: START + count * DAY });
    const changes: GrantChange[] = [
      granted('ads', { basis: 'consent', ...days(182) }),
      granted('ads', { basis: 'consent', party: 'a shop with spaces', ...days(182) }),
      granted('ads', { basis: 'consent', degree: 'on-device', ...days(90.5) }),
      granted('ads', { basis: 'consent', until: START }),
      granted('ads', { basis: 'default' }),
      granted('ads', { basis: 'consent', party: '*', ...days(182), members: [SHOP, 'b.example'] }),
      granted('sale', { basis: 'consent', party: '*', ...days(182), members: [] }),
      { purpose: 'ads', party: SHOP, decision: 'refused', degree: 'none', version: '1', ...days(366) },
      { purpose: 'ads', party: '*', decision: 'withdrawn', degree: 'none' },
      granted('ads', { basis: 'consent', ...days(182), tags: ['tea'] }),
    ];
    const ledger = ledgerOf([{ changes }, { type: 'withdrawn', changes: [], signals: ['gpc'], sig: 'x' }]);
    expect(withHashes(SHOP, read(writtenOf(textOf(ledger)))?.events ?? [])).toEqual(ledger);
  });

  test('a yes for everybody names its members, and takes a third of its JSON', () => {
    const members = [SHOP, 'ads.example', 'stats.example'];
    const changes = ['storage', 'analytics', 'personalization', 'ads'].map((purpose) =>
      granted(purpose, { basis: 'consent', party: '*', until: START + 182 * DAY, members }),
    );
    const ledger = ledgerOf([{ changes }]);
    expect(writtenOf(textOf(ledger)).length * 3).toBeLessThan(JSON.stringify(ledger).length);
  });

  test('one act about eleven purposes and twenty parties takes a fifth of its JSON', () => {
    const changes = Array.from({ length: 220 }, (_, pair) =>
      granted(`purpose-${pair % 11}`, {
        party: `party-${pair % 20}.example`,
        until: START + 182 * DAY,
        basis: 'consent',
      }),
    );
    const ledger = ledgerOf([{ changes }]);
    expect(writtenOf(textOf(ledger)).length * 5).toBeLessThan(JSON.stringify(ledger).length);
  });
});
