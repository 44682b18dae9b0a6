import type { Need } from '../../consent/index.ts';
import { createOutgoing } from '../../consent/outgoing.ts';
import { isRecord } from '../../core/at-once.ts';
import type { TextStore } from '../../core/index.ts';
import type { KindredEvent } from '../../events/index.ts';
import { createOutbox, fetchSender, type Outbox } from '../../transport/index.ts';
import type { OutletOptions } from '../outlet/outlet.ts';
import { EARLY_KEYS } from './early-keys.ts';

/** The module `kindred/tracking/sending`. */
export interface SendingCode {
  readonly createSending: (options: SendingOptions) => Outbox;
}

/** What sending is made of; the journal is behind the gate already. */
export type SendingOptions = OutletOptions & { readonly need: Need };

/**
 * Makes what sends for an outlet; `createOutlet` calls it.
 *
 * @example
 * ```ts
 * import { createConsent, createGate, STANDARD_PURPOSES } from 'kindred/consent';
 * import { memoryPlatform } from 'kindred/testing';
 * import { createOutlet } from 'kindred/tracking/outlet';
 * import { createSending } from 'kindred/tracking/sending';
 *
 * const platform = memoryPlatform();
 * const consent = createConsent({ ...platform, source: 'shop.example', purposes: STANDARD_PURPOSES });
 * const gate = createGate({ consent, ...platform });
 * const report = (error: unknown) => console.warn(error);
 * // Nothing that is sent waits for code.
 * const outlet = createOutlet({ ...platform, consent, gate, report, url: '/v1/batch', code: { createSending } });
 * console.log(outlet.waiting()); // []
 * ```
 */
export function createSending(options: SendingOptions): Outbox {
  const { gate, need, url, journal, address } = options;
  // Cookies are none of another party's business.
  const { sender = fetchSender({ url, credentials: need.party ? 'omit' : 'same-origin' }) } = options;
  const outbox = createOutbox({ ...options, sender: gate.sender([need], sender) });
  const { put } = createOutgoing({
    ...options,
    needs: [need],
    sink: (event) => outbox.put(address ? address(event) : event),
  });
  return {
    ...outbox,
    put,
    start() {
      if (journal) for (const event of takeEarly(journal)) put(event);
      return outbox.start();
    },
  };
}

/** What ended pages kept before this code was there. Another tab's comes twice, under one id. */
function takeEarly(journal: TextStore): readonly KindredEvent[] {
  try {
    const keys = journal.keys().filter((key) => key.startsWith(EARLY_KEYS));
    return keys.flatMap((key) => {
      const event = eventIn(journal.get(key));
      journal.delete(key);
      return event ?? [];
    });
  } catch {
    // Out of reach now: the next page may find it.
    return [];
  }
}

/** Anybody can write there: whether its members are an event's the collector says. */
function eventIn(text = ''): KindredEvent | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEvent(value: unknown): value is KindredEvent {
  return isRecord(value) && ['type', 'messageId', 'timestamp'].every((member) => typeof value[member] === 'string');
}
