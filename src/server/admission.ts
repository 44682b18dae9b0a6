import type { ConsentPolicy, Degree } from '../consent/index.ts';
import type { TokenKey } from '../consent/token/token-key.ts';
import { type ErrorCode, ownValue } from '../core/index.ts';
import type { KindredEvent, RejectedEvent } from '../events/index.ts';
import { tokenFromRequest } from './consent-token.ts';
import { permissionOf } from './event-permission.ts';

/** Why an event of a batch is not stored; the others of the batch are. */
export type RejectionCode =
  /** It cannot be read. */
  | Extract<ErrorCode, 'invalid-event'>
  /** It names no consent event that allowed it. */
  | 'no-grant'
  /** The permission that it names was withdrawn. */
  | 'withdrawn'
  /** It was to be kept until a time that is over. */
  | 'expired'
  /** The person's token does not allow it. */
  | 'denied';

/** An event that is not stored, and why. */
export interface Rejection extends RejectedEvent {
  readonly code: RejectionCode;
}

/** By what the token of a request is judged. */
export interface CollectorToken {
  /** The keys with which it may have been signed: while keys change, the new and the old one. */
  readonly keys: readonly TokenKey[];
  readonly policy: ConsentPolicy;
  /** The site's own party id. */
  readonly source: string;
  /** The purpose of events that name none. Default: `analytics`. */
  readonly purpose?: string;
}

/** Which events a collector lets in. */
export interface AdmissionOptions {
  readonly requireGrant: boolean;
  readonly token: CollectorToken | undefined;
}

/** Says why an event is not let in, or `undefined` where it is. */
export type Admission = (event: KindredEvent) => Omit<Rejection, 'index'> | undefined;

/** The rules for the events of one request. */
export function createAdmission({ requireGrant, token }: AdmissionOptions, request: Request, now: number): Admission {
  const permissions = token === undefined ? undefined : tokenFromRequest(request, { ...token, now });
  return (event) => {
    const { grant, purpose = token?.purpose ?? 'analytics', degree, until } = permissionOf(event);
    if (until !== undefined && until <= now) return rejection('expired', 'until', 'is over');
    if (requireGrant && grant === undefined && !isEarnedAnonymous(event)) {
      return rejection('no-grant', 'grant', 'is missing: the id of the consent event that allowed it');
    }
    const answer = permissions?.check({ purpose, degree: neededDegree(event, degree) });
    if (answer === undefined || answer.allow) return undefined;
    return rejection('denied', 'purpose', `is not allowed by the token: ${answer.why}`);
  };
}

/** The rejection of what a store did not take because its permission had ended. */
export function withdrawnRejection(): Omit<Rejection, 'index'> {
  return rejection('withdrawn', 'grant', 'was withdrawn');
}

function rejection(code: RejectionCode, member: string, problem: string): Omit<Rejection, 'index'> {
  const at = `/context/kindred/${member}`;
  return { code, at, message: `${at} ${problem}.` };
}

/** An anonymous event names no act of permission, which would be an id; it says what was shown. It has no other id: reading it saw to that. */
function isEarnedAnonymous({ context }: KindredEvent): boolean {
  const notice = ownValue(context?.kindred, 'notice');
  return context?.kindred?.degree === 'anonymous' && typeof notice === 'string' && notice !== '';
}

/** How identifiable the event is, whatever it claims: who claims less than what it holds is not believed. */
function neededDegree(event: KindredEvent, claimed: string | undefined): Degree {
  const names = [event.userId, event.groupId, event.previousId, event.traits, event.context?.traits];
  if (names.some((name) => name !== undefined)) return 'identified';
  if (claimed === 'anonymous' || claimed === 'pseudonymous') return claimed;
  return 'identified';
}
