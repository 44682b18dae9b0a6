// The server side: collecting events, answering recommendations, keeping events.

export { isKindredError, KindredError } from '../core/index.ts';
export type { Appended, EventFilter, EventStore, StoredEvent } from '../events/index.ts';
export { type CollectorOptions, createCollector } from './collector.ts';
export type { Handler, HttpErrorCode } from './http.ts';
export { memoryEventStore } from './memory-event-store.ts';
export { type NodeHandlerOptions, toNodeHandler } from './node-handler.ts';
export type { Report } from './report.ts';
