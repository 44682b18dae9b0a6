import { expect, test } from 'vitest';
import { chainStart, hashEvent, type Ledger, type LedgerEvent } from '../../../src/consent/index.ts';
import {
  createLedgerSigner,
  generateLedgerKeys,
  SIGNATURE_ALGORITHMS,
  signLedger,
  verifyLedger,
} from '../../../src/consent/receipts/index.ts';

const { subtle } = crypto;

/** A whole ledger of pauses and resumptions. */
function ledgerOf(length: number): Ledger {
  const events: LedgerEvent[] = [];
  let prev = chainStart('shop.example');
  for (let seq = 0; seq < length; seq++) {
    const type = seq % 2 === 0 ? 'paused' : 'resumed';
    const event: LedgerEvent = {
      v: 1,
      seq,
      id: `${seq}`,
      at: seq,
      type,
      actor: 'person',
      changes: [],
      notice: '1',
      prev,
    };
    events.push(event);
    prev = hashEvent(event);
  }
  return { source: 'shop.example', events, head: prev };
}

test.each(SIGNATURE_ALGORITHMS)('a page signs and verifies with %s, and finds tampering', async (algorithm) => {
  const signer = createLedgerSigner({ subtle, algorithm, keyPair: await generateLedgerKeys({ subtle, algorithm }) });
  const publicKey = await signer.publicKey();
  const ledger = await signLedger(ledgerOf(20), signer);
  expect(await verifyLedger(ledger, { subtle, publicKey })).toMatchObject({ ok: true, signed: 20 });
  const events = ledger.events.map((event, seq) => (seq === 7 ? { ...event, notice: '2' } : event));
  expect(await verifyLedger({ ...ledger, events }, { subtle, publicKey })).toEqual({
    ok: false,
    at: 7,
    why: 'changed',
  });
  const swapped = ledger.events.map((event, seq) =>
    seq === 7 ? { ...event, sig: ledger.events[8]?.sig ?? '' } : event,
  );
  const proof = await verifyLedger({ ...ledger, events: swapped }, { subtle, publicKey });
  expect(proof).toEqual({ ok: false, at: 7, why: 'signature' });
});
