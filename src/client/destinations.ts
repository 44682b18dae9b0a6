import type { Gate, Need, Pseudonyms } from '../consent/index.ts';
import { createPseudonyms } from '../consent/pseudonym.ts';
import type { Random, Sender, TextStore } from '../core/index.ts';
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

/** The way to all other parties, with the pseudonyms by which they know the person. */
export interface Destinations extends Pick<Pseudonyms, 'of'> {
  put(event: KindredEvent): void;
  start(): () => void;
  flush(): Promise<void>;
  waiting(): number;
}

/** What ways to others are made of. */
export interface DestinationsOptions extends Omit<OutboxOptions, 'sender' | 'journal'> {
  readonly gate: Gate;
  /** Keeps the keys of the pseudonyms. */
  readonly keys: TextStore;
  readonly random: Random;
  readonly senderTo: (endpoint: string) => Sender;
  /** A store for one party. */
  readonly journalOf: (party: string) => TextStore;
}

/** The stored events of a party need this besides its own permission. */
const REMEMBER: Need = { purpose: 'storage' };

export function createDestinations(list: readonly Destination[], options: DestinationsOptions): Destinations {
  const pseudonyms = createPseudonyms(options.random, options.gate.text([REMEMBER], options.keys));
  const ways = list.map((one) => wayTo(one, pseudonyms, options));
  return {
    of: pseudonyms.of,
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

function wayTo({ party, purpose, endpoint }: Destination, pseudonyms: Pseudonyms, options: DestinationsOptions) {
  const { gate, senderTo, journalOf } = options;
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
