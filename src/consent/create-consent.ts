import { createEmitter, deepFreeze, KindredError, toHex } from '../core/at-once.ts';
import type { Acts, ActsCode } from './acts/index.ts';
import { createAnswers } from './answer.ts';
import type { Choice } from './choice.ts';
import { completePolicy } from './complete-policy.ts';
import type { Consent, ConsentOptions } from './consent.ts';
import { foldInto, type Grant, isPausedBy, type Ledger, type LedgerEvent } from './ledger.ts';
import { EVERY_PURPOSE } from './names.ts';
import { createRecord } from './record.ts';
import { isListed, sumOf } from './record-text.ts';
import { createWaiting, type Said } from './said.ts';
import { partiesIn } from './standing.ts';
import { type ConsentState, stateOf } from './state.ts';

/** Timers are not trusted with more: a machine that slept through one is late by so much at most. */
const LOOK_MS = 3_600_000;
const EVERYTHING = [{ purpose: EVERY_PURPOSE }];

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
  /** Purposes about which something was said that is not recorded yet: nothing of theirs is allowed before. */
  const resting = new Set<string>();
  let isPaused = false;
  const authority = { source, policy, parties: partiesIn(policy, source), signals, grants, isSilenceNoted: !code };
  const answers = createAnswers(
    authority,
    (purpose) => (isPaused && 'paused') || ((resting.has(purpose) || resting.has(EVERY_PURPOSE)) && 'unrecorded'),
  );
  let ledger: Ledger = deepFreeze({ source, events: [], head: '' });
  let state = view();
  let cancelLook: (() => void) | undefined;
  let stop: (() => void) | undefined;
  /** Whether another tab removed the record that this one knew. */
  let isGone = false;
  let loading: Promise<void> | undefined;
  let acts = code && actsOf(code);

  function actsOf({ createActs }: ActsCode): Acts {
    return createActs({
      ...options,
      policy,
      signals,
      grants,
      record,
      waiting,
      show,
      tell,
      ledgerNow: () => ledger,
      stateNow: () => state,
    });
  }

  function view(): ConsentState {
    return stateOf(authority, answers, { events: ledger.events, isPaused }, clock.now());
  }

  /** How things stand, which time may have changed. */
  function now(): ConsentState {
    if (clock.now() >= state.until) state = view();
    return state;
  }

  /** Puts a ledger in force whose words are folded already; they are others about these purposes, or about all. */
  function show(next: Ledger, isPausedNow: boolean, named?: readonly string[]): void {
    isPaused = isPausedNow;
    ledger = Object.freeze(next);
    answers.forget(named);
    state = view();
  }

  /** Puts what was only read in force. */
  function take(events: readonly LedgerEvent[]): void {
    grants.clear();
    foldInto(grants, events);
    show({ source, events, head: '' }, isPausedBy(events));
  }

  function tell(): void {
    wait();
    changed.emit(state);
  }

  /** Looks again when time itself changes what is allowed. */
  function wait(): void {
    cancelLook?.();
    const untilMs = state.until - clock.now();
    if (stop && untilMs < Number.POSITIVE_INFINITY)
      // What stands is compared with how it stands now.
      cancelLook = timers.after(Math.min(untilMs, LOOK_MS), () => (state === now() ? wait() : tell()));
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
      hold({ type: 'withdrawn', choices: EVERYTHING });
    } else if (word) {
      try {
        take(word.events);
      } catch (error) {
        // Whole, and yet nothing that was ever recorded: a script of this origin can write any text.
        record.text = undefined;
        record.reject(error);
        take([]);
      }
    }
    said.forEach(hold);
    if (word || said.length > 0) tell();
    if (isGone || said.length > 0) ready();
  }

  /** What was said is carried out when it is recorded. Until then nothing that it could take back is allowed. */
  function hold({ type, choices }: Pick<Said, 'type' | 'choices'>): void {
    isPaused ||= type === 'paused';
    for (const { purpose } of type === 'paused' ? EVERYTHING : choices) resting.add(purpose);
    state = view();
  }

  function say(type: Said['type'], choices: readonly Choice[] = []): Promise<void> {
    const said = { id: toHex(random.bytes(16)), at: clock.now(), type, choices, signals };
    if (acts) {
      acts.say(said);
      return Promise.resolve();
    }
    follow();
    hold(said);
    // Where a smaller permission cannot be stored, the larger one goes.
    if (!waiting.add({ ...said, policy: sumOf(JSON.stringify(policy)) })) {
      record.remove();
      logger.warn('The choice could not be stored: it holds for this page.');
    }
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
      throw new KindredError('unavailable', 'What records choices could not be loaded. Ask again.', { cause });
    });
    loaded.definePolicy(asked);
    acts = actsOf(loaded);
    acts.begin(isGone);
    note();
    const hasRested = resting.size > 0;
    resting.clear();
    // Another picture, for whoever compares two: its questions are answered differently.
    state = view();
    if (hasRested) tell();
  }

  /** Nobody has to wait for it. */
  function report(work: Promise<void>): Promise<void> {
    work.catch((error) => logger.error('A choice is not recorded.', error));
    return work;
  }

  /** What the law allows until the person says otherwise is an act as well: what it lets out can be shown and erased. */
  function note(): void {
    if (stop && state.silent.length > 0) acts ? acts.noteDefaults() : ready();
  }

  function hear(text: string): void {
    // Where things can be stored the store has the last word: messages may overtake each other.
    follow();
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
    state: now,
    ledger: () => ledger,
    ready,
    secret: () => acts?.secret() ?? '',
    isOwnWord: () => acts?.isOwnWord() ?? false,
    replace: (next) => acts?.replace(next),
    choose: (choices) => say('chosen', choices),
    grant: (purpose, limits) => say('granted', [{ ...limits, purpose }]),
    refuse: (purpose, { party } = {}) => say('chosen', [{ purpose, party, degree: 'none' }]),
    withdraw: (purpose, { party } = {}) => say('withdrawn', [{ purpose, party }]),
    pause: () => say('paused'),
    resume: () => say('resumed'),
    onChange: changed.on,
  };
}
