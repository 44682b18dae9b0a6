// The words on the wire, and the reading of what came over it.
//
// Promises
// - A bad event never sinks its batch.
// - What was read is own plain data: no prototype is reached or changed by it.
// - Names alone bring no schema: a page that imports only them does not download zod.

export { isKindredError, KindredError } from '../core/index.ts';
export {
  EVENT_TYPES,
  type EventBatch,
  type EventContext,
  type EventType,
  type KindredContext,
  type KindredEvent,
  type Properties,
  type Traits,
} from './envelope.ts';
export type { Appended, EventFilter, EventStore, StoredEvent, WithdrawnGrant } from './event-store.ts';
export { EVENT_LIMITS, type EventLimits } from './limits.ts';
export {
  type BatchReading,
  type ParseOptions,
  parseBatch,
  parseEvent,
  type RejectedEvent,
  readBatch,
} from './parse.ts';
export {
  COMMERCE_EVENTS,
  type CommerceEvent,
  type CommerceProperties,
  type OrderProperties,
  type ProductProperties,
} from './vocabulary.ts';
