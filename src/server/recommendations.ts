import { isKindredError, KindredError } from '../core/index.ts';
import type { ListQuery, Recommendations, Recommender } from '../recommend/index.ts';
import { readJsonBody } from './body.ts';
import { createEndpoint } from './endpoint.ts';
import { badRequest, type Handler, jsonResponse, type Refusal, refusalResponse } from './http.ts';
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
  const report = createReporter(options.onReport);

  return createEndpoint({
    routes: [{ path: '/v1/recommendations', methods: ['GET', 'HEAD', 'POST'] }],
    allowedOrigins: options.allowedOrigins,
    notFound: 'There is nothing here. Recommendations are at /v1/recommendations.',
    wrongMethod: 'Recommendations are asked for with GET, or with POST where the lists are long.',
    async answer(request, _route, headers) {
      const reading = await readQuery(request, maxCount);
      if (reading.kind === 'refused') return refusalResponse(reading.refusal, headers);
      const recommender = await presentRecommender(options.recommender);
      if (recommender === undefined) return refusalResponse(NO_MODEL, headers);
      return jsonResponse(200, await recommend(recommender, reading.query, request, options), headers);
    },
    onFailure: (cause) =>
      report({ kind: 'recommender-failed', message: 'The recommendations failed on a request.', cause }),
  });
}

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
  if (request.method !== 'POST') return parse(() => queryOfAddress(new URL(request.url).searchParams), maxCount);
  const body = await readJsonBody(request, MAX_BODY_BYTES);
  return body.kind === 'refused' ? body : parse(() => body.value, maxCount);
}

function parse(input: () => unknown, maxCount: number): Reading {
  try {
    return { kind: 'query', query: parseRecommendQuery(input(), maxCount) };
  } catch (error) {
    if (!isKindredError(error)) throw error;
    return { kind: 'refused', refusal: badRequest(error) };
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
