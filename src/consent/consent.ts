import {
  type Clock,
  createEmitter,
  createId,
  deepFreeze,
  KindredError,
  type Logger,
  type Random,
  type TextStore,
} from '../core/index.ts';
import { type Degree, GRANTABLE_DEGREES, includesDegree, isGrantable } from './degree.ts';
import {
  type ConsentDecision,
  foldLedger,
  type Grant,
  type GrantChange,
  type Grants,
  grantKey,
  type LedgerEvent,
  readLedger,
} from './ledger.ts';
import { definePurposes, type Purpose, type PurposeDefinition } from './purpose.ts';

/** A use that somebody has in mind. */
export interface ConsentQuestion {
  readonly purpose: string;
  /** Who wants to; the shop itself unless named. */
  readonly party?: string;
  /** How identifiable the data would be; `on-device` unless named. */
  readonly degree?: Degree;
}

/** Why a use is allowed or not. */
export type ConsentReason = 'granted' | 'degree-too-low' | 'refused' | 'withdrawn' | 'unset' | 'unknown-purpose';

/** The answer to a question. */
export interface ConsentAnswer {
  readonly allow: boolean;
  /** What is granted, also when it is less than was asked for. */
  readonly degree: Degree;
  readonly why: ConsentReason;
  /** The permission or refusal in force. */
  readonly grant: Grant | undefined;
  /** Milliseconds until the answer may change by itself. Grants have no end yet. */
  readonly ttl: number;
}

/** What the person chose for one purpose, for the shop itself. */
export interface ConsentChoice {
  readonly decision: ConsentDecision | 'unset';
  readonly degree: Degree;
  readonly at: number | undefined;
}

/** A frozen picture of all choices. */
export interface ConsentState {
  readonly choices: Readonly<Record<string, ConsentChoice>>;
  /** Whether there is a purpose on which the person has not decided. */
  readonly needsChoice: boolean;
  /** The ledger, oldest first. */
  readonly events: readonly LedgerEvent[];
}

/** Which permission to give. */
export interface GrantOptions {
  /** The purpose's own degree unless named. */
  readonly degree?: Degree;
  /** The shop itself unless named; `*` for every party. */
  readonly party?: string;
}

/** The person's permissions. */
export interface Consent {
  /** The purposes that the site asks for, in its order. */
  readonly purposes: readonly Purpose[];
  /** Reads the choice that was stored; returns the undo. */
  start(): () => void;
  /** Reads the stored choice again: another tab may have changed it. */
  refresh(): void;
  check(question: ConsentQuestion): ConsentAnswer;
  state(): ConsentState;
  /** Allows a purpose (`*`: all of them). @throws KindredError `invalid-purpose`, `invalid-grant` */
  grant(purpose: string, options?: GrantOptions): void;
  /** Says no, and wants that remembered. @throws KindredError `invalid-purpose` */
  refuse(purpose: string, options?: { readonly party?: string }): void;
  /** Takes a permission back. When nothing is left in force, not even the memory of the choice is kept. */
  withdraw(purpose: string, options?: { readonly party?: string }): void;
  /** Subscribes to changes; returns the unsubscribe. */
  onChange(listener: (state: ConsentState) => void): () => void;
}

/** What permissions are made of. */
export interface ConsentOptions {
  /** The shop's own party id, for example its host name. */
  readonly source: string;
  readonly purposes: readonly PurposeDefinition[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Where the choice is kept. It is written only after a choice. */
  readonly store?: TextStore;
}

const RECORD_KEY = 'consent';
const NO_EVENTS: readonly LedgerEvent[] = /* @__PURE__ */ Object.freeze([]);
const ANY_PARTY = '*';
const EVERY_PURPOSE = '*';

/**
 * Makes the permissions of one person on one device. Nothing is allowed until it is granted; an unknown purpose never is.
 *
 * @throws KindredError `invalid-purpose`
 *
 * @example
 * ```ts
 * import { createConsent, STANDARD_PURPOSES } from 'kindred/consent';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const { clock, random, logger } = memoryPlatform();
 * const consent = createConsent({ source: 'shop.example', purposes: STANDARD_PURPOSES, clock, random, logger });
 * consent.start();
 * consent.check({ purpose: 'analytics' }).allow; // false
 * consent.grant('analytics');
 * consent.check({ purpose: 'analytics', degree: 'pseudonymous' }).allow; // true
 * ```
 */
export function createConsent({
  source,
  purposes: definitions,
  clock,
  random,
  logger,
  store,
}: ConsentOptions): Consent {
  const purposes = definePurposes(definitions);
  const changed = createEmitter<ConsentState>((error) => logger.error('A consent listener failed.', error));
  let events = NO_EVENTS;
  let grants: Grants = new Map();
  let state = snapshot();
  /** Whether the store holds, as far as this tab knows, a record of a choice. */
  let wasStored = false;

  function snapshot(): ConsentState {
    const choices = purposes.map(({ id }): [string, ConsentChoice] => {
      const { decision = 'unset', degree = 'none', at } = inForce(id, source) ?? {};
      return [id, { decision, degree, at }];
    });
    const needsChoice = choices.some(([, { decision }]) => decision === 'unset');
    return deepFreeze({ choices: Object.fromEntries(choices), needsChoice, events });
  }

  /** The most specific party wins. */
  function inForce(purpose: string, party: string): Grant | undefined {
    return grants.get(grantKey(purpose, party)) ?? grants.get(grantKey(purpose, ANY_PARTY));
  }

  function replace(next: readonly LedgerEvent[]): void {
    events = next;
    grants = foldLedger(next);
    state = snapshot();
    changed.emit(state);
  }

  function decide(decision: ConsentDecision, named: string, party: string, degreeOf: (purpose: Purpose) => Degree) {
    const changes = find(named).map((purpose) => ({ purpose: purpose.id, party, decision, degree: degreeOf(purpose) }));
    // Another tab may have decided since: what it took back must not come back with the next choice here.
    follow();
    const next = append(decision, changes);
    const isStored = persist(next);
    replace(next);
    // The gate has erased meanwhile, which may have made room.
    if (!isStored && !persist(events)) logger.warn('The choice could not be stored: it holds for this page.');
  }

  function append(type: ConsentDecision, changes: readonly GrantChange[]): readonly LedgerEvent[] {
    const event: LedgerEvent = {
      v: 1,
      seq: events.length,
      id: createId(random),
      at: clock.now(),
      type,
      actor: 'person',
      changes,
    };
    return deepFreeze([...events, event]);
  }

  /** Stores the ledger, or, where there is no room for it, at least removes the older one, which may allow more. */
  function persist(next: readonly LedgerEvent[]): boolean {
    // After a complete withdrawal nothing stays, the memory of it included.
    const isWithdrawn = [...foldLedger(next).values()].every(({ decision }) => decision === 'withdrawn');
    try {
      if (isWithdrawn) store?.delete(RECORD_KEY);
      else store?.set(RECORD_KEY, JSON.stringify(next));
      wasStored = !isWithdrawn;
      return true;
    } catch {
      wasStored = false;
      try {
        store?.delete(RECORD_KEY);
      } catch {
        // Where nothing can be deleted nothing could be stored either.
      }
      return false;
    }
  }

  /** Takes over what another tab decided. A record that is gone was withdrawn there, or the person cleared the browser. */
  function follow(): void {
    if (!store) return;
    const stored = readRecord();
    if (stored.length > 0) {
      wasStored = true;
      if (JSON.stringify(stored) !== JSON.stringify(events)) replace(stored);
    } else if (wasStored) {
      wasStored = false;
      const granted = [...grants.values()].filter(({ decision }) => decision === 'granted');
      const changes = granted.map(
        ({ purpose, party }) => ({ purpose, party, decision: 'withdrawn', degree: 'none' }) as const,
      );
      if (changes.length > 0) replace(append('withdrawn', changes));
    }
  }

  function readRecord(): readonly LedgerEvent[] {
    try {
      const text = store?.get(RECORD_KEY);
      if (text === undefined) return NO_EVENTS;
      const ledger = readLedger(text);
      if (ledger) return ledger;
      logger.warn('The stored choice is broken and counts as none.');
      store?.delete(RECORD_KEY);
    } catch (error) {
      logger.warn('The stored choice cannot be reached.', error);
    }
    return NO_EVENTS;
  }

  function find(named: string): readonly Purpose[] {
    const found = purposes.filter(({ id }) => id === named || named === EVERY_PURPOSE);
    if (found.length > 0) return found;
    const known = purposes.map(({ id }) => id).join(', ');
    throw new KindredError('invalid-purpose', `There is no purpose "${named}". There are: ${known}.`, {
      at: 'purpose',
    });
  }

  return {
    purposes,
    start() {
      // A choice made before the start is newer than the stored one.
      if (events.length === 0) follow();
      return () => {};
    },
    refresh: follow,
    check({ purpose, party = source, degree = 'on-device' }) {
      const isKnown = purposes.some(({ id }) => id === purpose);
      const grant = isKnown ? inForce(purpose, party) : undefined;
      const granted = grant?.degree ?? 'none';
      const allow = degree !== 'none' && includesDegree(granted, degree);
      const denial = granted === 'none' ? grant?.decision : 'degree-too-low';
      const why = allow ? 'granted' : (denial ?? (isKnown ? 'unset' : 'unknown-purpose'));
      return { allow, degree: granted, why, grant, ttl: Number.POSITIVE_INFINITY };
    },
    state: () => state,
    grant(purpose, { degree, party = source } = {}) {
      if (degree !== undefined && !isGrantable(degree)) {
        const remedy = `Grant ${GRANTABLE_DEGREES.join(', ')}, or refuse().`;
        throw new KindredError('invalid-grant', `"${degree}" cannot be granted. ${remedy}`, { at: 'degree' });
      }
      decide('granted', purpose, party, (found) => degree ?? found.degree);
    },
    refuse: (purpose, { party = source } = {}) => decide('refused', purpose, party, () => 'none'),
    withdraw: (purpose, { party = source } = {}) => decide('withdrawn', purpose, party, () => 'none'),
    onChange: changed.on,
  };
}
