import type { Gate, Need } from '../consent/index.ts';
import { isRecord, KindredError, type Sender, type TextStore } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import { createOutbox, type Outbox, type OutboxOptions } from '../transport/index.ts';

/** Somebody else who gets events, as far as the person allows it. */
export interface Destination {
  /** The party's id in the policy. */
  readonly party: string;
  /** The purpose for which it gets them. */
  readonly purpose: string;
  /** Where its collector is: events go to `<endpoint>/batch`, under pseudonyms that no other party knows. */
  readonly endpoint: string;
}

/** The way to all other parties. */
export interface Destinations {
  put(event: KindredEvent): void;
  start(): () => void;
  flush(): Promise<void>;
  waiting(): number;
}

/** What ways to others are made of. */
export interface DestinationsOptions extends Omit<OutboxOptions, 'sender' | 'journal'> {
  readonly gate: Gate;
  readonly senderTo: (endpoint: string) => Sender;
  /** A store for one party. */
  readonly journalOf: (party: string) => TextStore;
  readonly pseudonyms: { destroy(party: string): void };
}

/** The stored events of a party need this besides its own permission. */
const REMEMBER: Need = { purpose: 'storage' };

export function createDestinations(list: readonly Destination[], options: DestinationsOptions): Destinations {
  const ways = list.map((one) => wayTo(one, options));
  return {
    put(event) {
      for (const way of ways) way.events.put(event);
    },
    start() {
      const undo = ways.map(({ outbox }) => outbox.start());
      return () => {
        for (const stop of undo) stop();
      };
    },
    async flush() {
      await Promise.all(ways.map(({ outbox }) => outbox.flush()));
    },
    waiting: () => ways.reduce((sum, { outbox, events }) => sum + outbox.size() + events.waiting(), 0),
  };
}

function wayTo({ party, purpose, endpoint }: Destination, options: DestinationsOptions) {
  const { gate, senderTo, journalOf, pseudonyms } = options;
  const need: Need = { purpose, party, degree: 'anonymous' };
  const outbox: Outbox = createOutbox({
    ...options,
    sender: gate.sender([need], senderTo(endpoint)),
    journal: gate.text([REMEMBER, need], journalOf(party)),
  });
  const events = gate.outgoing([need], outbox.put);
  const closed = () => {
    outbox.clear();
    pseudonyms.destroy(party);
  };
  gate.onClosed([need], closed);
  // What waits was written for a higher degree, and the party must not join it with what follows.
  gate.onClosed([{ ...need, degree: 'pseudonymous' }], closed);
  gate.onClosed([{ ...need, degree: 'identified' }], closed);
  return { outbox, events };
}

/** @throws KindredError `invalid-options` */
export function checkDestinations(input: unknown): void {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isDestination = (one: unknown) =>
    isRecord(one) && isText(one.party) && isText(one.purpose) && isText(one.endpoint);
  if (input === undefined || (Array.isArray(input) && input.every(isDestination))) return;
  throw new KindredError('invalid-options', 'createKindred: each of `destinations` needs party, purpose, endpoint.', {
    at: 'destinations',
  });
}
