import { KindredError, toBase64Url } from '../../core/index.ts';
import type { ConsentAnswer } from '../answer.ts';
import { DEGREES } from '../degree.ts';
import type { LedgerConsent } from '../ledger-check.ts';
import { encodeCells } from './token-cells.ts';
import {
  CELLS_AT,
  EXPIRY_AT,
  FINGERPRINT_AT,
  HEAD_AT,
  IS_LIMITED,
  LENGTH_AT,
  MAC_BYTES,
  MAX_LENGTH,
  macOf,
  SHORT_BYTES,
  signalBits,
  VERSION,
} from './token-form.ts';
import { keyBytes, type TokenKey } from './token-key.ts';
import { layoutOf } from './token-layout.ts';

const WEEK_MS = 7 * 86_400_000;
/** The largest time in the four bytes. */
const MAX_SECONDS = 0xffff_ffff;

/** How a token is made. */
export interface EncodeTokenOptions {
  readonly key: TokenKey;
  /** The head of the ledger that the permissions come from. */
  readonly head: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  /** How long it is good for; less where a permission in it ends or begins sooner. Default: 7 days. */
  readonly lifetimeMs?: number;
  /** The signals under which `consent` answers: `gpc`, `dnt`. */
  readonly signals?: readonly string[];
}

/**
 * Everything that the permissions allow at this moment, in a few characters that a cookie or a header carries: for each purpose and
 * party of the policy the degree, in 7 bits for three of them or in runs, whichever is shorter; signed with HMAC-SHA-256.
 *
 * @throws KindredError `invalid-options` for a short key, `invalid-token` where the policy is too large for a cookie
 * @example
 * ```ts
 * import { definePolicy, type Ledger, STANDARD_PURPOSES } from 'kindred/consent';
 * import { checkLedger, encodeConsentToken } from 'kindred/server';
 *
 * const policy = definePolicy({ purposes: STANDARD_PURPOSES });
 * export function tokenOf(ledger: Ledger, key: string, now: number): string {
 *   return encodeConsentToken(checkLedger(ledger, { policy, now }), { key, head: ledger.head, now });
 * }
 * ```
 */
export function encodeConsentToken(consent: LedgerConsent, options: EncodeTokenOptions): string {
  const { head, now, lifetimeMs = WEEK_MS, signals = [] } = options;
  const key = keyBytes(options.key);
  const layout = layoutOf(consent.policy, consent.source);
  const answers = layout.pairs.map(({ purpose, party }) => highest(consent, purpose, party, now));
  const allowed = answers.filter(({ allow }) => allow);
  const { isRuns, bytes: cells } = encodeCells(
    answers.map(({ allow, degree }) => (allow ? DEGREES.indexOf(degree) : 0)),
  );
  const expires = Math.min(now + lifetimeMs, ...allowed.map(({ until }) => until));
  const isLimited = allowed.some(({ grant }) => grant?.scope !== undefined);

  const bytes = new Uint8Array(CELLS_AT + cells.length + MAC_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION | (isRuns ? 1 : 0) | signalBits(signals) | (isLimited ? IS_LIMITED : 0);
  view.setUint16(LENGTH_AT, bytes.length);
  view.setUint32(EXPIRY_AT, Math.min(Math.max(Math.floor(expires / 1000), 0), MAX_SECONDS));
  bytes.set(layout.fingerprint, FINGERPRINT_AT);
  bytes.set(shortHead(head), HEAD_AT);
  bytes.set(cells, CELLS_AT);
  bytes.set(macOf(key, bytes), CELLS_AT + cells.length);
  const text = toBase64Url(bytes);
  if (text.length <= MAX_LENGTH) return text;
  const remedy = 'Give the token a policy with fewer purposes and parties, and ask the ledger about the others.';
  throw new KindredError('invalid-token', `The policy is too large for a token. ${remedy}`);
}

/** The answer for the highest degree that is allowed, or a denial. */
function highest(consent: LedgerConsent, purpose: string, party: string, now: number): ConsentAnswer {
  const { degree } = consent.check({ purpose, party, now });
  // A refusal names the degree that it would have: asked for exactly that, it is denied.
  return consent.check({ purpose, party, degree, now });
}

function shortHead(head: string): Uint8Array {
  return Uint8Array.from({ length: SHORT_BYTES }, (_, index) =>
    Number.parseInt(head.slice(2 * index, 2 * index + 2), 16),
  );
}
