import { isKindredError, KindredError } from '../core/index.ts';
import type { ListQuery, Recommendations, Recommender } from '../recommend/index.ts';
import { readJsonBody } from './body.ts';
import { emptyResponse, type Handler, jsonResponse, type Refusal, refusalResponse } from './http.ts';
import { createOrigins } from './origins.ts';
import { type CallerQuery, parseRecommendQuery, queryOfAddress } from './recommend-query.ts';
import { createReporter, type Report } from './report.ts';

/** What the recommendations are made of. */
export interface RecommendationsOptions {
  /** The recommender, or what gives the present one: asked for each request, so that a newly trained one takes over at once. */
  readonly recommender: Recommender | (() => Recommender | undefined | Promise<Recommender | undefined>);
  /**
   * Whether this request may learn what is known of `user`. Where it may not, the answer is the popular list with the reason
   * `no-consent`. Default: everybody may ask about everybody, which suits a server that only your own servers reach.
   */
  readonly allowUser?: (user: string, request: Request) => boolean | Promise<boolean>;
  /**
   * Whether this request may be answered by the session that it tells, which is what a person did, and names nobody. Asked where
   * the query names no user. Default: as everybody may ask about everybody; with `allowUser`, nobody.
   */
  readonly allowSession?: (request: Request) => boolean | Promise<boolean>;
  /** The shop's own rules for every list. Each takes the place of what the query says. */
  readonly rules?: Pick<ListQuery, 'boost' | 'caps' | 'diversity' | 'pins'>;
  /** Only items that pass are recommended, for example those in stock. */
  readonly where?: (item: string) => boolean;
  /** The largest `count` that is answered. Default: 100. */
  readonly maxCount?: number;
  /** Origins, such as `https://shop.example`, whose pages may call besides the server's own. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Hears what the developer should know. Reports never contain visitor data. */
  readonly onReport?: (report: Report) => void;
}

const METHODS = 'GET, HEAD, POST, OPTIONS';
const MAX_BODY_BYTES = 100_000;

/**
 * Answers what to recommend, as JSON: `GET …/v1/recommendations?user=u1&items=a,b&count=8&exclude=c&repeats=allow&explain=1`, or
 * the same members as a JSON object by POST, where boosts, caps and calibration can be told, too. The answer is what `recommend` of `kindred/recommend` gives.
 *
 * @throws KindredError `invalid-options`
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createRecommender, type Model } from 'kindred/recommend';
 * import { createRecommendations, toNodeHandler } from 'kindred/server';
 *
 * export function serve(model: Model) {
 *   const recommendations = createRecommendations({ recommender: createRecommender(model) });
 *   return createServer(toNodeHandler(recommendations)).listen(8080);
 * }
 * ```
 */
export function createRecommendations(options: RecommendationsOptions): Handler {
  const { maxCount = 100 } = options;
  requireOptions(options, maxCount);
  const origins = createOrigins(options.allowedOrigins ?? []);
  const report = createReporter(options.onReport);

  const answer: Handler = async (request) => {
    if (!new URL(request.url).pathname.endsWith('/v1/recommendations')) return refusalResponse(NOT_FOUND);
    const refusal = origins.refuse(request);
    if (refusal !== undefined) return refusalResponse(refusal);
    const cors = origins.headers(request);
    if (request.method === 'OPTIONS') {
      return emptyResponse(204, { ...cors, ...origins.preflightHeaders(METHODS), allow: METHODS });
    }
    const reading = await readQuery(request, maxCount);
    if (reading.kind === 'refused') return refusalResponse(reading.refusal, cors);
    const recommender = await presentRecommender(options.recommender);
    if (recommender === undefined) return refusalResponse(NO_MODEL, cors);
    return jsonResponse(200, await recommend(recommender, reading.query, request, options), cors);
  };

  return async (request) => {
    try {
      return await answer(request);
    } catch (cause) {
      report({ kind: 'recommender-failed', message: 'The recommendations failed on a request.', cause });
      return refusalResponse({ status: 500, code: 'internal-error', message: 'The server failed on this request.' });
    }
  };
}

const NOT_FOUND: Refusal = {
  status: 404,
  code: 'not-found',
  message: 'There is nothing here. Recommendations are at /v1/recommendations.',
};

const METHOD_NOT_ALLOWED: Refusal = {
  status: 405,
  code: 'method-not-allowed',
  message: 'Recommendations are asked for with GET, or with POST where the lists are long.',
  headers: { allow: METHODS },
};

const NO_MODEL: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'There is no model yet. Ask again later.',
  headers: { 'retry-after': '5' },
};

type Reading =
  | { readonly kind: 'query'; readonly query: CallerQuery }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

async function readQuery(request: Request, maxCount: number): Promise<Reading> {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return parse(() => queryOfAddress(new URL(request.url).searchParams), maxCount);
  }
  if (request.method !== 'POST') return { kind: 'refused', refusal: METHOD_NOT_ALLOWED };
  const body = await readJsonBody(request, MAX_BODY_BYTES);
  return body.kind === 'refused' ? body : parse(() => body.value, maxCount);
}

function parse(input: () => unknown, maxCount: number): Reading {
  try {
    return { kind: 'query', query: parseRecommendQuery(input(), maxCount) };
  } catch (error) {
    if (!isKindredError(error)) throw error;
    const refusal: Refusal = { status: 400, code: error.code, message: error.message, at: error.at ?? '' };
    return { kind: 'refused', refusal };
  }
}

async function presentRecommender(source: RecommendationsOptions['recommender']): Promise<Recommender | undefined> {
  return typeof source === 'function' ? source() : source;
}

async function recommend(
  recommender: Recommender,
  query: CallerQuery,
  request: Request,
  options: RecommendationsOptions,
): Promise<Recommendations> {
  const { where, rules } = options;
  const ruled = { ...query, ...rules, ...(where && { where }) };
  return (await isAllowed(query, request, options))
    ? recommender.recommend(ruled)
    : recommender.popular(ruled, 'no-consent');
}

async function isAllowed(
  { user, session }: CallerQuery,
  request: Request,
  { allowUser, allowSession = () => allowUser === undefined }: RecommendationsOptions,
): Promise<boolean> {
  if (user !== undefined) return allowUser === undefined || allowUser(user, request);
  return session === undefined || session.length === 0 || allowSession(request);
}

function requireOptions({ recommender }: RecommendationsOptions, maxCount: number): void {
  if (typeof recommender !== 'function' && typeof recommender?.recommend !== 'function') {
    const message = 'recommender: createRecommendations needs a recommender, or a function that gives one.';
    throw new KindredError('invalid-options', message, { at: 'recommender' });
  }
  if (!Number.isSafeInteger(maxCount) || maxCount < 1) {
    throw new KindredError('invalid-options', `maxCount: ${maxCount} is not a whole number from 1.`, {
      at: 'maxCount',
    });
  }
}
