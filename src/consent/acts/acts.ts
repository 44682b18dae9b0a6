import { createId } from '../../core/index.ts';
import { type Act, chained, hashEvent } from '../chain.ts';
import { type Choice, changesOf, defaultOf, isSaid, needGrantable } from '../choice.ts';
import type { ConsentOptions } from '../consent.ts';
import {
  beginningOf,
  type GrantChange,
  type Grants,
  grantKey,
  isNothingLeft,
  type Ledger,
  type LedgerEventType,
} from '../ledger.ts';
import { isLedgerEvent } from '../ledger-form.ts';
import { partiesOf, purposesNamed } from '../names.ts';
import type { ConsentPolicy } from '../policy.ts';
import { type LedgerRecord, RECORD_KEY } from '../record.ts';
import { extendText } from '../record-lines.ts';
import { beginText, type RecordText, readText, sumOf, writtenOf } from '../record-text.ts';
import type { Said, Waiting } from '../said.ts';
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
  readonly grants: Grants;
  readonly record: LedgerRecord;
  readonly waiting: Waiting;
  ledgerNow(): Ledger;
  stateNow(): ConsentState;
  /** Puts a ledger in force. */
  take(next: Ledger): void;
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
  const { source, policy, clock, random, logger, store, channel, signals, grants, record, waiting, take, tell } = desk;
  /** Ids of what was decided in this tab: it must not be lost to another's word. */
  const own = new Set<string>();
  const failures = new Map<string, unknown>();
  let isSettling = false;

  function begun(): RecordText {
    record.text ??= beginText(source, createId(random));
    return record.text;
  }

  function ledgerIn({ events }: RecordText): Ledger {
    const last = events.at(-1);
    return Object.freeze({ source, events, head: last ? hashEvent(last) : '' });
  }

  /** Stores the ledger, or, where there is no room, at least removes the older one, which may allow more. Whether it is stored now. */
  function write(): boolean {
    const ledger = desk.ledgerNow();
    const before = begun();
    // What goes on is one more line; what was put together anew is written anew.
    const isNext = before.events.at(-1) === ledger.events[before.events.length - 1];
    record.text = extendText(isNext ? before : beginText(source, before.secret), ledger);
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

  /** What other tabs have to be told: nothing where they can read it. */
  function news(): string {
    return record.stored === undefined && record.text ? writtenOf(record.text) : '';
  }

  /** Takes over what another tab decided. */
  function follow(): void {
    const word = record.read(isLedgerEvent);
    if (word === 'gone') takeBackAll();
    else if (word) adopt(ledgerIn(word));
    settle();
  }

  function adopt(other: Ledger): void {
    const ledger = desk.ledgerNow();
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
    const act = { ...actOf('withdrawn', changes, signals), id: createId(random), at: clock.now() };
    take(chained(desk.ledgerNow(), act));
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
        const ledger = desk.ledgerNow();
        // What has begun anew since is newer than the end of what was before.
        const isOver = one.end !== undefined && one.end !== beginningOf(ledger);
        const isRecorded = ledger.events.some(({ id }) => id === one.id);
        if (!isOver && !isRecorded) say(one.policy === version ? one : lessOf(one));
      } catch (error) {
        failures.set(one.id, error);
        logger.warn('A choice that had waited could not be recorded.', error);
      }
    }
    waiting.clear();
    isSettling = false;
  }

  function decide(
    { id, at, signals: heard }: Pick<Said, 'id' | 'at' | 'signals'>,
    type: LedgerEventType,
    changesAt: () => readonly GrantChange[],
  ): void {
    // Another tab may have decided since: what it took back must not come back with the next choice here.
    follow();
    const changes = changesAt();
    if (changes.length === 0 && !ACTS_WITHOUT_CHANGES.includes(type)) return;
    replace(chained(desk.ledgerNow(), { ...actOf(type, changes, type === 'default' ? [] : heard), id, at }));
  }

  function actOf(
    type: LedgerEventType,
    changes: readonly GrantChange[],
    heard: readonly string[],
  ): Omit<Act, 'id' | 'at'> {
    return { type, changes, notice: policy.version, ...(heard.length > 0 && { signals: [...heard] }) };
  }

  /** This tab has the last word. */
  function replace(next: Ledger): void {
    own.add(next.events.at(-1)?.id ?? '');
    take(next);
    const isStored = write();
    tell();
    // The gate has erased meanwhile, which may have made room.
    if (!isStored && !write()) logger.warn('The choice could not be stored: it holds for this page.');
    channel?.post(news());
  }

  function say(said: Omit<Said, 'policy'>): void {
    const { at, type, choices, signals: heard } = said;
    if (type === 'withdrawn') {
      const pairs = choices.flatMap(({ purpose, party = source }) =>
        purposesNamed(policy, purpose).map(({ id }) => ({ purpose: id, party })),
      );
      decide(said, type, () =>
        pairs.flatMap(({ purpose, party }) =>
          partiesOf(grants, source, purpose, party).map((one) => withdrawal({ purpose, party: one })),
        ),
      );
    } else if (type === 'chosen' || type === 'granted') {
      needGrantable(type === 'chosen' || choices.every(({ degree }) => degree !== 'none'), 'none');
      const isYes = choices.some(({ degree }) => degree !== 'none');
      decide(said, isYes ? 'granted' : 'refused', () => {
        const changes = choices.flatMap((choice) => changesOf(choice, policy, source, at));
        return changes.filter(
          (change) => !isSaid(change, grants.get(grantKey(change.purpose, change.party)), at, heard),
        );
      });
    } else decide(said, type, () => []);
  }

  return {
    begin(isGone) {
      const known = desk.ledgerNow();
      const isWhole =
        known.events.every(isLedgerEvent) && (record.text ? ledgerIn(record.text).head : '') === known.head;
      // What was denied meanwhile is said again below, as events.
      take({ source, events: [], head: '' });
      if (isWhole) take(known);
      else {
        logger.warn('The stored choice is broken: it counts as none.');
        record.text = undefined;
        record.remove();
      }
      if (isGone) takeBackAll();
      const hasWaited = waiting.all().length > 0;
      follow();
      // What could not be recorded is denied no more.
      if (hasWaited) tell();
    },
    follow,
    hear(text) {
      // Where things can be stored the store has the last word: messages may overtake each other.
      follow();
      const heard = record.stored === undefined ? readText(text, source, isLedgerEvent) : undefined;
      const other = heard && ledgerIn(heard);
      if (!other || !isNews(other, desk.ledgerNow())) return;
      record.text = heard;
      adopt(other);
    },
    say,
    outcomeOf(id) {
      if (failures.has(id)) throw failures.get(id);
    },
    noteDefaults() {
      const changes = desk.stateNow().silent.map(({ purpose, party }) => defaultOf(policy, purpose, party));
      const now = { id: createId(random), at: clock.now(), signals };
      if (changes.length > 0) decide(now, 'default', () => changes);
    },
    secret: () => begun().secret,
    isOwnWord: () => own.has(desk.ledgerNow().events.at(-1)?.id ?? ''),
    replace,
  };
}

/** What is left of a choice about a policy that the site does not have any more: what it denies. */
function lessOf(said: Said): Said {
  const isLess = ({ degree }: Choice) => said.type === 'withdrawn' || degree === 'none';
  return { ...said, choices: said.choices.filter(isLess) };
}

const ACTS_WITHOUT_CHANGES: readonly LedgerEventType[] = ['paused', 'resumed'];

function withdrawal({ purpose, party }: Pick<GrantChange, 'purpose' | 'party'>): GrantChange {
  return { purpose, party, decision: 'withdrawn', degree: 'none' };
}
