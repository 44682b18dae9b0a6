import {
  type Clock,
  createEmitter,
  createId,
  type KeyValueStore,
  type Logger,
  type Random,
  type TextStore,
} from '../core/index.ts';
import type { KindredEvent, Properties } from '../events/index.ts';
import type { EventHistory } from '../rules/index.ts';
import { foldEvent } from './fold.ts';
import { createProfileHistory } from './history.ts';
import { createProfileJournal } from './journal.ts';
import { PROFILE_LIMITS } from './limits.ts';
import { type ProfileSnapshot, snapshotOf } from './snapshot.ts';
import { EMPTY_PROFILE, type ProfileState, readProfileState } from './state.ts';
import { PROFILE_EVENTS } from './vocabulary.ts';

/** What to forget. */
export type Forget = { readonly item: string } | { readonly category: string } | 'everything';

/** What is known about one person on this device. */
export interface Profile {
  /** Frozen. Its scores are right to the minute; within one minute and without news it is the same object. */
  snapshot(): ProfileSnapshot;
  /** What was done, for conditions over the history: the newest 500 events of half a year. */
  history(): EventHistory;
  /** Whom buckets and holdouts are drawn for, as long as this profile lasts; `undefined` before the first event. */
  unit(): string | undefined;
  /** Folds an event in. */
  record(event: KindredEvent): void;
  /** Adds a tag of the person's own. */
  addInterest(interest: string): void;
  removeInterest(interest: string): void;
  /** Puts a trait right; without a value it is forgotten. */
  correct(trait: string, value?: string | number | boolean): void;
  forget(what: Forget): void;
  /** Reads what was stored and adds what has happened since. Never rejects. */
  load(): Promise<void>;
  /** Writes what has not been written; settles when it is done. Never rejects. */
  save(): Promise<void>;
  /** Empties the memory of this page; what is stored is somebody else's business. */
  clear(): void;
  /** The store is gone, with permission: from now on memory is all there is, and what a later store gets whole. */
  detach(): void;
  /** Subscribes to changes; returns the unsubscribe. */
  onChange(listener: () => void): () => void;
}

/** What a profile is made of. The store is already narrowed to a permission. */
export interface ProfileOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly store: KeyValueStore;
  /** Keeps events until they are stored, narrowed like `store`. Without it, what happens just before a page ends may be lost. */
  readonly journal?: TextStore;
  /** The time in which an affinity loses half its worth; 14 days unless given. */
  readonly halfLifeDays?: number;
}

const KEY = 'profile';
const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;
const DEFAULT_HALF_LIFE_DAYS = 14;
/** More than a page ever holds back: beyond it, the memory of this page is enough. */
const MAX_UNSAVED = 500;

/**
 * Makes a profile: a fold over events, kept in `store` where that is allowed and in memory otherwise.
 *
 * @example
 * ```ts
 * import { createProfile } from 'kindred/profile';
 * import { memoryStore } from 'kindred/storage';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const profile = createProfile({ ...memoryPlatform(), store: memoryStore() });
 * profile.addInterest('green tea');
 * console.log(profile.snapshot().interests); // ['green tea']
 * ```
 */
export function createProfile({
  clock,
  random,
  logger,
  store,
  journal: journalStore,
  halfLifeDays = DEFAULT_HALF_LIFE_DAYS,
}: ProfileOptions): Profile {
  const halfLifeMs = halfLifeDays * MS_PER_DAY;
  const changed = createEmitter<void>((error) => logger.error('A profile listener failed.', error));
  const journal = createProfileJournal(journalStore, logger);
  const history = createProfileHistory();
  let state: ProfileState = EMPTY_PROFILE;
  let unsaved: readonly KindredEvent[] = [];
  /** Whether the store has held what this page knows: if it is empty later, somebody erased it. */
  let wasStored = false;
  /** Counts the clearings: what was under way before one is not for the page after it. */
  let life = 0;
  let saving: Promise<void> = Promise.resolve();
  let isSaveQueued = false;
  let latest: { readonly state: ProfileState; readonly minute: number; readonly value: ProfileSnapshot } | undefined;

  const fold = (from: ProfileState, events: readonly KindredEvent[]) =>
    events.reduce((before, event) => foldEvent(before, event, { halfLifeMs }), from);

  const replace = (next: ProfileState) => {
    state = next;
    changed.emit();
  };

  const readKept = (stored: unknown): ProfileState | undefined => {
    const known = readProfileState(stored);
    const from = clock.now() - PROFILE_LIMITS.historyMs;
    return known && { ...known, history: known.history.filter(({ at }) => at > from) };
  };

  /** What the store should hold, given what it holds. Another tab may have written to it, or erased it. */
  const merge = (stored: unknown): ProfileState => {
    const known = readKept(stored);
    if (known) return fold(known, unsaved);
    return wasStored ? fold(EMPTY_PROFILE, unsaved) : state;
  };

  const write = async (): Promise<void> => {
    isSaveQueued = false;
    const mine = life;
    const writing = unsaved;
    if (writing.length === 0 && wasStored) return;
    let written: ProfileState | undefined;
    try {
      await store.update(KEY, (stored) => {
        written = merge(stored);
        return written;
      });
    } catch (error) {
      logger.warn('The profile is kept for this page only: it could not be stored.', error);
    }
    if (!written || mine !== life) return;
    wasStored = true;
    journal.remove(writing);
    unsaved = unsaved.filter((event) => !writing.includes(event));
    replace(fold(written, unsaved));
  };

  /** Between the writes: what was read before one is older than what this page knows after it. */
  const read = async (): Promise<void> => {
    const mine = life;
    let known: ProfileState | undefined;
    try {
      known = readKept(await store.get(KEY));
    } catch (error) {
      logger.warn('The stored profile cannot be reached.', error);
    }
    if (mine !== life) return;
    wasStored ||= known !== undefined;
    // Left by a page that ended before it had stored them; or another tab is about to, and then they count once all the same.
    const left = journal.read().filter(({ messageId }) => !unsaved.some((event) => event.messageId === messageId));
    unsaved = [...left, ...unsaved];
    replace(known ? fold(known, unsaved) : fold(state, left));
  };

  /** What happens while one write is under way goes into the next: a burst of events is two writes. */
  const save = () => {
    if (!isSaveQueued) saving = saving.then(write);
    isSaveQueued = true;
    return saving;
  };

  const record = (event: KindredEvent) => {
    journal.add(event);
    unsaved = [...unsaved, event].slice(-MAX_UNSAVED);
    replace(fold(state, [event]));
    void save();
  };

  /** What the person does to the profile is an event as well: the profile stays a fold over events. */
  const act = (event: string, properties: Properties = {}) =>
    record({
      type: 'track',
      event,
      properties,
      messageId: createId(random),
      timestamp: new Date(clock.now()).toISOString(),
    });

  return {
    snapshot() {
      const minute = Math.floor(clock.now() / MS_PER_MINUTE);
      if (latest?.state !== state || latest.minute !== minute) {
        latest = { state, minute, value: snapshotOf(state, minute * MS_PER_MINUTE, halfLifeMs) };
      }
      return latest.value;
    },
    history: () => history.of(state.history),
    unit: () => state.unit || undefined,
    record,
    addInterest: (interest) => act(PROFILE_EVENTS.interestAdded, { interest }),
    removeInterest: (interest) => act(PROFILE_EVENTS.interestRemoved, { interest }),
    correct: (trait, value) => act(PROFILE_EVENTS.traitCorrected, { trait, ...(value !== undefined && { value }) }),
    forget(what) {
      if (what === 'everything') act(PROFILE_EVENTS.profileForgotten);
      else if ('item' in what) act(PROFILE_EVENTS.itemForgotten, { item: what.item });
      else act(PROFILE_EVENTS.categoryForgotten, { category: what.category });
    },
    load() {
      saving = saving.then(read);
      return saving;
    },
    save,
    clear() {
      life += 1;
      unsaved = [];
      wasStored = false;
      replace(EMPTY_PROFILE);
    },
    detach() {
      wasStored = false;
    },
    onChange: changed.on,
  };
}
