/** One thing that a person did. */
export interface HistoryEvent {
  /** Unique: an event that comes twice counts once. */
  readonly id: string;
  readonly name: string;
  /** The event's own time, in milliseconds since 1970. */
  readonly at: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a person did, in the order of the events' own times. */
export interface EventHistory {
  /** Takes an event in; `false` if it is known already. */
  record(event: HistoryEvent): boolean;
  /** All events that are kept, oldest first. */
  events(): readonly HistoryEvent[];
}
