import { toHex } from '../../core/index.ts';
import { chained, withHashes } from '../chain.ts';
import { type Choice, changesOf, defaultOf, isSaid, needGrantable } from '../choice.ts';
import type { ConsentOptions } from '../consent.ts';
import {
  foldInto,
  type Grant,
  type GrantChange,
  grantKey,
  isNothingLeft,
  isPausedBy,
  type Ledger,
  type LedgerEventType,
} from '../ledger.ts';
import { isLedgerEvent } from '../ledger-form.ts';
import { partiesOf, purposesNamed } from '../names.ts';
import type { ConsentPolicy } from '../policy.ts';
import { type LedgerRecord, RECORD_KEY } from '../record.ts';
import { extendText } from '../record-lines.ts';
import { beginText, type RecordText, readText, sumOf, writtenOf } from '../record-text.ts';
import { SAID_KEY, type Said, type Waiting } from '../said.ts';
import type { ConsentState } from '../state.ts';
import { isNews, isSameLedger, withOurs } from '../two-words.ts';

/** The module `kindred/consent/acts`. */
export interface ActsCode {
  readonly createActs: (desk: Desk) => Acts;
  readonly definePolicy: (input: unknown) => ConsentPolicy;
}

/** What the permissions lend to whoever records choices. */
export interface Desk extends Pick<ConsentOptions, 'source' | 'clock' | 'random' | 'logger' | 'store' | 'channel'> {
  readonly policy: ConsentPolicy;
  readonly signals: readonly string[];
  /** The words in force. */
  readonly grants: Map<string, Grant>;
  readonly record: LedgerRecord;
  readonly waiting: Waiting;
  ledgerNow(): Ledger;
  stateNow(): ConsentState;
  /** Puts a ledger in force whose words are folded already; they are others about these purposes, or about all. */
  show(next: Ledger, isPaused: boolean, purposes?: readonly string[]): void;
  /** Tells whoever listens. */
  tell(): void;
}

/** Records what the person decides, and follows what was decided in other tabs. */
export interface Acts {
  /** Goes on from what the permissions have read before this code was there. */
  begin(isGone: boolean): void;
  follow(): void;
  hear(text: string): void;
  /** @throws KindredError `invalid-purpose`, `invalid-party`, `invalid-grant`; nothing has changed then */
  say(said: Omit<Said, 'policy'>): void;
  /** @throws what recording something that had waited has thrown */
  outcomeOf(id: string): void;
  noteDefaults(): void;
  secret(): string;
  isOwnWord(): boolean;
  replace(next: Ledger): void;
}

/**
 * Makes what records choices for permissions; `createConsent` calls it.
 *
 * @example
 * ```ts
 * import { createConsent, STANDARD_PURPOSES } from 'kindred/consent';
 * import { createActs, definePolicy } from 'kindred/consent/acts';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const acts = { createActs, definePolicy };
 * const consent = createConsent({ ...memoryPlatform(), acts, source: 'shop.example', purposes: STANDARD_PURPOSES });
 * consent.grant('analytics');
 * consent.check({ purpose: 'analytics' }).allow; // true: its code need not be loaded
 * ```
 */
export function createActs(desk: Desk): Acts {
  const { source, policy, clock, random, logger, store, channel, signals, grants, record, waiting, tell } = desk;
  /** Ids of what was decided in this tab: it must not be lost to another's word. */
  const own = new Set<string>();
  const failures = new Map<string, unknown>();
  let isSettling = false;

  function begun(): RecordText {
    record.text ??= beginText(source, toHex(random.bytes(16)));
    return record.text;
  }

  /** The ledger of a text, which becomes this tab's: what is hashed once is not hashed again. */
  function ledgerIn(text: RecordText): Ledger {
    const ledger = withHashes(source, text.events);
    record.text = { ...text, events: ledger.events };
    return ledger;
  }

  /** Stores the ledger, or, where there is no room, at least removes the older one, which may allow more. Whether it is stored now. */
  function write(): boolean {
    const ledger = desk.ledgerNow();
    const before = begun();
    // What goes on is one more line; what was put together anew is written anew.
    record.text = extendText(isNext(before, ledger) ? before : beginText(source, before.secret), ledger);
    if (isNothingLeft(grants, policy)) return record.remove();
    try {
      const written = writtenOf(record.text);
      store?.set(RECORD_KEY, written);
      record.stored = store && written;
      return true;
    } catch {
      record.remove();
      return false;
    }
  }

  /** Takes over what another tab decided. */
  function follow(): void {
    const word = record.read(isLedgerEvent);
    if (word === 'gone') takeBackAll();
    else if (word) adopt(ledgerIn(word));
    settle();
  }

  /** Takes a ledger over: one that goes on costs as much as it changes. */
  function take(next: Ledger): void {
    const known = desk.ledgerNow();
    const goesOn = isNext(known, next);
    const news = goesOn ? next.events.slice(known.events.length) : next.events;
    if (!goesOn) grants.clear();
    foldInto(grants, news);
    const purposes = goesOn ? news.flatMap(({ changes }) => changes.map(({ purpose }) => purpose)) : undefined;
    desk.show(next, isPausedBy(news, goesOn && desk.stateNow().isPaused), purposes);
  }

  function adopt(other: Ledger): void {
    const ledger = desk.ledgerNow();
    const ours = isSameLedger(other, ledger) ? ledger.events.filter(({ id }) => own.has(id)) : [];
    const next = withOurs(other, ours);
    if (next.head === ledger.head) return;
    take(next);
    if (next !== other) write();
    tell();
  }

  /** The record is gone: another tab took everything back. It is not this tab's own word, so that what follows there is newer. */
  function takeBackAll(): void {
    const changes = [...grants.values()].filter(({ decision }) => decision === 'granted').map(withdrawal);
    if (changes.length === 0) return;
    take(ledgerAfter(said(), 'withdrawn', changes));
    tell();
  }

  /** Records what was said before this code was there, here or in another tab. */
  function settle(): void {
    const all = isSettling ? [] : waiting.all();
    if (all.length === 0) return;
    isSettling = true;
    const version = sumOf(JSON.stringify(policy));
    for (const one of all) {
      try {
        const isRecorded = desk.ledgerNow().events.some(({ id }) => id === one.id);
        if (!isRecorded)
          say({ ...one, choices: one.choices.filter((choice) => one.policy === version || isLess(one, choice)) });
      } catch (error) {
        failures.set(one.id, error);
        logger.warn('A choice could not be recorded.', error);
      }
    }
    waiting.held = [];
    try {
      store?.delete(SAID_KEY);
    } catch {
      // What is an event already is not said once more.
    }
    isSettling = false;
  }

  function decide(word: Word, type: LedgerEventType, changesAt?: () => readonly GrantChange[]): void {
    // Another tab may have decided since: what it took back must not come back with the next choice here.
    follow();
    const changes = changesAt?.();
    // A pause and its end are acts that change no word.
    if (changes?.length !== 0) replace(ledgerAfter(word, type, changes));
  }

  function ledgerAfter({ id, at, signals }: Word, type: LedgerEventType, changes: readonly GrantChange[] = []): Ledger {
    const heard = signals.length > 0 && { signals: [...signals] };
    return chained(desk.ledgerNow(), { type, changes, notice: policy.version, ...heard, id, at });
  }

  /** What is said now, in this tab. */
  function said(): Word {
    return { id: toHex(random.bytes(16)), at: clock.now(), signals };
  }

  /** This tab has the last word. */
  function replace(next: Ledger): void {
    own.add(next.events.at(-1)?.id ?? '');
    take(next);
    const isStored = write();
    tell();
    // The gate has erased meanwhile, which may have made room.
    if (!isStored && !write()) logger.warn('The choice could not be stored: it holds for this page.');
    // Other tabs have to be told nothing where they can read it.
    channel?.post(record.stored === undefined && record.text ? writtenOf(record.text) : '');
  }

  function say(word: Omit<Said, 'policy'>): void {
    const { at, type, choices, signals: heard } = word;
    if (type === 'withdrawn') {
      decide(word, type, () =>
        choices.flatMap(({ purpose: named, party = source }) =>
          purposesNamed(policy, named).flatMap(({ id: purpose }) =>
            partiesOf(grants, source, purpose, party).map((one) => withdrawal({ purpose, party: one })),
          ),
        ),
      );
    } else if (type === 'chosen' || type === 'granted') {
      needGrantable(type === 'chosen' || choices.every(({ degree }) => degree !== 'none'), 'none');
      const isYes = choices.some(({ degree }) => degree !== 'none');
      decide(word, isYes ? 'granted' : 'refused', () => {
        const changes = choices.flatMap((choice) => changesOf(choice, policy, source, at));
        return changes.filter(
          (change) => !isSaid(change, grants.get(grantKey(change.purpose, change.party)), at, heard),
        );
      });
    } else decide(word, type);
  }

  return {
    begin(isGone) {
      const { events } = desk.ledgerNow();
      if (!events.every(isLedgerEvent)) {
        take({ source, events: [], head: '' });
        record.text = undefined;
        record.reject();
      } else if (record.text) take(ledgerIn(record.text));
      if (isGone) takeBackAll();
      follow();
    },
    follow,
    hear(text) {
      const heard = record.stored === undefined ? readText(text, source, isLedgerEvent) : undefined;
      if (heard && isNews(heard, desk.ledgerNow())) adopt(ledgerIn(heard));
    },
    say,
    outcomeOf(id) {
      if (failures.has(id)) throw failures.get(id);
    },
    noteDefaults() {
      const changes = desk.stateNow().silent.map(({ purpose, party }) => defaultOf(policy, purpose, party));
      decide({ ...said(), signals: [] }, 'default', () => changes);
    },
    secret: () => begun().secret,
    isOwnWord: () => own.has(desk.ledgerNow().events.at(-1)?.id ?? ''),
    replace,
  };
}

type Events = Pick<Ledger, 'events'>;

/** Of what was said: by whom is clear. */
type Word = Pick<Said, 'id' | 'at' | 'signals'>;

/** Of a choice about a policy that the site does not have any more only what it denies is left. */
const isLess = ({ type }: Said, { degree }: Choice) => type === 'withdrawn' || degree === 'none';

/** Whether a ledger is another with more at its end. */
const isNext = ({ events }: Events, next: Events) => events.at(-1) === next.events[events.length - 1];

function withdrawal({ purpose, party }: Pick<GrantChange, 'purpose' | 'party'>): GrantChange {
  return { purpose, party, decision: 'withdrawn', degree: 'none' };
}
