import { ownValue } from '../core/index.ts';
import type { KindredEvent, WithdrawnGrant } from '../events/index.ts';

/** What an event says of the permission under which it came. */
export interface EventPermission {
  /** Id of the consent event that allowed it. */
  readonly grant: string | undefined;
  readonly purpose: string | undefined;
  /** How identifiable the payload claims to be. */
  readonly degree: string | undefined;
  /** Milliseconds since 1970 until which it may be kept. */
  readonly until: number | undefined;
}

/** Reads the permission out of `context.kindred`; a member of another type counts as missing. */
export function permissionOf({ context }: Pick<KindredEvent, 'context'>): EventPermission {
  const kindred = context?.kindred;
  const until = ownValue(kindred, 'until');
  return {
    grant: textOf(ownValue(kindred, 'grant')),
    purpose: textOf(ownValue(kindred, 'purpose')),
    degree: textOf(ownValue(kindred, 'degree')),
    until: typeof until === 'number' && Number.isFinite(until) ? until : undefined,
  };
}

/** Whether the permission of an event is one that ended. */
export function isWithdrawn({ grant, purpose }: EventPermission, ended: WithdrawnGrant): boolean {
  if (grant !== ended.grant) return false;
  return ended.purpose === undefined || purpose === undefined || purpose === ended.purpose;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
