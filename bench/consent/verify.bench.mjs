// A ledger of 1,000 events, two changes each: its chain verified by our own SHA-256 in the page's language, beside the same
// chain with Node's OpenSSL, which no page has at once; and with a signature on each event.

import { createHash } from 'node:crypto';
import { chainStart, hashEvent, verifyChain } from 'kindred/consent';
import { createLedgerSigner, generateLedgerKeys, signLedger, verifyLedger } from 'kindred/consent/receipts';
import { bench, do_not_optimize, group, summary } from 'mitata';

const EVENTS = 1000;
const START = Date.UTC(2026, 10, 1);

function makeLedger() {
  const events = [];
  let prev = chainStart('shop.example');
  for (let seq = 0; seq < EVENTS; seq++) {
    const at = START + seq * 60_000;
    const change = {
      party: 'shop.example',
      decision: 'granted',
      degree: 'pseudonymous',
      until: at + 1e10,
      version: '7',
    };
    const changes = ['analytics', 'personalization'].map((purpose) => ({ ...change, purpose, basis: 'consent' }));
    const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`;
    const event = { v: 1, seq, id, at, type: 'granted', actor: 'person', changes, notice: '2026-11', prev };
    events.push(event);
    prev = hashEvent(event);
  }
  return { source: 'shop.example', events, head: prev };
}

const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
};

/** The plain twin: sorted keys, Node's digest, nothing else looked at. */
function verifyPlainly({ source, events, head }) {
  let hash = createHash('sha256').update(source).digest('hex');
  for (const event of events) {
    if (event.prev !== hash) return false;
    hash = createHash('sha256')
      .update(JSON.stringify(sorted(event)))
      .digest('hex');
  }
  return hash === head;
}

const ledger = makeLedger();
const { subtle } = crypto;
const signed = {};
for (const algorithm of ['ES256', 'Ed25519']) {
  const signer = createLedgerSigner({ subtle, algorithm, keyPair: await generateLedgerKeys({ subtle, algorithm }) });
  signed[algorithm] = { ledger: await signLedger(ledger, signer), publicKey: await signer.publicKey() };
}
if (!verifyChain(ledger).ok || !verifyPlainly(ledger)) throw new Error('The rows do not do the same work.');

group(`${EVENTS} events of a ledger verified`, () => {
  summary(() => {
    bench('plain twin with OpenSSL', () => do_not_optimize(verifyPlainly(ledger)));
    bench('kindred', async () => do_not_optimize(await verifyLedger(ledger)));
  });
  for (const [algorithm, { ledger: whole, publicKey }] of Object.entries(signed)) {
    bench(`kindred, with signatures of ${algorithm}`, async () =>
      do_not_optimize(await verifyLedger(whole, { subtle, publicKey })),
    );
  }
});
