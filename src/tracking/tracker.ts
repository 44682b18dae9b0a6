import { createId, isRecord } from '../core/at-once.ts';
import type { Clock, Logger, Random } from '../core/index.ts';
import type { CommerceProperties, EventContext, KindredEvent, Properties, Traits } from '../events/index.ts';
import type { Identity } from '../identity/index.ts';

/** Records what a visitor does. None of its functions throws: bad input is reported and left out. */
export interface Tracker {
  /** Something happened. The names of {@link CommerceProperties} have typed properties; any other name may be used. */
  track<Name extends keyof CommerceProperties>(event: Name, properties: CommerceProperties[Name]): void;
  track(event: string, properties?: Properties): void;
  /** A page was shown. */
  page(name?: string, properties?: Properties): void;
  /** The visitor is somebody whom the site knows. */
  identify(userId: string, traits?: Traits): void;
  /** The visitor left: the next event belongs to somebody new. */
  reset(): void;
}

/** What a tracker is made of. */
export interface TrackerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly identity: Identity;
  /** Takes each event, in order. Narrow it with the gate. */
  readonly sink: (event: KindredEvent) => void;
  /** The page's circumstances, read when the event happens. */
  readonly page?: () => EventContext['page'];
}

/**
 * Makes a tracker. It builds events and hands them to `sink`; what may be done with them is the gate's business.
 *
 * @example
 * ```ts
 * import { createIdentity, createTracker } from 'kindred/tracking';
 * import { cookieJar, memoryTextStore } from 'kindred/storage';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const { clock, random, logger } = memoryPlatform();
 * const [store, userStore] = [memoryTextStore(), memoryTextStore()];
 * const identity = createIdentity({ clock, random, logger, cookies: cookieJar(), store, userStore });
 * const { track } = createTracker({ clock, random, logger, identity, sink: (event) => console.log(event.event) });
 * track('Product Viewed', { product_id: 'oolong-1', category: 'tea', price: 12 });
 * ```
 */
export function createTracker({ clock, random, logger, identity, sink, page: currentPage }: TrackerOptions): Tracker {
  const record = (own: Pick<KindredEvent, 'type' | 'event' | 'name' | 'properties' | 'traits'>) => {
    try {
      const userId = identity.userId();
      const page = currentPage?.();
      sink({
        ...own,
        messageId: createId(random),
        anonymousId: identity.anonymousId(),
        ...(userId && { userId }),
        context: { ...(page && { page }), kindred: { session: identity.session() } },
        timestamp: new Date(clock.now()).toISOString(),
      });
    } catch (error) {
      logger.error('An event could not be recorded.', error);
    }
  };
  const leaveOut = (problem: string) => logger.warn(`An event was left out: ${problem}.`);

  return {
    track(event: unknown, properties: Properties = {}) {
      if (typeof event !== 'string' || event === '') return leaveOut('track() needs a name');
      if (!isRecord(properties)) return leaveOut('properties must be an object');
      record({ type: 'track', event, properties });
    },
    page(name: unknown, properties: Properties = {}) {
      if (name !== undefined && typeof name !== 'string') return leaveOut('the name of a page must be a text');
      if (!isRecord(properties)) return leaveOut('properties must be an object');
      record({ type: 'page', ...(name !== undefined && { name }), properties });
    },
    identify(userId, traits = {}) {
      if (!isRecord(traits)) return leaveOut('traits must be an object');
      if (!identity.setUserId(userId)) return leaveOut('a user id has 1 to 256 characters');
      record({ type: 'identify', traits });
    },
    reset: identity.forget,
  };
}
