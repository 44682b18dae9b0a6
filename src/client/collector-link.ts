import type { Consent, Ledger } from '../consent/index.ts';
import { isRecord } from '../core/index.ts';

/** What the collector answered to an erasure. */
export type CollectorErasure =
  /** It erased so many events, and says so with a digest over what it erased. */
  | { readonly kind: 'erased'; readonly events: number; readonly proof: unknown }
  /** There is nothing there that could be told from others': nothing was ever allowed to leave under a number or a name. */
  | { readonly kind: 'nothing-stored' }
  /** The word was said in another tab, which tells it. */
  | { readonly kind: 'told-elsewhere' }
  /** It could not be reached, or refused. It was not told, and nothing about it is kept here. */
  | { readonly kind: 'not-told'; readonly status: number | undefined };

/** Sends a body to the collector; rejects where there is no answer. */
export type CollectorCall = (method: 'PUT' | 'DELETE' | 'POST', path: string, body: string) => Promise<Response>;

/** What the page tells the collector about permissions. The ledger is the proof, and a secret tells that it is the person's own. */
export interface CollectorLink {
  /** Deposits the ledger where the collector may know this person: the proof for both sides. Never rejects. */
  deposit(): Promise<void>;
  /** Erases what was stored under what is no longer granted; `everything` whatever is granted. Never rejects. */
  erase(everything: boolean): Promise<CollectorErasure>;
  /** Asks for something with the proof. Rejects where there is no answer. */
  ask(path: string, more: Readonly<Record<string, unknown>>): Promise<Response>;
  /** Whether anything was ever allowed to leave under a number or a name. */
  mayBeKnown(): boolean;
}

/** What the link is made of. */
export interface CollectorLinkOptions {
  readonly consent: Pick<Consent, 'isOwnWord' | 'ledger' | 'secret' | 'source'>;
  readonly call: CollectorCall;
}

const KNOWN_BY: readonly string[] = ['pseudonymous', 'identified'];

export function createCollectorLink({ consent, call }: CollectorLinkOptions): CollectorLink {
  let deposited = '';

  const proof = (more: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ ledger: consent.ledger(), secret: consent.secret(), ...more });

  const notTold = (status: number | undefined): CollectorErasure => {
    deposited = '';
    return { kind: 'not-told', status };
  };

  const mayBeKnown = (): boolean =>
    consent
      .ledger()
      .events.some(({ changes }) =>
        changes.some(
          ({ purpose, party, degree }) =>
            purpose === 'analytics' && (party === consent.source || party === '*') && KNOWN_BY.includes(degree),
        ),
      );

  return {
    mayBeKnown,
    async deposit() {
      const ledger: Ledger = consent.ledger();
      if (ledger.head === deposited || !mayBeKnown()) return;
      try {
        const response = await call('PUT', '/consent', proof({}));
        await response.text();
        if (response.ok) deposited = ledger.head;
      } catch {
        // The next choice, or the next page, deposits it.
      }
    },
    async erase(everything) {
      if (!mayBeKnown()) return { kind: 'nothing-stored' };
      // The proof of an erasure is a deposit as well.
      deposited = consent.ledger().head;
      try {
        const response = await call('DELETE', '/events', proof(everything ? { erase: true } : {}));
        const answer: unknown = await response.json().catch(() => undefined);
        if (!response.ok) return notTold(response.status);
        return { kind: 'erased', events: countOf(answer), proof: answer };
      } catch {
        return notTold(undefined);
      }
    },
    ask: (path, more) => call('POST', path, proof(more)),
  };
}

function countOf(answer: unknown): number {
  const erased = isRecord(answer) ? answer.erased : undefined;
  return typeof erased === 'number' ? erased : 0;
}
