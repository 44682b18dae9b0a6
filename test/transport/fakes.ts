import type { KindredEvent } from '../../src/events/index.ts';
import { memoryPlatform } from '../../src/testing/index.ts';
import {
  createOutbox,
  type Outbox,
  type OutboxOptions,
  type Sender,
  type SendOutcome,
} from '../../src/transport/index.ts';

/** A body that was sent, and how to answer it. */
export interface Sending {
  readonly body: string;
  readonly ids: readonly string[];
  readonly keepalive: boolean;
  answer(outcome: SendOutcome): void;
}

/** A sender that keeps what it was given. It answers at once with `respond`, or waits for `answer` where that gives nothing. */
export function fakeSender(
  respond: (sending: Sending) => SendOutcome | undefined = () => ({ kind: 'delivered' }),
): Sender & { readonly sent: Sending[] } {
  const sent: Sending[] = [];
  return {
    name: 'fake',
    sent,
    send: (body, { keepalive }) =>
      new Promise((answer) => {
        const sending = { body, ids: idsOf(body), keepalive, answer };
        sent.push(sending);
        const outcome = respond(sending);
        if (outcome) answer(outcome);
      }),
  };
}

export function idsOf(body: string): readonly string[] {
  const { batch }: { batch: readonly KindredEvent[] } = JSON.parse(body);
  return batch.map(({ messageId }) => messageId);
}

export function event(id: number | string, members: Partial<KindredEvent> = {}): KindredEvent {
  return {
    type: 'track',
    event: 'Product Viewed',
    properties: { product_id: 'oolong-1' },
    messageId: `m${id}`,
    timestamp: '2026-01-01T00:00:00.000Z',
    ...members,
  };
}

/** An outbox with everything that it was made of. */
export interface Rig extends ReturnType<typeof memoryPlatform> {
  readonly outbox: Outbox;
  readonly reported: unknown[];
}

export function rig(options: Partial<OutboxOptions> & { readonly seed?: number } = {}): Rig {
  const { seed = 1, ...others } = options;
  const platform = memoryPlatform({ seed });
  const { clock, random, timers, lifecycle } = platform;
  const reported: unknown[] = [];
  const report = (error: unknown) => void reported.push(error);
  return {
    ...platform,
    reported,
    outbox: createOutbox({ clock, random, timers, lifecycle, report, sender: fakeSender(), ...others }),
  };
}

/** Lets everything happen that needs no timer. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
