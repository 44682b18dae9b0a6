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
  /** To those that it is for; all of them unless given. */
  put(event: KindredEvent, to?: readonly Destination[]): void;
  start(): () => void;
  flush(): Promise<void>;
  waiting(): number;
  /** Events that wait for a choice or to be sent. */
  held(): readonly KindredEvent[];
  /** The names by which the parties know the person, by party. */
  known(): Readonly<Record<string, string>>;
  /** Those by which one party knows the person now. */
  knownAt(party: string): readonly string[];
}

/** What ways to others are made of. */
export interface DestinationsOptions extends Omit<OutboxOptions, 'sender' | 'journal'> {
  readonly gate: Gate;
  /** Keeps the keys of the pseudonyms. */
  readonly keys: TextStore;
  readonly random: Random;
  /** Names under which the shop may know the person. */
  readonly ids: () => readonly string[];
  readonly senderTo: (endpoint: string) => Sender;
  /** A store for one party and purpose. */
  readonly journalOf: (party: string, purpose: string) => TextStore;
}

/** The stored events of a party need this besides its own permission. */
const REMEMBER: Need = { purpose: 'storage' };

export function createDestinations(list: readonly Destination[], options: DestinationsOptions): Destinations {
  const pseudonyms = createPseudonyms(options.random, options.gate.text([REMEMBER], options.keys));
  const namesAt = (party: string) =>
    options
      .ids()
      .map((id, index) => [`pseudonym${index === 0 ? '' : index + 1} at ${party}`, pseudonyms.of(party, id)]);
  const ways = list.map((one) => wayTo(one, pseudonyms, options));
  return {
    of: pseudonyms.of,
    put(event, to = list) {
      for (const way of ways) if (to.includes(way.destination)) way.events.put(event);
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
    held: () => ways.flatMap(({ events, outbox }) => [...events.held(), ...outbox.waiting()]),
    known: () => {
      const open = ways.filter(
        ({ destination: { party, purpose } }) => options.gate.answer([{ party, purpose }]) === 'open',
      );
      return Object.fromEntries(open.flatMap(({ destination }) => namesAt(destination.party)));
    },
    knownAt: (party) => {
      const knows = ways.some(
        ({ destination }) =>
          destination.party === party &&
          options.gate.answer([{ party, purpose: destination.purpose, degree: 'pseudonymous' }]) === 'open',
      );
      return knows ? options.ids().map((id) => pseudonyms.of(party, id)) : [];
    },
    waiting: () => ways.reduce((sum, { outbox, events }) => sum + outbox.size() + events.waiting(), 0),
  };
}

function wayTo(destination: Destination, pseudonyms: Pseudonyms, options: DestinationsOptions) {
  const { party, purpose, endpoint } = destination;
  const { gate, senderTo, journalOf } = options;
  const need: Need = { purpose, party, degree: 'anonymous' };
  const outbox: Outbox = createOutbox({
    ...options,
    sender: gate.sender([need], senderTo(endpoint)),
    journal: gate.text([REMEMBER, need], journalOf(party, purpose)),
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
  return { destination, outbox, events };
}
