import type { EventType, KindredEvent } from './envelope.ts';

/** An event as a store keeps it: with the time of receipt, and with a timestamp that the device's wrong clock no longer bends. */
export interface StoredEvent extends KindredEvent {
  /** When the collector received it, by the collector's clock: ISO 8601 in UTC. */
  readonly receivedAt: string;
  /** What the device had said, where `timestamp` was corrected. */
  readonly originalTimestamp?: string;
}

/** Which events to read. All members that are given must hold. */
export interface EventFilter {
  readonly type?: EventType;
  /** A name such as `Product Viewed`. */
  readonly event?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  /** ISO 8601: events whose `timestamp` is this or later. */
  readonly from?: string;
  /** ISO 8601: events whose `timestamp` is before this. */
  readonly until?: string;
  /** Id of a consent event: the events that it allowed, which name it in `context.kindred.grant`. */
  readonly grant?: string;
  /** A `messageId`: the events that were received after that one. */
  readonly after?: string;
}

/** What became of an append. */
export interface Appended {
  readonly stored: number;
  /** Events that were there already, or twice in what was appended: nothing was written for them. */
  readonly duplicates: number;
  /** The `messageId`s that were not stored because the permission they name was withdrawn; absent where there are none. */
  readonly withdrawn?: readonly string[];
}

/** A permission that ended: the consent event that gave it, and the purpose for which it ended. */
export interface WithdrawnGrant {
  /** Id of the consent event, as stored events name it in `context.kindred.grant`. */
  readonly grant: string;
  /**
   * Only events for this purpose, which they name in `context.kindred.purpose`; one that names no purpose counts for each.
   * Without it: for every purpose.
   */
  readonly purpose?: string;
}

/** Keeps events, one per `messageId`. One contract holds every store: `eventStoreContract` in `kindred/testing`. */
export interface EventStore {
  readonly name: string;
  /**
   * Stores all of the events that are not there yet, or none. Once it has resolved they are kept.
   * @throws KindredError `storage-unavailable`, `storage-full`, `unavailable` (as a rejection; nothing was stored)
   */
  append(events: readonly StoredEvent[]): Promise<Appended>;
  /** The events that were there when reading began, in the order of receipt. They arrive in pages, never all in memory. */
  read(filter?: EventFilter): AsyncIterable<StoredEvent>;
  count(filter?: EventFilter): Promise<number>;
  /**
   * Erases the events that these permissions allowed, answers how many, and remembers the permissions: an event that names one
   * of them later, for example one that was sent again, is not stored.
   */
  erase(grants: readonly WithdrawnGrant[]): Promise<number>;
  /** Erases the events that were to be kept until then (`context.kindred.until`, milliseconds since 1970); answers how many. */
  eraseExpired(now: number): Promise<number>;
  /** Lets go of the store; may be called twice. Afterwards every other call rejects with `storage-unavailable`. */
  close(): Promise<void>;
}
