import {
  type Clock,
  createEmitter,
  createId,
  type Logger,
  type Random,
  type TextStore,
  type Timers,
} from '../core/index.ts';
import { type ConsentAnswer, type ConsentQuestion, createAnswers } from './answer.ts';
import { type Act, chained } from './chain.ts';
import { type Choice, changesOf, defaultOf, find, type GrantLimits, isSaid, needGrantable } from './choice.ts';
import type { Degree } from './degree.ts';
import {
  ANY_PARTY,
  foldInto,
  type Grant,
  type GrantChange,
  grantKey,
  isPausedBy,
  type Ledger,
  type LedgerEventType,
} from './ledger.ts';
import { type ConsentPolicy, definePolicy } from './policy.ts';
import type { Purpose, PurposeDefinition } from './purpose.ts';
import { createLedgerRecord } from './record.ts';
import { type ConsentState, stateOf } from './state.ts';
import { isNews, isSameLedger, withOurs } from './two-words.ts';

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
  /** Puts a ledger that was put together elsewhere in the place of this one, as this tab's word. It is believed. */
  replace(ledger: Ledger): void;
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
  const record = createLedgerRecord(store, source, { logger, random });
  /** The words in force: what was last said about each pair. */
  const grants = new Map<string, Grant>();
  const authority = { source, policy, signals, grants, isPaused: false };
  const answers = createAnswers(authority);
  /** Ids of what was decided in this tab: it must not be lost to another's word. */
  const own = new Set<string>();
  let ledger: Ledger = Object.freeze({ source, events: Object.freeze([]), head: '' });
  let state = view();
  let cancelLook: (() => void) | undefined;
  let stop: (() => void) | undefined;

  function view(): ConsentState {
    return stateOf(authority, answers, ledger.events, clock.now());
  }

  /** Takes a ledger over: one that goes on costs as much as it changes. */
  function take(next: Ledger): void {
    const known = ledger.events;
    const isNext = known.at(-1) === next.events[known.length - 1];
    const news = isNext ? next.events.slice(known.length) : next.events;
    const wasPaused = authority.isPaused;
    if (!isNext) grants.clear();
    foldInto(grants, news);
    authority.isPaused = isPausedBy(news, isNext && wasPaused);
    answers.forget(
      isNext && authority.isPaused === wasPaused
        ? news.flatMap(({ changes }) => changes.map(({ purpose }) => purpose))
        : undefined,
    );
    ledger = next;
    state = view();
  }

  /** After a complete withdrawal nothing stays, the memory of it included; but where silence allows, it must be remembered. */
  function write(): boolean {
    const isAll = [...grants.values()].every(({ decision }) => decision === 'withdrawn');
    return record.write(ledger, isAll && policy.region.model === 'opt-in');
  }

  function tell(): void {
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
    if (isOver) state = view();
    wait();
    if (isOver) changed.emit(state);
  }

  function decide(type: LedgerEventType, changesAt: (at: number) => readonly GrantChange[]): void {
    const now = clock.now();
    // Another tab may have decided since: what it took back must not come back with the next choice here.
    follow();
    const changes = changesAt(now);
    if (changes.length > 0 || ACTS_WITHOUT_CHANGES.includes(type)) say(chained(ledger, actOf(type, changes, now)));
  }

  /** This tab has the last word. */
  function say(next: Ledger): void {
    own.add(next.events.at(-1)?.id ?? '');
    take(next);
    const isStored = write();
    tell();
    // The gate has erased meanwhile, which may have made room.
    if (!isStored && !write()) logger.warn('The choice could not be stored: it holds for this page.');
    channel?.post(record.text());
  }

  function actOf(type: LedgerEventType, changes: readonly GrantChange[], at: number): Act {
    const isInPresence = signals.length > 0 && type !== 'default';
    const id = createId(random);
    return { id, type, at, changes, notice: policy.version, ...(isInPresence && { signals: [...signals] }) };
  }

  /** Takes over what another tab decided. */
  function follow(): void {
    const word = record.read();
    if (word === 'gone') takeBackAll();
    else if (word) adopt(word);
  }

  function adopt(other: Ledger): void {
    const isSame = isSameLedger(other, ledger);
    const next = withOurs(other, isSame ? ledger.events.filter(({ id }) => own.has(id)) : []);
    if (next.head === ledger.head) return;
    take(next);
    if (next !== other) write();
    tell();
  }

  /** The record is gone: another tab took everything back. It is not this tab's own word, so that what follows there is newer. */
  function takeBackAll(): void {
    const changes = [...grants.values()].filter(({ decision }) => decision === 'granted').map(withdrawal);
    if (changes.length === 0) return;
    take(chained(ledger, actOf('withdrawn', changes, clock.now())));
    tell();
  }

  function hear(text: string): void {
    // Where things can be stored the store has the last word: messages may overtake each other.
    follow();
    const other = record.isKept() ? undefined : record.hear(text, (heard) => isNews(heard, ledger));
    if (other) adopt(other);
  }

  /** What the law allows until the person says otherwise is an act as well: what it lets out can be shown and erased. */
  function noteDefaults(): void {
    const changes = state.silent.map(({ purpose, party }) => defaultOf(policy, purpose, party));
    if (changes.length > 0) decide('default', () => changes);
  }

  /** For `*` everybody about whom there is a word: the most specific one wins, so each has to be taken back. */
  function partiesOf(purpose: string, party: string): readonly string[] {
    if (party !== ANY_PARTY) return [party];
    const named = [...grants.values()].filter((grant) => grant.purpose === purpose);
    return [...new Set([source, ANY_PARTY, ...named.map((grant) => grant.party)])];
  }

  function chooseAll(choices: readonly Choice[]): void {
    const isYes = choices.some(({ degree }) => degree !== 'none');
    decide(isYes ? 'granted' : 'refused', (at) => {
      const changes = choices.flatMap((choice) => changesOf(choice, policy, source, at));
      return changes.filter(
        (change) => !isSaid(change, grants.get(grantKey(change.purpose, change.party)), at, signals),
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
      if (clock.now() >= state.until) state = view();
      return state;
    },
    ledger: () => ledger,
    secret: record.secret,
    isOwnWord: () => own.has(ledger.events.at(-1)?.id ?? ''),
    replace: say,
    choose: chooseAll,
    grant(purpose, limits = {}) {
      needGrantable(limits.degree !== 'none', 'none');
      chooseAll([{ ...limits, purpose }]);
    },
    refuse: (purpose, { party } = {}) =>
      chooseAll([{ purpose, degree: 'none', ...(party !== undefined && { party }) }]),
    withdraw(purpose, { party = source } = {}) {
      const purposes = find(policy.purposes, purpose).map(({ id }) => id);
      decide('withdrawn', () =>
        purposes.flatMap((id) => partiesOf(id, party).map((one) => withdrawal({ purpose: id, party: one }))),
      );
    },
    pause: () => decide('paused', () => []),
    resume: () => decide('resumed', () => []),
    onChange: changed.on,
  };
}

const ACTS_WITHOUT_CHANGES: readonly LedgerEventType[] = ['paused', 'resumed'];

function withdrawal({ purpose, party }: Pick<GrantChange, 'purpose' | 'party'>): GrantChange {
  return { purpose, party, decision: 'withdrawn', degree: 'none' };
}
