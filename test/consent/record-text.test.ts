import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/consent/index.ts';
import { isLedgerEvent } from '../../src/consent/ledger-form.ts';
import { extendText } from '../../src/consent/record-lines.ts';
import { beginText, isListed, type RecordText, readText, sumOf, writtenOf } from '../../src/consent/record-text.ts';
import { granted, ledgerOf, ledgers, SHOP } from './receipts/fixtures.ts';

const SECRET = 'a secret of tests';

const textOf = (ledger: Ledger): RecordText => extendText(beginText(ledger.source, SECRET), ledger);
const read = (text: string, known?: RecordText) => readText(text, SHOP, isLedgerEvent, known);
const filled = ledgers.filter(({ events }) => events.length > 0);

describe('a record as text', () => {
  test('what is read is what was written, frozen', () => {
    fc.assert(
      fc.property(filled, (ledger) => {
        const text = textOf(ledger);
        expect(read(writtenOf(text))).toEqual(text);
        expect(read(writtenOf(text))?.events).toEqual(ledger.events);
        expect(Object.isFrozen(read(writtenOf(text))?.events[0]?.changes)).toBe(true);
      }),
    );
  });

  test('written act by act it is what it is when written at once', () => {
    fc.assert(
      fc.property(filled, (ledger) => {
        const { source, events, head } = ledger;
        const byAct = events.reduce(
          (text, _, end) => extendText(text, { events: events.slice(0, end + 1), head }),
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
        expect(news).toEqual(read(all));
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

  test('one act about eleven purposes and twenty parties takes a fifth of its JSON', () => {
    const changes = Array.from({ length: 220 }, (_, pair) =>
      granted(`purpose-${pair % 11}`, {
        party: `party-${pair % 20}.example`,
        until: 1_800_000_000_000,
        basis: 'consent',
      }),
    );
    const ledger = ledgerOf([{ changes }]);
    expect(writtenOf(textOf(ledger)).length * 2.5).toBeLessThan(JSON.stringify(ledger).length);
  });
});
