import {
  type Clock,
  createEmitter,
  createId,
  KindredError,
  type Logger,
  type Random,
  type TextStore,
  type Timers,
} from '../core/index.ts';
import type { Acts, ActsCode } from './acts/index.ts';
import { type ConsentAnswer, type ConsentQuestion, createAnswers } from './answer.ts';
import type { Choice, GrantLimits } from './choice.ts';
import { completePolicy } from './complete-policy.ts';
import { type Degree, includesDegree } from './degree.ts';
import {
  ANY_PARTY,
  beginningOf,
  foldInto,
  type Grant,
  grantKey,
  isNothingLeft,
  isPausedBy,
  type Ledger,
} from './ledger.ts';
import { partiesOf } from './names.ts';
import type { ConsentPolicy } from './policy.ts';
import type { Purpose, PurposeDefinition } from './purpose.ts';
import { createRecord } from './record.ts';
import { isListed, sumOf } from './record-text.ts';
import { createWaiting, type Said } from './said.ts';
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
  /**
   * Loads the code that records choices, so that the next one need not wait for it; at once where it is there. It settles when what was said is
   * recorded.
   * @throws KindredError `unavailable` where it cannot be loaded, `invalid-policy` (as rejections, which are logged too)
   */
  ready(): Promise<void>;
  /**
   * Known to this browser alone, and never part of the ledger: it tells the person from everybody who was given that. Empty until it is
   * {@link Consent.ready}.
   */
  secret(): string;
  /** Whether the last word was said in this tab: then it is this tab that tells the collector. */
  isOwnWord(): boolean;
  /** Puts a ledger that was put together elsewhere in the place of this one, as this tab's word, once it is {@link Consent.ready}. It is believed. */
  replace(ledger: Ledger): void;
  /**
   * Decides on many pairs of purpose and party in one act. It is on disk when the call returns, and what it denies is denied; what it allows is
   * allowed when the promise is fulfilled: at once, where the code that records choices is {@link Consent.ready}. Where that cannot be loaded
   * the promise rejects with `unavailable`, and the choice is recorded by the next page.
   * @throws KindredError `invalid-purpose`, `invalid-party`, `invalid-grant` (as rejections unless it is ready); nothing has changed then
   */
  choose(choices: readonly Choice[]): Promise<void>;
  /** Allows a purpose (`*`: all of them), as {@link Consent.choose} does. @throws KindredError `invalid-purpose`, `invalid-party`, `invalid-grant` */
  grant(purpose: string, options?: GrantOptions): Promise<void>;
  /** Says no at once, and wants that remembered. @throws KindredError `invalid-purpose`, `invalid-party` */
  refuse(purpose: string, options?: PartyOption): Promise<void>;
  /**
   * Takes a permission back at once, with party `*` from everybody. When nothing is left in force, not even the memory of the choice is kept.
   * @throws KindredError `invalid-purpose`, `invalid-party`
   */
  withdraw(purpose: string, options?: PartyOption): Promise<void>;
  /** Denies everything for the time being, and erases nothing. */
  pause(): Promise<void>;
  /** What was allowed before the pause is allowed again. */
  resume(): Promise<void>;
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
  /** What is asked for; or `purposes` alone, where nobody else is involved. It is checked when the code that records choices is there. */
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
  /**
   * The module `kindred/consent/acts`, which records choices, for servers, tests and pages that bundle it: choices are then recorded when their
   * call returns, and policies checked at once. Without it that code is loaded with the first choice, or by {@link Consent.ready}.
   */
  readonly acts?: ActsCode;
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
 * await consent.grant('analytics');
 * consent.check({ purpose: 'analytics', degree: 'pseudonymous' }).allow; // true
 * ```
 */
export function createConsent(options: ConsentOptions): Consent {
  const { source, purposes, clock, random, timers, logger, store, channel, signals = [], acts: code } = options;
  const asked = options.policy ?? { purposes };
  const policy = code ? code.definePolicy(asked) : completePolicy(asked);
  const changed = createEmitter<ConsentState>((error) => logger.error('A consent listener failed.', error));
  const record = createRecord(store, source, logger);
  const waiting = createWaiting(store);
  /** The words in force: what was last said about each pair. */
  const grants = new Map<string, Grant>();
  const authority = { source, policy, signals, grants, isPaused: false, isSilenceHeld: !code };
  const answers = createAnswers(authority);
  const nothing: Ledger = Object.freeze({ source, events: Object.freeze([]), head: '' });
  let ledger = nothing;
  let state = view();
  let cancelLook: (() => void) | undefined;
  let stop: (() => void) | undefined;
  /** Whether another tab removed the record that this one knew. */
  let isGone = false;
  let loading: Promise<void> | undefined;
  let acts = code && actsOf(code);

  function actsOf({ createActs }: ActsCode): Acts {
    const [ledgerNow, stateNow] = [() => ledger, () => state];
    return createActs({ ...options, policy, signals, grants, record, waiting, take, tell, ledgerNow, stateNow });
  }

  function view(): ConsentState {
    return stateOf(authority, answers, ledger.events, clock.now());
  }

  /** Takes a ledger over: one that goes on costs as much as it changes. */
  function take(next: Ledger): void {
    const known = ledger.events;
    // Where there are no events yet, words are only what was denied meanwhile.
    const isNext = known.length > 0 && known.at(-1) === next.events[known.length - 1];
    const news = isNext ? next.events.slice(known.length) : next.events;
    const wasPaused = authority.isPaused;
    if (!isNext) grants.clear();
    foldInto(grants, news);
    authority.isPaused = isPausedBy(news, isNext && wasPaused);
    ledger = next;
    look(
      isNext && authority.isPaused === wasPaused
        ? news.flatMap(({ changes }) => changes.map(({ purpose }) => purpose))
        : undefined,
    );
  }

  /** The permissions of these purposes, or of all, are others now. */
  function look(named?: readonly string[]): void {
    answers.forget(named);
    state = view();
  }

  function tell(): void {
    wait();
    changed.emit(state);
  }

  /** Looks again when time itself changes what is allowed. */
  function wait(): void {
    cancelLook?.();
    const untilMs = state.until - clock.now();
    if (stop && untilMs < Number.POSITIVE_INFINITY) cancelLook = timers.after(Math.min(untilMs, LOOK_MS), lookAtTime);
  }

  function lookAtTime(): void {
    const isOver = clock.now() >= state.until;
    if (isOver) state = view();
    wait();
    if (isOver) changed.emit(state);
  }

  /** Takes over what another tab decided, and what was said and is no event yet. */
  function follow(): void {
    if (acts) {
      acts.follow();
      return;
    }
    const word = record.read(isListed);
    const said = waiting.all();
    if (word === 'gone') {
      isGone = true;
      deny({ type: 'withdrawn', choices: [{ purpose: '*', party: ANY_PARTY }], id: '', at: clock.now() });
    } else if (word) {
      try {
        take(Object.freeze({ source, events: word.events, head: word.head }));
      } catch (error) {
        // Whole, and yet nothing that was ever recorded: a script of this origin can write any text.
        logger.warn('The stored choice is broken: it counts as none.', error);
        record.text = undefined;
        record.remove();
        take(nothing);
      }
    }
    said.forEach(deny);
    if (word || said.length > 0) tell();
    if (isGone || said.length > 0) ready();
  }

  /** What is said against a permission holds before it is an event. Names are known, or of another policy. */
  function deny({ id, at, type, choices }: Pick<Said, 'id' | 'at' | 'type' | 'choices'>): void {
    const isWithdrawn = type === 'withdrawn';
    for (const { purpose: named, party: whom = source, degree } of choices) {
      for (const purpose of policy.purposes.filter((one) => named === one.id || named === '*')) {
        const less = isWithdrawn ? 'none' : (degree ?? purpose.degree);
        for (const party of isWithdrawn ? partiesOf(grants, source, purpose.id, whom) : [whom]) {
          const key = grantKey(purpose.id, party);
          const before = grants.get(key) ?? answers.standing(purpose, party, at).grant;
          const said = { purpose: purpose.id, party, degree: less, at, event: id };
          if (less === 'none') grants.set(key, { ...said, decision: isWithdrawn ? type : 'refused' });
          else if (before && includesDegree(before.degree, less)) grants.set(key, { ...before, party, degree: less });
        }
      }
    }
    authority.isPaused ||= type === 'paused';
    look();
  }

  function say(type: Said['type'], choices: readonly Choice[] = []): Promise<void> {
    const said = { id: createId(random), at: clock.now(), type, choices, signals };
    if (acts) {
      acts.say(said);
      return Promise.resolve();
    }
    follow();
    deny(said);
    // Nothing stays of what is taken back altogether. Where a smaller permission cannot be stored, the larger one goes.
    const isEnd = type === 'withdrawn' && isNothingLeft(grants, policy) && waiting.all().length === 0;
    const one = { ...said, policy: sumOf(JSON.stringify(policy)), ...(isEnd && { end: beginningOf(ledger) }) };
    const isKept = waiting.add(one, !isEnd);
    if (!isKept) record.remove();
    if (!isKept && !isEnd) logger.warn('The choice could not be stored: it holds for this page.');
    tell();
    channel?.post('');
    return report(ready().then(() => acts?.outcomeOf(said.id)));
  }

  function ready(): Promise<void> {
    loading ??= code ? Promise.resolve() : report(load());
    return loading;
  }

  async function load(): Promise<void> {
    const loaded = await import('./acts/index.ts').catch((cause) => {
      loading = undefined;
      throw new KindredError('unavailable', 'The code that records choices could not be loaded. Ask again.', { cause });
    });
    loaded.definePolicy(asked);
    acts = actsOf(loaded);
    acts.begin(isGone);
    note();
    authority.isSilenceHeld = false;
    look();
  }

  /** Nobody has to wait for it. */
  function report(work: Promise<void>): Promise<void> {
    work.catch((error) => logger.error('A choice is not recorded.', error));
    return work;
  }

  /** What the law allows until the person says otherwise is an act as well: what it lets out can be shown and erased. */
  function note(): void {
    if (!stop || state.silent.length === 0) return;
    if (acts) acts.noteDefaults();
    else ready();
  }

  function hear(text: string): void {
    if (!acts) follow();
    if (acts) acts.hear(text);
    // Where nothing can be stored the text is all there is.
    else if (text) report(ready().then(() => acts?.hear(text)));
  }

  return {
    source,
    policy,
    purposes: policy.purposes,
    start() {
      if (stop) return stop;
      // A choice made before the start is newer than the stored one.
      if (ledger.events.length === 0) follow();
      const stopHearing = channel?.onMessage(hear);
      stop = () => {
        stop = undefined;
        cancelLook?.();
        stopHearing?.();
      };
      note();
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
    ready,
    secret: () => acts?.secret() ?? '',
    isOwnWord: () => acts?.isOwnWord() ?? false,
    replace: (next) => acts?.replace(next),
    choose: (choices) => say('chosen', choices),
    grant: (purpose, limits) => say('granted', [{ ...limits, purpose }]),
    refuse: (purpose, { party = source } = {}) => say('chosen', [{ purpose, party, degree: 'none' }]),
    withdraw: (purpose, { party = source } = {}) => say('withdrawn', [{ purpose, party }]),
    pause: () => say('paused'),
    resume: () => say('resumed'),
    onChange: changed.on,
  };
}
