import type { Need, Pseudonyms } from '../consent/index.ts';
import { isRecord, KindredError } from '../core/at-once.ts';
import type { Random, Sender, TextStore } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import { createOutletWith, type Outlet, type OutletOptions } from './outlet/outlet.ts';
import type { SendingCode } from './sending/index.ts';

/** Somebody else who gets events, as far as the person allows it. */
export interface Destination {
  /** The party's id in the policy. */
  readonly party: string;
  /** The purpose for which it gets them. */
  readonly purpose: string;
  /** Where its collector is: events go to `<endpoint>/batch`, under pseudonyms that no other party knows. */
  readonly endpoint: string;
}

/** The ways to all other parties, with the pseudonyms by which they know the person. */
export interface Destinations extends Pick<Outlet, 'put' | 'start' | 'flush' | 'size' | 'waiting'> {
  /** The names by which the parties know the person, by party. */
  known(): Readonly<Record<string, string>>;
  /** Those by which one party knows the person now. */
  knownAt(party: string): readonly string[];
}

/** What ways to others are made of. */
export interface DestinationsOptions
  extends Omit<OutletOptions, 'url' | 'need' | 'sender' | 'journal' | 'pseudonyms' | 'code' | 'loadCode'> {
  readonly code: SendingCode;
  /** Keeps the keys of the pseudonyms. */
  readonly keys: TextStore;
  readonly random: Random;
  /** Names under which the shop may know the person. */
  readonly ids: () => readonly string[];
  readonly senderTo?: (endpoint: string) => Sender;
  /** A store for one party and purpose. */
  readonly journalOf: (party: string, purpose: string) => TextStore;
}

/** What is kept of a party needs this besides its own permission. */
const REMEMBER: Need = { purpose: 'storage' };

export function createPageDestinations(list: readonly Destination[], options: DestinationsOptions): Destinations {
  const { gate, random, ids, code, senderTo, journalOf } = options;
  const keys = gate.text([REMEMBER], options.keys);
  /** Its code is loaded once another party may get something. */
  let names: Pseudonyms | undefined;
  const of = (party: string, id: string) => names?.of(party, id) ?? '';
  const isOpen = (need: Need) => gate.answer([need]) === 'open';

  const ways = list.map(({ party, purpose, endpoint }) => {
    const need: Need = { purpose, party, degree: 'anonymous' };
    const outlet = createOutletWith({
      ...options,
      need,
      pseudonyms: { of },
      url: `${endpoint}/batch`,
      sender: senderTo?.(endpoint),
      journal: journalOf(party, purpose),
      // Without pseudonyms nothing may leave.
      code: undefined,
      async loadCode() {
        const { createPseudonyms } = await import('./parties.ts');
        names ??= createPseudonyms(random, keys);
        return code;
      },
    });
    // The party must not join what it got at a higher degree with what follows.
    for (const degree of ['anonymous', 'pseudonymous', 'identified'] as const) {
      gate.onClosed([{ ...need, degree }], () => (names ? names.destroy(party) : keys.delete(party)));
    }
    return { party, purpose, need, outlet };
  });

  return {
    put(event: KindredEvent) {
      for (const { outlet } of ways) outlet.put(event);
    },
    start() {
      const undo = ways.map(({ outlet }) => outlet.start());
      return () => {
        for (const stop of undo) stop();
      };
    },
    async flush() {
      await Promise.all(ways.map(({ outlet }) => outlet.flush()));
    },
    size: () => ways.reduce((sum, { outlet }) => sum + outlet.size(), 0),
    waiting: () => ways.flatMap(({ outlet }) => outlet.waiting()),
    known() {
      const open = ways.filter(({ party, purpose }) => names && isOpen({ party, purpose }));
      return Object.fromEntries(
        open.flatMap(({ party }) =>
          ids().map((id, index) => [`pseudonym${index === 0 ? '' : index + 1} at ${party}`, of(party, id)]),
        ),
      );
    },
    knownAt(named) {
      const knows = ways.some(
        ({ party, need }) => names && party === named && isOpen({ ...need, degree: 'pseudonymous' }),
      );
      return knows ? ids().map((id) => of(named, id)) : [];
    },
  };
}

/** @throws KindredError `invalid-options` */
export function checkDestinations(input: unknown): void {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isDestination = (one: unknown) =>
    isRecord(one) && isText(one.party) && isText(one.purpose) && isText(one.endpoint);
  if (input === undefined || (Array.isArray(input) && input.every(isDestination))) return;
  throw new KindredError('invalid-options', 'createKindred: `destinations` need party, purpose, endpoint.', {
    at: 'destinations',
  });
}
