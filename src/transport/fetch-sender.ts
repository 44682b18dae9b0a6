import type { Sender, SendOutcome } from '../core/index.ts';

/** Where and how bodies are sent. */
export interface FetchSenderOptions {
  /** The collector's address for batches, such as `/v1/batch`. */
  readonly url: string;
  /** Used instead of the global `fetch`, which is otherwise read at every sending. */
  readonly fetch?: typeof globalThis.fetch;
  /** Whether cookies go along to the page's own origin; `omit` for addresses that are somebody else's. */
  readonly credentials?: 'same-origin' | 'omit';
  /** A sending that takes longer has failed. */
  readonly timeoutMs?: number;
}

// What the Fetch standard lets a page have under way in requests that outlive it ("inflight keepalive bytes").
const KEEPALIVE_BUDGET_BYTES = 65_536;

/**
 * Sends bodies by `fetch`: `POST`, JSON, cookies only to the page's own origin. A sending outlives the page when that is asked
 * for and its bytes still fit in the browser's budget of 64 KiB. Every response is read to its end: an unread one would hold the budget.
 * A redirect counts as a failure, because a browser may turn a redirected `POST` into a `GET` that loses the body.
 *
 * @example
 * ```ts
 * import { fetchSender } from 'kindred/transport';
 *
 * const sender = fetchSender({ url: '/v1/batch' });
 * const outcome = await sender.send('{"batch":[]}', { keepalive: false });
 * if (outcome.kind === 'refused') console.error(outcome.status);
 * ```
 */
export function fetchSender({
  url,
  fetch: given,
  credentials = 'same-origin',
  timeoutMs = 30_000,
}: FetchSenderOptions): Sender {
  let bytesInFlight = 0;
  return {
    name: 'fetch',
    async send(body, { keepalive: isAsked }) {
      const bytes = isAsked ? new TextEncoder().encode(body).length : 0;
      const keepalive = isAsked && bytesInFlight + bytes <= KEEPALIVE_BUDGET_BYTES;
      const counted = keepalive ? bytes : 0;
      bytesInFlight += counted;
      try {
        const response = await (given ?? globalThis.fetch)(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          keepalive,
          credentials,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        return outcomeOf(response, await response.text().catch(() => ''));
      } catch {
        return { kind: 'failed' };
      } finally {
        bytesInFlight -= counted;
      }
    },
  };
}

const NOT_NOW = [408, 425, 429];

function outcomeOf({ ok, status, headers }: Response, body: string): SendOutcome {
  if (ok) {
    const rejected = countRejected(body);
    return { kind: 'delivered', ...(rejected > 0 && { rejected }) };
  }
  if (status >= 400 && status < 500 && !NOT_NOW.includes(status)) return { kind: 'refused', status };
  const retryAfterMs = readRetryAfter(headers.get('retry-after') ?? '');
  return { kind: 'failed', ...(retryAfterMs > 0 && { retryAfterMs }) };
}

/** A batch is taken also where single events in it are not; our collector lists them. Others answer in words of their own. */
function countRejected(body: string): number {
  try {
    const { rejected } = JSON.parse(body);
    return Array.isArray(rejected) ? rejected.length : 0;
  } catch {
    return 0;
  }
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds or a date. NaN where it is neither. */
function readRetryAfter(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
}
