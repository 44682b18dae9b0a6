import {
  canonicalJson,
  fromBase64Url,
  hmacSha256,
  KindredError,
  sha256,
  toBase64Url,
  toHex,
  utf8,
} from '../core/index.ts';
import type { ConsentAnswer, ConsentQuestion, ConsentReason } from './answer.ts';
import { DEGREES, type Degree } from './degree.ts';
import type { LedgerConsent } from './ledger-check.ts';
import type { ConsentPolicy } from './policy.ts';
import { decodeCells, encodeCells } from './token-cells.ts';

/** A secret of at least 16 bytes that only the site's servers know; a text stands for its UTF-8. */
export type TokenKey = Uint8Array | string;

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

/** Why a token is worth nothing. */
export type TokenFault = 'missing' | 'malformed' | 'cut' | 'forged' | 'expired' | 'other-policy';

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

// version and flags, length, expiry in seconds, fingerprint of the policy, head of the ledger; then the cells; then the MAC.
const LENGTH_AT = 1;
const EXPIRY_AT = 3;
const FINGERPRINT_AT = 7;
const HEAD_AT = 15;
const CELLS_AT = 23;
const SHORT_BYTES = 8;
/** HMAC-SHA-256 cut to 128 bits (RFC 2104, 5, asks for at least 80 and half of the hash). */
const MAC_BYTES = 16;
const VERSION = 1 << 4;
const IS_LIMITED = 8;
const SIGNAL_BITS: Readonly<Record<string, number>> = { gpc: 2, dnt: 4 };
/** What a cookie holds with its name and attributes (RFC 6265, 6.1: 4096 bytes). */
const MAX_LENGTH = 3_800;
const WEEK_MS = 7 * 86_400_000;
/** The largest time in the four bytes. */
const MAX_SECONDS = 0xffff_ffff;
const PURPOSE_OF_MAC = 'kindred consent token\n';

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

/** The answer for the highest degree that is allowed, or a denial. */
function highest(consent: LedgerConsent, purpose: string, party: string, now: number): ConsentAnswer {
  const { degree } = consent.check({ purpose, party, now });
  // A refusal names the degree that it would have: asked for exactly that, it is denied.
  return consent.check({ purpose, party, degree, now });
}

interface Layout {
  readonly fingerprint: Uint8Array;
  readonly pairs: readonly { readonly purpose: string; readonly party: string }[];
  readonly purposes: ReadonlyMap<string, { readonly index: number; readonly sale: boolean }>;
  readonly parties: ReadonlyMap<string, number>;
}

// Policies are frozen, so what was made of one stays true.
const layouts = new WeakMap<ConsentPolicy, Map<string, Layout>>();

function layoutOf(policy: ConsentPolicy, source: string): Layout {
  const known = layouts.get(policy) ?? new Map<string, Layout>();
  const layout = known.get(source) ?? createLayout(policy, source);
  layouts.set(policy, known.set(source, layout));
  return layout;
}

function createLayout({ version, region, purposes, parties }: ConsentPolicy, source: string): Layout {
  const partyIds = [source, ...parties.map(({ id }) => id)];
  // All that decides what a cell means. Titles and texts may change without a new token.
  const meaning = [
    source,
    version,
    region,
    purposes.map(({ id, version: own, degree, sale }) => [id, own, degree, sale]),
    parties.map(({ id, groups, purposes: asks }) => [id, groups, asks]),
  ];
  return {
    fingerprint: sha256(utf8(canonicalJson(meaning))).slice(0, SHORT_BYTES),
    pairs: partyIds.flatMap((party) => purposes.map(({ id }) => ({ purpose: id, party }))),
    purposes: new Map(purposes.map(({ id, sale }, index) => [id, { index, sale }])),
    parties: new Map(partyIds.map((id, index) => [id, index])),
  };
}

function checker(
  cells: Uint8Array,
  { purposes, parties }: Layout,
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

/** The bytes of a text that has the form of a token and is as long as it says. */
function bytesOf(text: unknown): Uint8Array | TokenFault {
  if (text === undefined || text === null || text === '') return 'missing';
  if (typeof text !== 'string' || text.length > MAX_LENGTH || !/^[\w-]+$/.test(text)) return 'malformed';
  const start = fromBase64Url(text.slice(0, 4));
  if (start === undefined || start.length < EXPIRY_AT) return 'cut';
  const [first = 0, high = 0, low = 0] = start;
  if ((first & 0xf0) !== VERSION) return 'malformed';
  const length = (high << 8) | low;
  const written = Math.ceil((length * 4) / 3);
  if (length < CELLS_AT + MAC_BYTES || text.length > written) return 'malformed';
  if (text.length < written) return 'cut';
  return fromBase64Url(text) ?? 'forged';
}

function isSigned(key: Uint8Array, bytes: Uint8Array): boolean {
  return isEqual(macOf(key, bytes), bytes.subarray(-MAC_BYTES));
}

function macOf(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const about = utf8(PURPOSE_OF_MAC);
  const message = new Uint8Array(about.length + bytes.length - MAC_BYTES);
  message.set(about);
  message.set(bytes.subarray(0, -MAC_BYTES), about.length);
  return hmacSha256(key, message).subarray(0, MAC_BYTES);
}

/** Takes as long for any difference: how much of a forgery is right must not show in the time. */
function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0);
  return difference === 0;
}

function shortHead(head: string): Uint8Array {
  return Uint8Array.from({ length: SHORT_BYTES }, (_, index) =>
    Number.parseInt(head.slice(2 * index, 2 * index + 2), 16),
  );
}

function signalBits(signals: readonly string[]): number {
  return signals.reduce((bits, signal) => bits | (SIGNAL_BITS[signal] ?? 0), 0);
}

/** Whether the request has a signal that was not the one under which the token was made. */
function isSignalled(flags: number, signals: readonly string[] = []): boolean {
  const isKnown = signals.every((signal) => SIGNAL_BITS[signal] !== undefined);
  return signals.length > 0 && !(isKnown && signalBits(signals) === (flags & 6));
}

/** The bytes of a key. @throws KindredError `invalid-options` where they are too few */
export function keyBytes(key: TokenKey): Uint8Array {
  const bytes = typeof key === 'string' ? utf8(key) : key;
  if (bytes instanceof Uint8Array && bytes.length >= 16) return bytes;
  throw new KindredError('invalid-options', 'key: give at least 16 bytes that nobody can guess.', { at: 'key' });
}
