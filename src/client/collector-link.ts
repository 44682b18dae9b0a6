import type { Consent, Ledger } from '../consent/index.ts';
import { isRecord, type Random, type TextStore, toBase64Url } from '../core/index.ts';

/** What the collector answered to an erasure. */
export type CollectorErasure =
  /** It erased so many events, and says so with a digest over what it erased. */
  | { readonly kind: 'erased'; readonly events: number; readonly proof: unknown }
  /** There is nothing there that could be told from others': nothing was ever allowed to leave under a number or a name. */
  | { readonly kind: 'nothing-stored' }
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
  readonly consent: Pick<Consent, 'ledger' | 'source'>;
  readonly call: CollectorCall;
  readonly random: Random;
  /** Where the record of the choice is kept; the secret lies beside it, and goes with it. */
  readonly store: TextStore;
}

const SECRET_KEY = 'secret';
const RECORD_KEY = 'consent';
const KNOWN_BY: readonly string[] = ['pseudonymous', 'identified'];

export function createCollectorLink({ consent, call, random, store }: CollectorLinkOptions): CollectorLink {
  let deposited = '';
  let secret: string | undefined;

  const attempt = <Result>(action: () => Result): Result | undefined => {
    try {
      return action();
    } catch {
      return undefined;
    }
  };

  /** The ledger is handed on, to other shops and in copies: it must not open what the collector keeps. */
  const secretOf = (): string => {
    secret = attempt(() => store.get(SECRET_KEY)) ?? secret ?? toBase64Url(random.bytes(16));
    const known = secret;
    attempt(() => (store.get(RECORD_KEY) === undefined ? store.delete(SECRET_KEY) : store.set(SECRET_KEY, known)));
    return known;
  };

  const proof = (more: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({ ledger: consent.ledger(), secret: secretOf(), ...more });

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
