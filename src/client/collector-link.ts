import { continueFrom } from '../consent/continue-from.ts';
import type { Consent, Ledger } from '../consent/index.ts';
import { readLedger } from '../consent/verify-chain.ts';
import { type Clock, ownValue, type Random } from '../core/index.ts';

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
export type CollectorCall = (method: Method, path: string, body: string) => Promise<Response>;

type Method = 'PUT' | 'DELETE' | 'POST';

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
  readonly consent: Pick<Consent, 'ledger' | 'policy' | 'refresh' | 'replace' | 'secret' | 'source'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly call: CollectorCall;
}

const KNOWN_BY: readonly string[] = ['pseudonymous', 'identified'];
/** A ledger that is small goes whole: nobody has to ask for it. */
const SMALL_CHARS = 20_000;
const SMALL_EVENTS = 50;
/** So often a page goes on from what the collector has: it must not be kept busy by one that always has something else. */
const MAX_JOINS = 3;

export function createCollectorLink({ consent, call, ...ports }: CollectorLinkOptions): CollectorLink {
  let deposited = '';
  /** How many events the collector has. Each choice tells it, so at first it is taken to lack the last one only. */
  let told = Number.POSITIVE_INFINITY;
  let joins = 0;

  const bodyOf = ({ source, events, head }: Ledger, since: number, more: object): string => {
    const ledger = { source, ...(since > 0 && { id: events[0]?.id }), events: events.slice(since), head };
    return JSON.stringify({ ledger, secret: consent.secret(), ...more });
  };

  /** Sends what the collector does not know; where it knows less, or something else, all of it. */
  const send = async (method: Method, path: string, more: object): Promise<Response> => {
    const ledger = consent.ledger();
    const { length } = ledger.events;
    const since = Math.max(0, Math.min(told, length - 1));
    const whole = since === 0 || length <= SMALL_EVENTS ? bodyOf(ledger, 0, more) : undefined;
    if (whole && (since === 0 || whole.length <= SMALL_CHARS)) return call(method, path, whole);
    const response = await call(method, path, bodyOf(ledger, since, more));
    if (response.status !== 404 && response.status !== 409) return response;
    await response.text();
    return call(method, path, bodyOf(ledger, 0, more));
  };

  /** Tells, and takes note of what the collector has then. The answer is `undefined` where it is no JSON. */
  const tell = async (method: 'PUT' | 'DELETE', path: string, more: object) => {
    const { head, events } = consent.ledger();
    try {
      // Two changes at once must not be told twice.
      deposited = head;
      const response = await send(method, path, more);
      const answer: unknown = await response.json().catch(() => undefined);
      const stored = ownValue(answer, 'stored');
      told = response.ok && stored === undefined ? events.length : 0;
      if (!response.ok) deposited = '';
      join(stored);
      return { isTold: response.ok, status: response.status, answer };
    } catch {
      deposited = '';
      told = 0;
      return { isTold: false, status: undefined, answer: undefined };
    }
  };

  /** Two tabs have decided at once, and another was heard first: what is here follows what is there. */
  const join = (stored: unknown): void => {
    const { source, events } = consent.ledger();
    const [rest, head] = [ownValue(stored, 'events'), ownValue(stored, 'head')];
    const [first] = Array.isArray(rest) ? rest : [];
    const seq = ownValue(first, 'seq');
    if (typeof seq !== 'number' || !Array.isArray(rest) || joins >= MAX_JOINS) return;
    joins++;
    const other = readLedger(JSON.stringify({ source, events: [...events.slice(0, seq), ...rest], head }));
    if (other) continueFrom(consent, other, ports);
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
      // Where it fails the next choice, or the next page, deposits it.
      if (consent.ledger().head !== deposited && mayBeKnown()) await tell('PUT', '/consent', {});
    },
    async erase(everything) {
      if (!mayBeKnown()) return { kind: 'nothing-stored' };
      // The proof of an erasure is a deposit as well.
      const { isTold, status, answer } = await tell('DELETE', '/events', everything ? { erase: true } : {});
      return isTold ? { kind: 'erased', events: countOf(answer), proof: answer } : { kind: 'not-told', status };
    },
    ask: (path, more) => send('POST', path, more),
  };
}

function countOf(answer: unknown): number {
  const erased = ownValue(answer, 'erased');
  return typeof erased === 'number' ? erased : 0;
}
