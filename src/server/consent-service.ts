import { definePolicy, type Ledger } from '../consent/index.ts';
import { type Clock, isKindredError, ownValue } from '../core/index.ts';
import { atMost } from './at-most.ts';
import { type BodyReading, readJsonBody } from './body.ts';
import { BUSY, NOT_NOW, NOT_WITHDRAWN } from './consent-refusals.ts';
import { type ConsentServiceOptions, requireOptions } from './consent-service-options.ts';
import { endedGrants, grantIds, grantsToErase } from './ended-grants.ts';
import { createEndpoint } from './endpoint.ts';
import { sealErasure } from './erasure.ts';
import { exportPage } from './export-page.ts';
import { badRequest, type Handler, type Headers, jsonResponse, refusalResponse } from './http.ts';
import { acceptLedger, NOT_LAST, type Proof } from './proof.ts';
import { createReporter } from './report.ts';
import { createTokenIssuer } from './token-issuer.ts';

const ROUTES = [
  { path: '/v1/consent', methods: ['PUT'] },
  { path: '/v1/events', methods: ['DELETE'] },
  { path: '/v1/export', methods: ['POST'] },
] as const;

type Path = (typeof ROUTES)[number]['path'];

/**
 * The server side of permissions, as a web-standard handler that never rejects. The proof is the person's ledger each time, and the
 * `secret` (16 to 128 characters) with which it was deposited, which those to whom the person hands the ledger do not have. Of a ledger that is
 * stored the end is enough: `{ source, id, events, head }` with the id of its first event and the events that may be new:
 *
 * - `PUT …/v1/consent` `{ ledger, secret }` stores it, erases what it has ended and answers a token (also as the cookie `kindred_consent`) by which servers check
 *   permissions without looking them up; no token where nothing is allowed;
 * - `DELETE …/v1/events` `{ ledger, secret, purposes?, erase? }` erases the events that the permissions which ended by the ledger had
 *   allowed, or with `erase: true` those of all its permissions; late ones are not taken any more;
 * - `POST …/v1/export` `{ ledger, secret, after? }` answers the person's stored events, a page at a time.
 *
 * Ledgers that are broken, forked, another site's or without their secret are refused (400, 403, 409).
 *
 * @throws KindredError `invalid-options`, `invalid-policy`
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { STANDARD_PURPOSES } from 'kindred/consent';
 * import { anyOf, createCollector, createConsentService, toNodeHandler } from 'kindred/server';
 * import { sqliteConsentStore, sqliteStore } from 'kindred/server/sqlite';
 *
 * const events = sqliteStore({ file: 'kindred.db' });
 * const service = createConsentService({
 *   events,
 *   consents: sqliteConsentStore({ file: 'kindred.db' }),
 *   source: 'shop.example',
 *   policy: { version: '2026-11', purposes: STANDARD_PURPOSES },
 *   keys: ['a secret of at least sixteen bytes'],
 * });
 * createServer(toNodeHandler(anyOf(service, createCollector({ store: events })))).listen(8080);
 * ```
 */
export function createConsentService(options: ConsentServiceOptions): Handler {
  const { events, consents, source, keys, clock = systemClock, tokenLifetimeMs } = options;
  const { maxBodyBytes = 10_000_000, maxConcurrent = 16, verifySignatures, requireSecret = true } = options;
  requireOptions(options, { maxBodyBytes, maxConcurrent });
  const [key = ''] = keys;
  const policy = definePolicy(options.policy);
  const report = createReporter(options.onReport);
  const issuer = createTokenIssuer({ policy, source, key, lifetimeMs: tokenLifetimeMs });
  // What may become large has places of its own, from its first byte on: many at once would fill the memory, and whoever sends one slowly, or
  // never to its end, must not keep others from taking a permission back.
  const [working, arriving] = [atMost(maxConcurrent), atMost(maxConcurrent)];

  /** The answer with the token for what the ledger allows now. */
  const withToken = (request: Request, ledger: Ledger | undefined, body: object, cors: Headers): Response => {
    const { token, setCookie } = issuer.issue(request, ledger, clock.now());
    return jsonResponse(200, { ...body, token }, { ...cors, 'set-cookie': setCookie });
  };

  const deposit = async (request: Request, proof: Proof, cors: Headers): Promise<Response> => {
    const { stands, stored } = proof;
    if (stands !== 'last') return refusalResponse({ ...NOT_LAST[stands], ...(stored && { more: { stored } }) }, cors);
    const { id, added, ledger } = proof;
    // Each time: an erasing that failed after the ledger was stored is made good by the next deposit.
    const ended = endedGrants(ledger, { now: clock.now() });
    const erased = ended.length === 0 ? 0 : await events.erase(ended);
    return withToken(request, ledger, { success: true, id, added, erased, head: ledger.head }, cors);
  };

  const erase = async (request: Request, proof: Proof, body: unknown, cors: Headers): Promise<Response> => {
    const grants = grantsToErase(proof.ledger, body, clock.now());
    if (grants === undefined) return refusalResponse(NOT_WITHDRAWN, cors);
    const erased = await events.erase(grants);
    const about = { erased, at: clock.now(), source, head: proof.ledger.head, grants };
    // Where the ledgers part nobody knows what is allowed: no token.
    const latest = proof.stands === 'forked' ? undefined : proof.latest;
    const { stored } = proof;
    return withToken(request, latest, { ...sealErasure(about, key), ...(stored && { stored }) }, cors);
  };

  const work = async (request: Request, path: Path, body: unknown, cors: Headers): Promise<Response> => {
    const proof = await acceptLedger(body, {
      consents,
      source,
      verifySignatures,
      requireSecret,
      mayDeposit: path !== '/v1/export',
    });
    if (proof.kind === 'refused') {
      report({ kind: 'ledger-refused', message: `A ledger was refused at ${path}: ${proof.why}.` });
      return refusalResponse(proof.refusal, cors);
    }
    switch (path) {
      case '/v1/consent':
        return deposit(request, proof, cors);
      case '/v1/events':
        return erase(request, proof, body, cors);
      case '/v1/export':
        return jsonResponse(200, await exportPage(events, grantIds(proof.ledger), ownValue(body, 'after')), cors);
    }
  };

  const answer = async (request: Request, path: Path, body: BodyReading, cors: Headers): Promise<Response> => {
    if (body.kind === 'refused') return refusalResponse(body.refusal, cors);
    try {
      return (await working(() => work(request, path, body.value, cors))) ?? refusalResponse(BUSY, cors);
    } catch (error) {
      if (!isKindredError(error)) throw error;
      if (error.code === 'invalid-input') return refusalResponse(badRequest(error), cors);
      report({ kind: 'store-failed', message: `A store failed at ${path}.`, cause: error });
      return refusalResponse(NOT_NOW, cors);
    }
  };

  const readAndAnswer = async (request: Request, path: Path, cors: Headers): Promise<Response> => {
    const read = async (maxBytes: number) => answer(request, path, await readJsonBody(request, maxBytes), cors);
    if (isSmall(request)) return read(Math.min(SMALL_BYTES, maxBodyBytes));
    return (await arriving(() => read(maxBodyBytes))) ?? refusalResponse(BUSY, cors);
  };

  return createEndpoint({
    routes: ROUTES,
    allowedOrigins: options.allowedOrigins,
    notFound: 'There is nothing here. Permissions are at /v1/consent, /v1/events and /v1/export.',
    wrongMethod:
      'Permissions are deposited with PUT /v1/consent, erased with DELETE /v1/events and copied with POST /v1/export.',
    answer: (request, { path }, headers) => readAndAnswer(request, path, headers),
    onFailure: (cause) =>
      report({ kind: 'internal-error', message: 'The consent service failed on a request.', cause }),
  });
}

const systemClock: Clock = { now: () => Date.now() };

const SMALL_BYTES = 500_000;

/** Whether a body says of itself that it is small, and is not inflated. */
function isSmall({ headers }: Request): boolean {
  const announced = Number(headers.get('content-length') ?? Number.POSITIVE_INFINITY);
  return announced <= SMALL_BYTES && !headers.has('content-encoding');
}
