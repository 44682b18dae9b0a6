/**
 * The event envelope. Field names and meanings are those of Segment's specification (`spec/common` and `spec/track`), so that
 * servers and clients which speak it understand ours. Our own fields sit under `context.kindred`.
 */

/** The kinds of events, in Segment's words. */
export const EVENT_TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;

/** One of {@link EVENT_TYPES}. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Facts about what happened: JSON values by name. */
export type Properties = Readonly<Record<string, unknown>>;

/** Facts about who it happened to. */
export type Traits = Readonly<Record<string, unknown>>;

/** Our own fields, which no other tool needs to understand. */
export interface KindredContext {
  /** Id of the session: a run of events with no gap over 30 minutes. */
  readonly session?: string;
  /** How identifiable the payload is: `anonymous`, `pseudonymous` or `identified`. */
  readonly degree?: string;
  /** Id of the consent ledger event that allowed this event to leave. An anonymous payload has none: it would be an id. */
  readonly grant?: string;
  /** The purpose for which it was allowed. */
  readonly purpose?: string;
  /** Version of the policy that was shown when it was allowed. */
  readonly notice?: string;
  /** Milliseconds since 1970 until which it may be kept. */
  readonly until?: number;
  /** Tags and keywords of interest that the person released with the permission. */
  readonly tags?: readonly string[];
}

/** The circumstances of an event. Unknown members are carried along. */
export interface EventContext {
  readonly page?: {
    readonly url?: string;
    readonly path?: string;
    readonly title?: string;
    readonly referrer?: string;
    readonly search?: string;
  };
  readonly locale?: string;
  readonly library?: { readonly name: string; readonly version: string };
  readonly kindred?: KindredContext;
  readonly [key: string]: unknown;
}

/** One thing that a visitor did. */
export interface KindredEvent {
  readonly type: EventType;
  /** What happened, for `track`: a name such as `Product Viewed`. */
  readonly event?: string;
  /** Name of the page or screen, for `page` and `screen`. */
  readonly name?: string;
  readonly properties?: Properties;
  readonly traits?: Traits;
  /** Unique for this event: a store keeps one event per `messageId`. 1 to 128 characters. */
  readonly messageId: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly groupId?: string;
  /** For `alias`: the id that `userId` replaces. */
  readonly previousId?: string;
  readonly context?: EventContext;
  /** When it happened, by the device's clock: ISO 8601 in UTC. */
  readonly timestamp: string;
  /** When it left the device, by the device's clock. With the time of receipt it tells how wrong that clock is. */
  readonly sentAt?: string;
}

/** Events that travel together: the body of `POST /v1/batch`. */
export interface EventBatch {
  readonly batch: readonly KindredEvent[];
  readonly sentAt?: string;
  /** What all events of the batch share; an event's own context wins. */
  readonly context?: EventContext;
}
