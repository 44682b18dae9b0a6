import { emptyResponse, type Handler, type Headers, type Refusal, refusalResponse } from './http.ts';
import { createOrigins } from './origins.ts';

export interface Route {
  /** The end of the path, such as `/v1/consent`. */
  readonly path: string;
  /** What it takes besides OPTIONS. */
  readonly methods: readonly string[];
}

/** What tells one endpoint from another. */
export interface EndpointOptions<R extends Route> {
  readonly routes: readonly R[];
  readonly allowedOrigins: readonly string[] | undefined;
  /** What is said to whoever asks for another path. */
  readonly notFound: string;
  /** What is said to whoever uses another method. */
  readonly wrongMethod: string;
  /** The answer to a request of an allowed page, by one of the methods. `headers` let that page read it. */
  answer(request: Request, route: R, headers: Headers): Promise<Response>;
  /** Hears of what `answer` threw; the caller is told that the server failed, and no more. */
  onFailure(cause: unknown): void;
}

/** The door that all endpoints share: paths, origins, preflights and methods. It never rejects. */
export function createEndpoint<R extends Route>(options: EndpointOptions<R>): Handler {
  const { routes, answer, onFailure, wrongMethod } = options;
  const origins = createOrigins(options.allowedOrigins ?? []);
  const notFound: Refusal = { status: 404, code: 'not-found', message: options.notFound };

  const open: Handler = async (request) => {
    const { pathname } = new URL(request.url);
    const route = routes.find(({ path }) => pathname.endsWith(path));
    if (route === undefined) return refusalResponse(notFound);
    const refusal = origins.refuse(request);
    if (refusal !== undefined) return refusalResponse(refusal);
    const headers = origins.headers(request);
    const allow = [...route.methods, 'OPTIONS'].join(', ');
    if (request.method === 'OPTIONS')
      return emptyResponse(204, { ...headers, ...origins.preflightHeaders(allow), allow });
    if (route.methods.includes(request.method)) return answer(request, route, headers);
    const refused: Refusal = { status: 405, code: 'method-not-allowed', message: wrongMethod, headers: { allow } };
    return refusalResponse(refused, headers);
  };

  return async (request) => {
    try {
      return await open(request);
    } catch (cause) {
      onFailure(cause);
      return refusalResponse({ status: 500, code: 'internal-error', message: 'The server failed on this request.' });
    }
  };
}
