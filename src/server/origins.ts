import { KindredError } from '../core/index.ts';
import { TOKEN_HEADER } from './consent-token.ts';
import type { Refusal } from './http.ts';

/** Which pages may call, and the headers that tell their browsers so. */
export interface Origins {
  /** A refusal where the request comes from a page of another origin that is not on the list. */
  refuse(request: Request): Refusal | undefined;
  /** The headers that let the calling page read the answer. */
  headers(request: Request): Readonly<Record<string, string>>;
  /** What a preflight is told besides. */
  preflightHeaders(methods: string): Readonly<Record<string, string>>;
}

/** Pages of the server's own origin always may; others when they are listed, such as `https://shop.example`. */
export function createOrigins(allowed: readonly string[]): Origins {
  for (const origin of allowed) requireOrigin(origin);
  const list = new Set(allowed);
  return {
    refuse: (request) => {
      const origin = request.headers.get('origin');
      if (origin === null || list.has(origin) || isSameOrigin(request, origin)) return undefined;
      const message = `Pages of ${origin} may not call this server. Add the origin to allowedOrigins.`;
      return { status: 403, code: 'origin-not-allowed', message, headers: { vary: 'origin' } };
    },
    headers: (request) => {
      const origin = request.headers.get('origin');
      if (origin === null || !list.has(origin)) return list.size > 0 ? { vary: 'origin' } : {};
      return {
        'access-control-allow-origin': origin,
        // A header that pages of other origins may not read unless they are told so.
        'access-control-expose-headers': 'retry-after',
        vary: 'origin',
      };
    },
    preflightHeaders: (methods) => ({
      'access-control-allow-methods': methods,
      'access-control-allow-headers': `content-type, content-encoding, ${TOKEN_HEADER}`,
      'access-control-max-age': '7200',
    }),
  };
}

/**
 * Browsers say it themselves in `Sec-Fetch-Site`, which no script can set. Older ones: the hosts are compared without the
 * scheme, because a server behind a proxy that ends TLS sees `http` where the page sees `https`.
 */
function isSameOrigin(request: Request, origin: string): boolean {
  if (request.headers.get('sec-fetch-site') === 'same-origin') return true;
  return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host;
}

function requireOrigin(origin: string): void {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return;
  const example = 'Give the scheme, the host and maybe the port, such as "https://shop.example".';
  throw new KindredError('invalid-options', `allowedOrigins: "${origin}" is not an origin. ${example}`, {
    at: 'allowedOrigins',
  });
}
