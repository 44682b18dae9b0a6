import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/consent/chain.ts';
import type { Ledger } from '../../src/consent/index.ts';
import { beginText, extendText, type RecordText, readText } from '../../src/consent/record-text.ts';
import { granted, ledgerOf, ledgers, SHOP } from './receipts/fixtures.ts';

const SECRET = 'a secret of tests';

const textOf = ({ source, events }: Ledger): RecordText => extendText(beginText(source, SECRET), events);
const written = ({ lines, digest }: RecordText): string => lines + digest;
const filled = ledgers.filter(({ events }) => events.length > 0);

describe('a record as text', () => {
  test('what is read is what was written, frozen', () => {
    fc.assert(
      fc.property(filled, (ledger) => {
        const text = textOf(ledger);
        expect(readText(written(text), SHOP)).toEqual(text);
        expect(readText(written(text), SHOP)?.events).toEqual(ledger.events);
        expect(Object.isFrozen(readText(written(text), SHOP)?.events[0]?.changes)).toBe(true);
      }),
    );
  });

  test('written act by act it is what it is when written at once', () => {
    fc.assert(
      fc.property(filled, ({ source, events }) => {
        const byAct = events.reduce(
          (text, _, end) => extendText(text, events.slice(0, end + 1)),
          beginText(source, SECRET),
        );
        expect(written(byAct)).toBe(written(extendText(beginText(source, SECRET), events)));
      }),
    );
  });

  test('reading only what is new gives what reading all of it gives', () => {
    fc.assert(
      fc.property(filled, fc.nat(20), (ledger, cut) => {
        const all = written(textOf(ledger));
        const known = textOf({ ...ledger, events: ledger.events.slice(0, cut % ledger.events.length) });
        const read = readText(all, SHOP, known);
        expect(read).toEqual(readText(all, SHOP));
        expect(known.events.every((event, index) => read?.events[index] === event)).toBe(true);
      }),
    );
  });

  test('a record that was changed anywhere, cut or doubled is none, also after a known beginning', () => {
    const ledger = ledgerOf([{ changes: [granted('storage')] }, { changes: [granted('analytics')] }, { changes: [] }]);
    const known = textOf({ ...ledger, events: ledger.events.slice(0, 1) });
    const all = written(textOf(ledger));
    for (let at = 0; at < all.length; at++) {
      const other = all[at] === 'a' ? 'b' : 'a';
      const changed = [
        `${all.slice(0, at)}${other}${all.slice(at + 1)}`,
        all.slice(0, at),
        `${all.slice(0, at)}${all}`,
      ];
      for (const text of changed.filter((one) => one !== all)) {
        expect(readText(text, SHOP), text).toBeUndefined();
        expect(readText(text, SHOP, known), text).toBeUndefined();
      }
    }
  });

  test('a record of another site is none', () => {
    expect(readText(written(textOf(ledgerOf([{ changes: [] }]))), 'other.example')).toBeUndefined();
  });

  test('rubbish is none, whatever digest it has', () => {
    const lines = ['', '{', '[]', 'null', '{"id":7}', '{"changes":{}}', '{"__proto__":{"id":"x"}}', '['.repeat(50_000)];
    for (const line of lines) {
      const begun = beginText(SHOP, SECRET);
      const forged = [...line].length < 100 ? line : `${line}${']'.repeat(50_000)}`;
      const text = `${begun.lines}${forged}\n${digestOf(begun.digest + forged).slice(0, 32)}`;
      expect(readText(text, SHOP)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(readText(text, SHOP)).toBeUndefined();
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
    expect(written(textOf(ledger)).length * 2.5).toBeLessThan(JSON.stringify(ledger).length);
  });
});
