import { isSameSecret, type StoredLedger } from '../consent/consent-store.ts';
import { sha256, toHex, utf8 } from '../core/index.ts';
import type { Refusal } from './http.ts';

/** What a request needs besides its ledger. */
export interface SecretRules {
  /** Whether a ledger that comes for the first time must bring the secret by which its own device is known again. */
  readonly requireSecret: boolean;
  /** Whether a ledger may come for the first time. */
  readonly mayDeposit: boolean;
}

/** Why a ledger may not be used in this request. */
export interface RefusedSecret {
  readonly why: 'secret' | 'no-secret' | 'other-secret' | 'not-deposited';
  readonly refusal: Refusal;
}

const [MIN_LENGTH, MAX_LENGTH] = [16, 128];

/** The digest of a secret in hexadecimal, as stores keep it; `null` for what is no secret. */
export function readSecret(input: unknown): string | undefined | null {
  if (input === undefined) return undefined;
  const isSecret = typeof input === 'string' && input.length >= MIN_LENGTH && input.length <= MAX_LENGTH;
  return isSecret ? toHex(sha256(utf8(input))) : null;
}

/** Whether the one who sends a ledger is the one who deposited it: others may have a copy of it. */
export function refuseSecret(
  secretHash: string | undefined,
  stored: StoredLedger | undefined,
  { requireSecret, mayDeposit }: SecretRules,
): RefusedSecret | undefined {
  if (stored !== undefined) return isSameSecret(stored.secretHash, secretHash) ? undefined : OTHER_SECRET;
  if (!mayDeposit) return NOT_DEPOSITED;
  return requireSecret && secretHash === undefined ? NO_SECRET : undefined;
}

export const MALFORMED_SECRET: RefusedSecret = {
  why: 'secret',
  refusal: {
    status: 400,
    code: 'invalid-input',
    message: `The secret is not a text of ${MIN_LENGTH} to ${MAX_LENGTH} characters.`,
    at: '/secret',
  },
};

/** The same words whatever is wrong: nothing is told of what is stored. */
export const OTHER_SECRET: RefusedSecret = {
  why: 'other-secret',
  refusal: {
    status: 403,
    code: 'forbidden',
    message: 'The secret with which this ledger was deposited is missing, or is another one.',
    at: '/secret',
  },
};

const NO_SECRET: RefusedSecret = {
  why: 'no-secret',
  refusal: {
    status: 400,
    code: 'invalid-input',
    message: `A ledger that is new here needs a secret. Send "secret": ${MIN_LENGTH} to ${MAX_LENGTH} characters that only this device knows.`,
    at: '/secret',
  },
};

const NOT_DEPOSITED: RefusedSecret = {
  why: 'not-deposited',
  refusal: {
    status: 404,
    code: 'not-found',
    message: 'The ledger is not stored here. Deposit it first, with PUT /v1/consent.',
    at: '/ledger',
  },
};
