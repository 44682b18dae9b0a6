import type { Consent, Ledger } from '../consent/index.ts';
import { isRecord, type Json } from '../core/index.ts';

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
  /** The events that the collector has of this person. Rejects where it does not answer. */
  stored(ids: readonly string[]): Promise<readonly Json[]>;
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
    async stored(anonymousIds) {
      const events: Json[] = [];
      let after: Json | undefined;
      do {
        const response = await call('POST', '/export', proof({ anonymousIds, ...(after !== undefined && { after }) }));
        if (!response.ok) throw new Error(`The collector answered ${response.status}.`);
        const page: unknown = await response.json();
        if (!isExportPage(page)) throw new Error('The collector answered something else than events.');
        events.push(...page.events);
        after = page.next;
      } while (after !== undefined);
      return events;
    },
  };
}

function isExportPage(input: unknown): input is { readonly events: readonly Json[]; readonly next?: Json } {
  return isRecord(input) && Array.isArray(input.events);
}

function countOf(answer: unknown): number {
  const erased = isRecord(answer) ? answer.erased : undefined;
  return typeof erased === 'number' ? erased : 0;
}
