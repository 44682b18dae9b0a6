import * as z from 'zod/mini';
import { EVENT_TYPES, type EventContext, type KindredEvent } from './envelope.ts';
import { EVENT_LIMITS } from './limits.ts';

// Schemas are made when they are first asked for: importing this file does nothing, so that bundlers drop it, and zod with
// it, from pages that only need the names in this folder.

/** The envelope, after its missing timestamp was filled. Members that it does not name are left out. */
export function eventSchema(): z.ZodMiniType<KindredEvent> {
  event ??= createEventSchema();
  return event;
}

/** The context alone, as a batch carries it. */
export function contextSchema(): z.ZodMiniType<EventContext> {
  context ??= createContextSchema();
  return context;
}

let event: z.ZodMiniType<KindredEvent> | undefined;
let context: z.ZodMiniType<EventContext> | undefined;

function createEventSchema(): z.ZodMiniType<KindredEvent> {
  const id = z.string().check(z.minLength(1), z.maxLength(EVENT_LIMITS.idLength));
  const facts = z.record(z.string(), z.unknown());
  // RFC 3339's profile of ISO 8601: date, time, and `Z` or an offset. Without an offset a time means nothing to a server.
  const time = z.iso.datetime({ offset: true });
  return z.object({
    type: z.enum(EVENT_TYPES),
    event: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(EVENT_LIMITS.nameLength))),
    name: z.exactOptional(z.string().check(z.maxLength(EVENT_LIMITS.nameLength))),
    properties: z.exactOptional(facts),
    traits: z.exactOptional(facts),
    messageId: z.string().check(z.minLength(1), z.maxLength(EVENT_LIMITS.messageIdLength)),
    anonymousId: z.exactOptional(id),
    userId: z.exactOptional(id),
    groupId: z.exactOptional(id),
    previousId: z.exactOptional(id),
    context: z.exactOptional(contextSchema()),
    timestamp: time,
    sentAt: z.exactOptional(time),
  });
}

function createContextSchema(): z.ZodMiniType<EventContext> {
  const text = z.exactOptional(z.string());
  return z.looseObject({
    page: z.exactOptional(z.looseObject({ url: text, path: text, title: text, referrer: text, search: text })),
    locale: text,
    library: z.exactOptional(z.looseObject({ name: z.string(), version: z.string() })),
    kindred: z.exactOptional(
      z.looseObject({
        session: text,
        degree: text,
        grant: text,
        purpose: text,
        notice: text,
        until: z.exactOptional(z.number()),
      }),
    ),
  });
}
