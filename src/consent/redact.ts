import type { KindredEvent } from '../events/index.ts';
import type { Degree } from './degree.ts';

/** Types that are about who somebody is: below `identified` there is nothing in them to send. */
const IDENTIFYING_TYPES: readonly string[] = ['identify', 'group', 'alias'];

/**
 * The event as it may leave at a degree, or `undefined` when it may not leave at all. Nothing leaves below `pseudonymous`;
 * there the user id, the group and the traits stay behind.
 *
 * @example
 * ```ts
 * import { redactEvent } from 'kindred/consent';
 *
 * const event = { type: 'track', event: 'Product Viewed', messageId: 'm1', timestamp: '2026-01-01T00:00:00.000Z' } as const;
 * redactEvent({ ...event, anonymousId: 'a1', userId: 'u1' }, 'pseudonymous'); // without userId
 * redactEvent(event, 'on-device'); // undefined
 * ```
 */
export function redactEvent(event: KindredEvent, degree: Degree): KindredEvent | undefined {
  switch (degree) {
    case 'none':
    case 'on-device':
    case 'anonymous':
      return undefined;
    case 'pseudonymous':
      return IDENTIFYING_TYPES.includes(event.type) ? undefined : withoutIdentity(event);
    case 'identified':
      return event;
  }
}

function withoutIdentity(event: KindredEvent): KindredEvent {
  const { userId: _userId, groupId: _groupId, previousId: _previousId, traits: _traits, context, ...rest } = event;
  if (!context) return rest;
  const { traits: _contextTraits, ...contextRest } = context;
  return { ...rest, context: contextRest };
}
