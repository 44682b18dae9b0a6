import type { Consent, Ledger } from '../consent/index.ts';
import { isRecord } from '../core/index.ts';

/** What the collector answered to an erasure. */
export type CollectorErasure =
  /** It erased so many events, and says so with a digest over what it erased. */
  | { readonly kind: 'erased'; readonly events: number; readonly proof: unknown }
  /** There is nothing there: no event ever left. */
  | { readonly kind: 'nothing-stored' }
  /** It could not be reached, or refused. It was not told, and nothing about it is kept here. */
  | { readonly kind: 'not-told'; readonly status: number | undefined };

/** Sends a body to the collector; rejects where there is no answer. */
export type CollectorCall = (method: 'PUT' | 'DELETE' | 'POST', path: string, body: string) => Promise<Response>;

/** What the page tells the collector about permissions. The ledger is the proof for each. */
export interface CollectorLink {
  /** Deposits the ledger: the proof for both sides. Never rejects. */
  deposit(): Promise<void>;
  /** Erases what was stored under what is no longer granted; `everything` whatever is granted. Never rejects. */
  erase(ids: readonly string[], everything: boolean): Promise<CollectorErasure>;
  /** Asks for something with the proof. Rejects where there is no answer. */
  ask(path: string, more: Readonly<Record<string, unknown>>): Promise<Response>;
}

export function createCollectorLink(consent: Pick<Consent, 'ledger'>, call: CollectorCall): CollectorLink {
  let deposited = '';

  const proof = (more: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ ledger: consent.ledger(), ...more });

  return {
    async deposit() {
      const ledger: Ledger = consent.ledger();
      if (ledger.head === deposited) return;
      try {
        const response = await call('PUT', '/consent', proof({}));
        await response.text();
        if (response.ok) deposited = ledger.head;
      } catch {
        // The next choice, or the next page, deposits it.
      }
    },
    async erase(anonymousIds, everything) {
      if (consent.ledger().events.length === 0) return { kind: 'nothing-stored' };
      try {
        const response = await call('DELETE', '/events', proof({ anonymousIds, ...(everything && { erase: true }) }));
        const answer: unknown = await response.json().catch(() => undefined);
        if (!response.ok) return { kind: 'not-told', status: response.status };
        return { kind: 'erased', events: countOf(answer), proof: answer };
      } catch {
        return { kind: 'not-told', status: undefined };
      }
    },
    ask: (path, more) => call('POST', path, proof(more)),
  };
}

function countOf(answer: unknown): number {
  const erased = isRecord(answer) ? answer.erased : undefined;
  return typeof erased === 'number' ? erased : 0;
}
