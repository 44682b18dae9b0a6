import {
  type ConsentStore,
  readChain,
  refusedLedger,
  refuseNext,
  type StoredHead,
  type StoredLedger,
} from '../consent/consent-store.ts';
import { KindredError } from '../core/index.ts';

/**
 * Keeps ledgers in memory, for tests and demos: they are gone when the process ends.
 *
 * @example
 * ```ts
 * import { memoryConsentStore } from 'kindred/server';
 *
 * const consents = memoryConsentStore();
 * const answer = await consents.put({ source: 'shop.example', events: [], head: '' });
 * if (answer.kind === 'refused') console.log(answer.why); // empty
 * ```
 */
export function memoryConsentStore(): ConsentStore {
  const ledgers = new Map<string, StoredLedger>();
  const owners = new Map<string, string>();
  let isOpen = true;
  const requireOpen = () => {
    if (!isOpen) throw new KindredError('storage-unavailable', 'The consent store is closed. Create a new one.');
  };
  return {
    name: 'memory',
    async put(input, options = {}) {
      requireOpen();
      const reading = readChain(input);
      if (reading.kind === 'refused') return reading;
      const { ledger } = reading;
      const id = ledger.events[0]?.id ?? '';
      const stored = ledgers.get(id);
      const refusal = refuseNext(ledger, options, stored && headOf(stored));
      if (refusal) return refusal;
      const taken = ledger.events.findIndex((event) => (owners.get(event.id) ?? id) !== id);
      if (taken >= 0) return refusedLedger('taken', taken);
      const known = stored?.ledger.events ?? [];
      const events = Object.freeze([...known, ...ledger.events.slice(known.length)]);
      const { publicKey, secretHash } = stored ?? options;
      ledgers.set(id, {
        id,
        ledger: Object.freeze({ ...ledger, events }),
        ...(publicKey !== undefined && { publicKey }),
        ...(secretHash !== undefined && { secretHash }),
      });
      for (const event of events) owners.set(event.id, id);
      return { kind: 'stored', id, added: events.length - known.length };
    },
    async get(id) {
      requireOpen();
      return ledgers.get(id);
    },
    async find(eventId) {
      requireOpen();
      return ledgers.get(owners.get(eventId) ?? '');
    },
    async *list() {
      requireOpen();
      for (const { id, ledger } of [...ledgers.values()]) {
        requireOpen();
        yield { id, ledger };
      }
    },
    async close() {
      isOpen = false;
    },
  };
}

function headOf({ ledger: { source, events, head }, publicKey, secretHash }: StoredLedger): StoredHead {
  return {
    source,
    publicKey,
    secretHash,
    events: events.length,
    headAfter: (count) => (count === events.length ? head : events[count]?.prev),
  };
}
