// Brings events to the collector.
//
// Promises, each with a test of the same wording:
// - Creating an outbox or a sender does nothing.
// - Every event arrives at least once, and once after deduplication by messageId.
// - An event is on disk when put returns.
// - A full or forbidden journal loses nothing that memory can hold.
// - Clearing leaves nothing behind, and a sending under way brings nothing back.
// - Stopping leaves no timer, listener or lock, and keeps what waits.
// - Only what the collector refuses for good is dropped, one event and not its batch.
// - A live tab's events are left to it.
// - Every response body is read.
export type {
  Clock,
  Locks,
  PageLifecycle,
  Random,
  Sender,
  SendOutcome,
  TextStore,
  Timers,
} from '../core/index.ts';
export type { DropCause, DropCounts } from './drop-counts.ts';
export { type FetchSenderOptions, fetchSender } from './fetch-sender.ts';
export { createOutbox, type Outbox, type OutboxOptions } from './outbox.ts';
