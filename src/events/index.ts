// The words on the wire.
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
export {
  COMMERCE_EVENTS,
  type CommerceEvent,
  type CommerceProperties,
  type OrderProperties,
  type ProductProperties,
} from './vocabulary.ts';
