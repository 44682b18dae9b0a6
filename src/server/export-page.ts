import { isKindredError, KindredError } from '../core/index.ts';
import type { EventStore, StoredEvent } from '../events/index.ts';

/** A part of what is stored about a person. */
export interface ExportPage {
  /** By the acts that allowed them, and for each in the order of receipt. */
  readonly events: readonly StoredEvent[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
}

const PAGE_EVENTS = 500;
const PAGE_BYTES = 1_000_000;

/**
 * The events that these acts allowed, from a place on.
 *
 * @throws KindredError `invalid-input` (as a rejection) for a place that there is not
 */
export async function exportPage(store: EventStore, grants: readonly string[], after: unknown): Promise<ExportPage> {
  const place = readPlace(after, grants.length);
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (let index = place.grant; index < grants.length; index++) {
    const grant = grants[index] ?? '';
    const from = index === place.grant && place.after !== '' ? { after: place.after } : {};
    for await (const event of readAfter(store, { grant, ...from })) {
      events.push(event);
      bytes += JSON.stringify(event).length;
      if (events.length >= PAGE_EVENTS || bytes >= PAGE_BYTES) return { events, next: `${index}:${event.messageId}` };
    }
  }
  return { events };
}

async function* readAfter(store: EventStore, filter: { readonly grant: string; readonly after?: string }) {
  try {
    yield* store.read(filter);
  } catch (error) {
    if (isKindredError(error) && error.code === 'not-found') throw noPlace('was erased since');
    throw error;
  }
}

function readPlace(after: unknown, grants: number): { readonly grant: number; readonly after: string } {
  if (after === undefined || after === null) return { grant: 0, after: '' };
  const [, grant = '', messageId = ''] = /^(\d{1,6}):(.{1,128})$/s.exec(typeof after === 'string' ? after : '') ?? [];
  if (grant === '' || Number(grant) >= grants) throw noPlace('is not one that a page named');
  return { grant: Number(grant), after: messageId };
}

function noPlace(problem: string): KindredError {
  return new KindredError('invalid-input', `/after ${problem}. Begin again without it.`, { at: '/after' });
}
