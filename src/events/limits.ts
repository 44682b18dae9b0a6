/** How much one event, and one batch, may hold. */
export interface EventLimits {
  /** Bytes of one event as UTF-8 JSON: 32 KB, as in Segment's HTTP API. */
  readonly eventBytes: number;
  /** Levels of objects and lists in one event. */
  readonly depth: number;
  readonly messageIdLength: number;
  /** Characters of `anonymousId`, `userId`, `groupId` and `previousId`. */
  readonly idLength: number;
  /** Characters of the name of an event, a page or a screen. */
  readonly nameLength: number;
  /** Events in one batch. With `contextBytes` it bounds how much a small body can become once the context is merged. */
  readonly batchEvents: number;
  /** Bytes of the context that the events of a batch share, as UTF-8 JSON. */
  readonly contextBytes: number;
}

/** The limits within which `parseEvent` and `parseBatch` read. */
export const EVENT_LIMITS: EventLimits = {
  eventBytes: 32 * 1024,
  depth: 32,
  messageIdLength: 128,
  idLength: 256,
  nameLength: 512,
  batchEvents: 2_000,
  contextBytes: 8 * 1024,
};
