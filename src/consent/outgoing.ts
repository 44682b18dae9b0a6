import type { KindredEvent } from '../events/index.ts';
import type { Consent } from './consent.ts';
import type { Gate, GatedEvents, WaitingOptions } from './gate.ts';
import type { Need } from './need.ts';
import { permitted } from './permitted-event.ts';
import type { Pseudonyms } from './pseudonym.ts';

/** What a way out is made of. */
export interface OutgoingOptions extends WaitingOptions {
  readonly consent: Consent;
  readonly gate: Pick<Gate, 'events'>;
  /** The first names whose permission it is that an event leaves by. */
  readonly needs: readonly Need[];
  readonly sink: (event: KindredEvent) => void;
  /** Names for other parties than the shop. Without it nothing goes to them. */
  readonly pseudonyms?: Pick<Pseudonyms, 'of'>;
}

/**
 * As {@link Gate.events} for events that leave: each in the form that the granted degree allows, naming its permission.
 *
 * @example
 * ```ts
 * import { createConsent, createGate, createOutgoing, STANDARD_PURPOSES } from 'kindred/consent';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const platform = memoryPlatform();
 * const consent = createConsent({ ...platform, source: 'shop.example', purposes: STANDARD_PURPOSES });
 * const gate = createGate({ consent, ...platform });
 * const needs = [{ purpose: 'analytics', degree: 'anonymous' }] as const;
 * const { put } = createOutgoing({ consent, gate, needs, sink: (event) => console.log(event) });
 * gate.start();
 * put({ type: 'page', messageId: 'm-1', timestamp: new Date().toISOString() }); // waits: nothing is granted yet
 * ```
 */
export function createOutgoing(options: OutgoingOptions): GatedEvents {
  const { consent, gate, needs, sink, pseudonyms } = options;
  const leave = (event: KindredEvent) => {
    const outgoing = permitted(consent, needs, event, pseudonyms);
    if (outgoing) sink(outgoing);
  };
  return gate.events(needs, leave, options);
}
