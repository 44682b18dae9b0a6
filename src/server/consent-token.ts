import type { ConsentAnswer, ConsentQuestion } from '../consent/index.ts';
import { signalsOfRequest } from '../consent/signals/index.ts';
import {
  type ConsentToken,
  type ReadTokenOptions,
  type RefusedToken,
  readConsentToken,
} from '../consent/token/read-token.ts';

/** The cookie that carries the token. */
const TOKEN_COOKIE = 'kindred_consent';
/** The header that carries it where cookies do not go. */
export const TOKEN_HEADER = 'kindred-consent';

/**
 * What the person allows, as the token in a request says: in the cookie `kindred_consent` or the header `kindred-consent`. Without a token
 * everything is denied; where there are several that differ, only what all of them allow is allowed. The signals are those of the
 * request unless given.
 *
 * @throws KindredError `invalid-options` for a short key
 * @example
 * ```ts
 * import { definePolicy, STANDARD_PURPOSES } from 'kindred/consent';
 * import { tokenFromRequest } from 'kindred/server';
 *
 * const policy = definePolicy({ purposes: STANDARD_PURPOSES });
 * const keys = ['a secret of at least sixteen bytes'];
 *
 * export function mayMeasure(request: Request): boolean {
 *   const token = tokenFromRequest(request, { keys, policy, source: 'shop.example', now: Date.now() });
 *   return token.check({ purpose: 'analytics', degree: 'pseudonymous' }).allow;
 * }
 * ```
 */
export function tokenFromRequest(request: Request, options: ReadTokenOptions): ConsentToken | RefusedToken {
  const signals = options.signals ?? signalsOfRequest(request.headers);
  const texts = [...new Set([...cookiesOf(request), ...headerOf(request)])].slice(0, MAX_TOKENS);
  const read = (text: string | undefined) => readConsentToken(text, { ...options, signals });
  const [first = read(undefined), ...others] = texts.map(read);
  // The one that is worth nothing may be the newest.
  const refused = [first, ...others].find(({ kind }) => kind === 'refused');
  if (refused !== undefined || others.length === 0) return refused ?? first;
  return { ...first, check: (question) => strictest(first, others, question) };
}

/** A browser sends one; the work for one who sends a thousand is bounded. */
const MAX_TOKENS = 4;

type Check = Pick<ConsentToken, 'check'>;

function strictest(first: Check, others: readonly Check[], question: ConsentQuestion): ConsentAnswer {
  const answers = others.map(({ check }) => check(question));
  return answers.reduce((least, answer) => (least.allow ? answer : least), first.check(question));
}

/** Its values in the header `cookie` (RFC 6265, 5.4): several where it was set for several paths or hosts. */
function cookiesOf({ headers }: Request): readonly string[] {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const prefix = `${TOKEN_COOKIE}=`;
  return pairs
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length).replace(/^"(.*)"$/, '$1'));
}

function headerOf({ headers }: Request): readonly string[] {
  const value = headers.get(TOKEN_HEADER);
  return value === null ? [] : [value.trim()];
}

/** The header `set-cookie` for a token; it removes the cookie where nothing is allowed. Scripts can read it, so that the page can remove it too. */
export function tokenCookie(request: Request, token: string | undefined, maxAgeMs: number): string {
  const isSecure = new URL(request.url).protocol === 'https:';
  const age = token === undefined ? 0 : Math.max(0, Math.floor(maxAgeMs / 1000));
  return `${TOKEN_COOKIE}=${token ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
