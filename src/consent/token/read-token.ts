import { toHex } from '../../core/index.ts';
import type { ConsentAnswer, ConsentQuestion, ConsentReason } from '../answer.ts';
import { DEGREES, type Degree } from '../degree.ts';
import type { ConsentPolicy } from '../policy.ts';
import { decodeCells } from './token-cells.ts';
import {
  bytesOf,
  CELLS_AT,
  EXPIRY_AT,
  FINGERPRINT_AT,
  HEAD_AT,
  IS_LIMITED,
  isEqual,
  isSigned,
  MAC_BYTES,
  SIGNAL_BITS,
  signalBits,
  type TokenFault,
} from './token-form.ts';
import { keyBytes, type TokenKey } from './token-key.ts';
import { layoutOf, type TokenLayout } from './token-layout.ts';

/** By what a token is read. */
export interface ReadTokenOptions {
  /** The keys with which it may have been signed: while keys change, the new and the old one. */
  readonly keys: readonly TokenKey[];
  readonly policy: ConsentPolicy;
  /** The site's own party id. */
  readonly source: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  /** The signals of the request: they refuse what was granted without them. */
  readonly signals?: readonly string[];
}

/** A token that holds. */
export interface ConsentToken {
  readonly kind: 'token';
  /** As the ledger answered when the token was made; never more than that. A question with a scope is denied: ask the ledger. */
  check(question: ConsentQuestion): ConsentAnswer;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly expires: number;
  /** The first 16 hexadecimal digits of the ledger's head. */
  readonly head: string;
  /** Whether a permission in it is limited by a scope, which only the ledger tells. */
  readonly isLimited: boolean;
  /** Whether it allows nothing at all, so that nobody needs it. */
  readonly isEmpty: boolean;
}

/** A token that is worth nothing: everything is denied. */
export interface RefusedToken {
  readonly kind: 'refused';
  readonly why: TokenFault;
  check(question: ConsentQuestion): ConsentAnswer;
}

/**
 * Reads a token that came from outside: what it allows, or why it is worth nothing. Both have a `check`, and that of a token which is
 * forged, cut, expired or made for another policy denies everything.
 *
 * @throws KindredError `invalid-options` for a short key
 * @example
 * ```ts
 * import { definePolicy, STANDARD_PURPOSES } from 'kindred/consent';
 * import { readConsentToken } from 'kindred/server';
 *
 * const policy = definePolicy({ purposes: STANDARD_PURPOSES });
 * const keys = ['a secret of at least sixteen bytes'];
 * const token = readConsentToken('rubbish', { keys, policy, source: 'shop.example', now: Date.now() });
 * console.log(token.check({ purpose: 'analytics' }).allow); // false
 * ```
 */
export function readConsentToken(text: unknown, options: ReadTokenOptions): ConsentToken | RefusedToken {
  const keys = options.keys.map(keyBytes);
  const bytes = bytesOf(text);
  if (typeof bytes === 'string') return refused(bytes);
  if (!keys.some((key) => isSigned(key, bytes))) return refused('forged');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const expires = view.getUint32(EXPIRY_AT) * 1000;
  if (!(options.now < expires)) return refused('expired');
  const layout = layoutOf(options.policy, options.source);
  const isOurs = isEqual(bytes.subarray(FINGERPRINT_AT, HEAD_AT), layout.fingerprint);
  const flags = bytes[0] ?? 0;
  const cells = decodeCells(bytes.subarray(CELLS_AT, -MAC_BYTES), layout.pairs.length, (flags & 1) === 1);
  if (!isOurs || !cells) return refused('other-policy');
  return {
    kind: 'token',
    check: checker(cells, layout, options, expires, isSignalled(flags, options.signals)),
    expires,
    head: toHex(bytes.subarray(HEAD_AT, CELLS_AT)),
    isLimited: (flags & IS_LIMITED) !== 0,
    isEmpty: cells.every((cell) => cell === 0),
  };
}

function checker(
  cells: Uint8Array,
  { purposes, parties }: TokenLayout,
  { source, now: present }: ReadTokenOptions,
  expires: number,
  isSignalled: boolean,
): ConsentToken['check'] {
  const answers: (ConsentAnswer | undefined)[] = [];
  const answer = (granted: number, asked: number): ConsentAnswer => {
    const place = granted * DEGREES.length + asked;
    answers[place] ??= answerFor(granted, asked, expires);
    return answers[place];
  };
  return ({ purpose, party = source, degree = 'on-device', scope, now = present }) => {
    const about = purposes.get(purpose);
    const row = parties.get(party);
    if (about === undefined) return denial('unknown-purpose');
    if (row === undefined) return denial('unknown-party');
    if (!(now < expires)) return denial('expired');
    if (isSignalled && (about.sale || party !== source)) return denial('signal');
    // A degree that is not one is denied as `none` is.
    const found = answer(cells[row * purposes.size + about.index] ?? 0, Math.max(DEGREES.indexOf(degree), 0));
    return scope !== undefined && found.allow ? denial('out-of-scope') : found;
  };
}

function answerFor(granted: number, asked: number, until: number): ConsentAnswer {
  const allow = asked > 0 && granted >= asked;
  const why = allow ? 'granted' : granted === 0 ? 'unset' : 'degree-too-low';
  return Object.freeze({ allow, degree: DEGREES[granted] ?? 'none', why, grant: undefined, until });
}

function denial(why: ConsentReason): ConsentAnswer {
  denials[why] ??= Object.freeze({
    allow: false,
    degree: 'none' satisfies Degree,
    why,
    grant: undefined,
    until: Number.POSITIVE_INFINITY,
  });
  return denials[why];
}

const denials: Partial<Record<ConsentReason, ConsentAnswer>> = {};

function refused(why: TokenFault): RefusedToken {
  const answer = denial(why === 'expired' ? 'expired' : why === 'other-policy' ? 'outdated' : 'unset');
  return { kind: 'refused', why, check: () => answer };
}

/** Whether the request has a signal that was not the one under which the token was made. */
function isSignalled(flags: number, signals: readonly string[] = []): boolean {
  const isKnown = signals.every((signal) => SIGNAL_BITS[signal] !== undefined);
  return signals.length > 0 && !(isKnown && signalBits(signals) === (flags & 6));
}
