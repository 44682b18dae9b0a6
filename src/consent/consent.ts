import {
  type Clock,
  createEmitter,
  createId,
  deepFreeze,
  type Logger,
  type Random,
  type TextStore,
  type Timers,
} from '../core/index.ts';
import { type Answers, type ConsentAnswer, type ConsentQuestion, createAnswers } from './answer.ts';
import { type Choice, changesOf, defaultOf, find, type GrantLimits, isSaid, notGrantable } from './choice.ts';
import type { Degree } from './degree.ts';
import {
  ANY_PARTY,
  chainStart,
  foldLedger,
  type GrantChange,
  grantKey,
  hashEvent,
  isPausedBy,
  type Ledger,
  type LedgerEvent,
  type LedgerEventType,
  readLedger,
} from './ledger.ts';
import { type ConsentPolicy, definePolicy } from './policy.ts';
import type { Purpose, PurposeDefinition } from './purpose.ts';
import { createLedgerRecord } from './record.ts';
import { type ConsentState, stateOf } from './state.ts';

/** Which permission to give. */
export interface GrantOptions extends GrantLimits {
  /** The purpose's own degree unless named. */
  readonly degree?: Degree;
  /** The shop itself unless named; a group; `*` for every party that the policy names. */
  readonly party?: string;
}

/** Whom a decision is about: the shop itself unless named. */
export interface PartyOption {
  readonly party?: string;
}

/** The person's permissions. */
export interface Consent {
  /** The site itself as a party. */
  readonly source: string;
  readonly policy: ConsentPolicy;
  /** The purposes that the site asks for, in its order. */
  readonly purposes: readonly Purpose[];
  /** Reads the choice that was stored, follows other tabs and the clock; returns the undo. */
  start(): () => void;
  /** Reads the stored choice again: another tab may have changed it. */
  refresh(): void;
  /** Whether a use is allowed, to what degree, why, and until when. Never throws. */
  check(question: ConsentQuestion): ConsentAnswer;
  state(): ConsentState;
  /** All that the person decided here: the proof, for both sides. */
  ledger(): Ledger;
  /** Known to this browser alone, and never part of the ledger: it tells the person from everybody who was given that. */
  secret(): string;
  /** Whether the last word was said in this tab: then it is this tab that tells the collector. */
  isOwnWord(): boolean;
  /**
   * Decides on many pairs of purpose and party in one act.
   * @throws KindredError `invalid-purpose`, `invalid-party`, `invalid-grant`; nothing has changed then
   */
  choose(choices: readonly Choice[]): void;
  /** Allows a purpose (`*`: all of them). @throws KindredError `invalid-purpose`, `invalid-party`, `invalid-grant` */
  grant(purpose: string, options?: GrantOptions): void;
  /** Says no, and wants that remembered. @throws KindredError `invalid-purpose`, `invalid-party` */
  refuse(purpose: string, options?: PartyOption): void;
  /**
   * Takes a permission back, with party `*` from everybody. When nothing is left in force, not even the memory of the choice is kept.
   * @throws KindredError `invalid-purpose`, `invalid-party`
   */
  withdraw(purpose: string, options?: PartyOption): void;
  /** Denies everything for the time being, and erases nothing. */
  pause(): void;
  /** What was allowed before the pause is allowed again. */
  resume(): void;
  /** Subscribes to changes; returns the unsubscribe. */
  onChange(listener: (state: ConsentState) => void): () => void;
}

/** Carries words between the tabs of one site: a `BroadcastChannel`. */
export interface TabChannel {
  post(text: string): void;
  /** Returns the unsubscribe. */
  onMessage(listener: (text: string) => void): () => void;
}

/** What permissions are made of. */
export interface ConsentOptions {
  /** The shop's own party id, for example its host name. */
  readonly source: string;
  /** What is asked for; or `purposes` alone, where nobody else is involved. */
  readonly policy?: unknown;
  readonly purposes?: readonly PurposeDefinition[];
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Where the choice is kept. It is written only after a choice. */
  readonly store?: TextStore;
  /** Tells other tabs at once, also where nothing can be stored. */
  readonly channel?: TabChannel;
  /** Signals, such as `gpc`, that are on for this navigation. */
  readonly signals?: readonly string[];
}

const NO_EVENTS: readonly LedgerEvent[] = /* @__PURE__ */ Object.freeze([]);
/** Timers are not trusted with more: a machine that slept through one is late by so much at most. */
const LOOK_MS = 3_600_000;

/**
 * Makes the permissions of one person on one device. Nothing is allowed until it is granted (but see `RegionPolicy`); an unknown purpose or
 * party never is.
 *
 * @throws KindredError `invalid-policy`
 *
 * @example
 * ```ts
 * import { createConsent, STANDARD_PURPOSES } from 'kindred/consent';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const consent = createConsent({ ...memoryPlatform(), source: 'shop.example', purposes: STANDARD_PURPOSES });
 * consent.start();
 * consent.check({ purpose: 'analytics' }).allow; // false
 * consent.grant('analytics');
 * consent.check({ purpose: 'analytics', degree: 'pseudonymous' }).allow; // true
 * ```
 */
export function createConsent(options: ConsentOptions): Consent {
  const { source, purposes, clock, random, timers, logger, store, channel, signals = [] } = options;
  const policy = definePolicy(options.policy ?? { purposes });
  const changed = createEmitter<ConsentState>((error) => logger.error('A consent listener failed.', error));
  const record = createLedgerRecord(store, { source, region: policy.region }, { logger, random });
  /** Ids of what was decided in this tab: it must not be lost to another's word. */
  const own = new Set<string>();
  let ledger: Ledger = deepFreeze({ source, events: NO_EVENTS, head: '' });
  let answers: Answers;
  let state: ConsentState;
  let cancelLook: (() => void) | undefined;
  let stop: (() => void) | undefined;
  view();

  function view(): void {
    const authority = {
      source,
      policy,
      signals,
      grants: foldLedger(ledger.events),
      isPaused: isPausedBy(ledger.events),
    };
    answers = createAnswers(authority);
    state = stateOf(authority, answers, ledger.events, clock.now());
  }

  function replace(next: Ledger): void {
    ledger = next;
    view();
    wait();
    changed.emit(state);
  }

  /** Looks again when time itself changes what is allowed. */
  function wait(): void {
    cancelLook?.();
    const untilMs = state.until - clock.now();
    if (stop && untilMs < Number.POSITIVE_INFINITY) cancelLook = timers.after(Math.min(untilMs, LOOK_MS), look);
  }

  function look(): void {
    const isOver = clock.now() >= state.until;
    if (isOver) view();
    wait();
    if (isOver) changed.emit(state);
  }

  function decide(type: LedgerEventType, changesAt: (at: number) => readonly GrantChange[]): void {
    const now = clock.now();
    // Another tab may have decided since: what it took back must not come back with the next choice here.
    follow();
    const changes = changesAt(now);
    if (changes.length === 0 && !ACTS_WITHOUT_CHANGES.includes(type)) return;
    const act = actOf(type, changes, now);
    own.add(act.id);
    const next = chained(ledger, act);
    const isStored = record.write(next);
    replace(next);
    // The gate has erased meanwhile, which may have made room.
    if (!isStored && !record.write(ledger)) logger.warn('The choice could not be stored: it holds for this page.');
    channel?.post(JSON.stringify(ledger));
  }

  function actOf(type: LedgerEventType, changes: readonly GrantChange[], at: number): Act {
    const isInPresence = signals.length > 0 && type !== 'default';
    const id = createId(random);
    return { id, type, at, changes, notice: policy.version, ...(isInPresence && { signals: [...signals] }) };
  }

  /** Takes over what another tab decided. */
  function follow(): void {
    const word = record.read();
    if (word.kind === 'ledger') adopt(word.ledger);
    if (word.kind === 'gone') takeBackAll();
  }

  function adopt(other: Ledger): void {
    const isSameLedger = other.events[0]?.id === ledger.events[0]?.id;
    const theirs = new Set(other.events.map(({ id }) => id));
    const missing = isSameLedger ? ledger.events.filter(({ id }) => own.has(id) && !theirs.has(id)) : [];
    const next = missing.flatMap((act) => withoutOverruled(act, other)).reduce(chained, other);
    if (next !== other) record.write(next);
    if (next.head !== ledger.head) replace(next);
  }

  /** The record is gone: another tab took everything back. It is not this tab's own word, so that what follows there is newer. */
  function takeBackAll(): void {
    const granted = [...foldLedger(ledger.events).values()].filter(({ decision }) => decision === 'granted');
    const changes = granted.map(({ purpose, party }) => withdrawal(purpose, party));
    if (changes.length > 0) replace(chained(ledger, actOf('withdrawn', changes, clock.now())));
  }

  function hear(text: string): void {
    // Where things can be stored the store has the last word: messages may overtake each other.
    if (record.isKept()) follow();
    const other = readLedger(text);
    if (!record.isKept() && other?.source === source && isNews(other, ledger)) adopt(other);
  }

  /** What the law allows until the person says otherwise is an act as well: what it lets out can be shown and erased. */
  function noteDefaults(): void {
    const changes = state.silent.map(({ purpose, party }) => defaultOf(policy, purpose, party));
    if (changes.length > 0) decide('default', () => changes);
  }

  /** For `*` everybody about whom there is a word: the most specific one wins, so each has to be taken back. */
  function partiesOf(purpose: string, party: string): readonly string[] {
    if (party !== ANY_PARTY) return [party];
    const named = ledger.events.flatMap(({ changes }) => changes.filter((change) => change.purpose === purpose));
    return [...new Set([source, ANY_PARTY, ...named.map((change) => change.party)])];
  }

  function chooseAll(choices: readonly Choice[]): void {
    const isYes = choices.some(({ degree }) => degree !== 'none');
    decide(isYes ? 'granted' : 'refused', (at) => {
      const words = foldLedger(ledger.events);
      const changes = choices.flatMap((choice) => changesOf(choice, policy, source, at));
      return changes.filter(
        (change) => !isSaid(change, words.get(grantKey(change.purpose, change.party)), at, signals),
      );
    });
  }

  return {
    source,
    policy,
    purposes: policy.purposes,
    start() {
      if (stop) return stop;
      // A choice made before the start is newer than the stored one.
      if (ledger.events.length === 0) follow();
      noteDefaults();
      const stopHearing = channel?.onMessage(hear);
      stop = () => {
        stop = undefined;
        cancelLook?.();
        stopHearing?.();
      };
      wait();
      return stop;
    },
    refresh: follow,
    check: (question) => answers.check(question, question.now ?? clock.now()),
    state() {
      if (clock.now() >= state.until) view();
      return state;
    },
    ledger: () => ledger,
    secret: record.secret,
    isOwnWord: () => own.has(ledger.events.at(-1)?.id ?? ''),
    choose: chooseAll,
    grant(purpose, limits = {}) {
      if (limits.degree === 'none') throw notGrantable('none');
      chooseAll([{ ...limits, purpose }]);
    },
    refuse: (purpose, { party } = {}) =>
      chooseAll([{ purpose, degree: 'none', ...(party !== undefined && { party }) }]),
    withdraw(purpose, { party = source } = {}) {
      const purposes = find(policy.purposes, purpose).map(({ id }) => id);
      decide('withdrawn', () => purposes.flatMap((id) => partiesOf(id, party).map((one) => withdrawal(id, one))));
    },
    pause: () => decide('paused', () => []),
    resume: () => decide('resumed', () => []),
    onChange: changed.on,
  };
}

/** An act of the person before it is chained. */
type Act = Omit<LedgerEvent, 'v' | 'actor' | 'seq' | 'prev'>;

const ACTS_WITHOUT_CHANGES: readonly LedgerEventType[] = ['paused', 'resumed'];

/** Another tab's ledger where nothing can be stored: one that goes on, or one that was begun later. */
function isNews(other: Ledger, known: Ledger): boolean {
  const isSameLedger = other.events[0]?.id === known.events[0]?.id;
  if (isSameLedger) return other.events.length >= known.events.length;
  return (other.events.at(-1)?.at ?? 0) >= (known.events.at(-1)?.at ?? 0);
}

/** An act without the permissions against which the other tab has a newer word; nothing where nothing is left of it. */
function withoutOverruled(act: LedgerEvent, other: Ledger): readonly LedgerEvent[] {
  const words = foldLedger(other.events);
  const changes = act.changes.filter(({ decision, purpose, party }) => {
    const word = words.get(grantKey(purpose, party));
    return decision !== 'granted' || !word || word.decision === 'granted' || word.at < act.at;
  });
  return changes.length > 0 || act.changes.length === 0 ? [{ ...act, changes }] : [];
}

/** The ledger with one more event, wherever that stood before. Time does not run backwards in it, whatever the clock does. */
function chained(before: Ledger, event: Act): Ledger {
  const last = before.events.at(-1);
  const at = Math.max(event.at, last?.at ?? event.at);
  // A clock that was ahead once must not put off what is granted now.
  const changes = at > event.at ? event.changes.map((change) => ({ from: event.at, ...change })) : event.changes;
  const next: LedgerEvent = {
    ...event,
    v: 1,
    actor: 'person',
    at,
    changes,
    seq: before.events.length,
    prev: last ? before.head : chainStart(before.source),
  };
  return deepFreeze({ source: before.source, events: [...before.events, next], head: hashEvent(next) });
}

function withdrawal(purpose: string, party: string): GrantChange {
  return { purpose, party, decision: 'withdrawn', degree: 'none' };
}
