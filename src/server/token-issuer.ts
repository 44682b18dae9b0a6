import type { ConsentPolicy, Ledger } from '../consent/index.ts';
import { checkLedger } from '../consent/ledger-check.ts';
import { signalsOfRequest } from '../consent/signals/index.ts';
import { encodeConsentToken } from '../consent/token/encode-token.ts';
import { readConsentToken } from '../consent/token/read-token.ts';
import type { TokenKey } from '../consent/token/token-key.ts';
import { tokenCookie } from './consent-token.ts';

/** Makes the token for what a ledger allows. */
export interface TokenIssuer {
  issue(request: Request, ledger: Ledger | undefined, now: number): IssuedToken;
}

/** A token with the header that sets it as a cookie. */
interface IssuedToken {
  /** `null` where nothing is allowed: who allows nothing carries nothing, and no token denies as much. */
  readonly token: string | null;
  readonly setCookie: string;
}

/** What tokens are made of. */
export interface TokenIssuerOptions {
  readonly policy: ConsentPolicy;
  readonly source: string;
  readonly key: TokenKey;
  readonly lifetimeMs: number | undefined;
}

export function createTokenIssuer({ policy, source, key, lifetimeMs }: TokenIssuerOptions): TokenIssuer {
  const limits = lifetimeMs === undefined ? {} : { lifetimeMs };
  return {
    issue(request, ledger, now) {
      const nothing = { token: null, setCookie: tokenCookie(request, undefined, 0) };
      if (ledger === undefined) return nothing;
      const signals = signalsOfRequest(request.headers);
      const consent = checkLedger(ledger, { policy, now, signals });
      const token = encodeConsentToken(consent, { key, head: ledger.head, now, signals, ...limits });
      const reading = readConsentToken(token, { keys: [key], policy, source, now, signals });
      if (reading.kind === 'refused' || reading.isEmpty) return nothing;
      return { token, setCookie: tokenCookie(request, token, reading.expires - now) };
    },
  };
}
