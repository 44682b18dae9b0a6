import type { CookieJar, KeyValueStore, Logger, Sender, TextStore } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import type { ConsentReason } from './answer.ts';
import type { Consent } from './consent.ts';
import type { Need } from './need.ts';
import { createWaitingRoom } from './waiting-room.ts';
import { createQueue } from './work-queue.ts';

/**
 * How a set of needs stands: all granted, refused in part, still to be decided, granted in a pause, or granted before a word that is
 * still to be recorded.
 */
export type GateAnswer = 'open' | 'closed' | 'undecided' | 'paused' | 'unrecorded';

/** Takes events that may have to wait for permission. */
export interface GatedEvents {
  put(event: KindredEvent): void;
  /** How many wait in memory for a choice. */
  waiting(): number;
  /** Those that wait, oldest first. */
  held(): readonly KindredEvent[];
}

/**
 * The one place where permission is asked. Whatever stores or sends is handed a port that was narrowed here, and never sees
 * the bare one.
 */
export interface Gate {
  answer(needs: readonly Need[]): GateAnswer;
  /** Reads nothing and writes nothing unless allowed; what it holds is erased as soon as it is not. */
  store(needs: readonly Need[], store: KeyValueStore): KeyValueStore;
  /** As {@link Gate.store}, for what must be stored before the task ends. */
  text(needs: readonly Need[], store: TextStore): TextStore;
  /** The jar for these cookies alone; they are removed as soon as they are not allowed. */
  cookies(needs: readonly Need[], jar: CookieJar, names: readonly string[]): CookieJar;
  /** Refuses to send unless allowed, whatever was queued. */
  sender(needs: readonly Need[], sender: Sender): Sender;
  /**
   * Passes on, when allowed, events that stay on the device; for those that leave see `createOutgoing`. Events before a choice wait in memory, at most `limit` of them,
   * the oldest dropped first; a refusal drops them all.
   */
  events(needs: readonly Need[], sink: (event: KindredEvent) => void, options?: WaitingOptions): GatedEvents;
  /** Called when something becomes allowed, at the start too. */
  onOpened(needs: readonly Need[], action: () => void): void;
  /** Called when what was allowed no longer is. */
  onClosed(needs: readonly Need[], erase: () => void): void;
  /** Settles when what had to be erased so far has been, or could not be. */
  settled(): Promise<void>;
  /** Erases whatever lies there without permission and follows the person's choices from then on. Returns the undo. */
  start(): () => void;
}

/** How many events may wait for a choice. */
export interface WaitingOptions {
  readonly limit?: number;
}

/** What a gate is made of. */
export interface GateOptions {
  readonly consent: Consent;
  readonly logger: Logger;
}

/** Not decided: what happens now may still be allowed later. */
const UNDECIDED: readonly ConsentReason[] = ['unset', 'expired', 'outdated', 'not-yet'];
const DEFAULT_WAITING_LIMIT = 100;

/**
 * Makes the gate over a person's permissions.
 *
 * @example
 * ```ts
 * import { createConsent, createGate, STANDARD_PURPOSES } from 'kindred/consent';
 * import { memoryStore } from 'kindred/storage';
 * import { memoryPlatform } from 'kindred/testing';
 *
 * const platform = memoryPlatform();
 * const consent = createConsent({ ...platform, source: 'shop.example', purposes: STANDARD_PURPOSES });
 * const gate = createGate({ consent, ...platform });
 * const store = gate.store([{ purpose: 'storage' }], memoryStore());
 * gate.start();
 * await store.set('profile', { likes: 'tea' }); // not kept: nothing is granted yet
 * ```
 */
export function createGate({ consent, logger }: GateOptions): Gate {
  const watchers: (() => void)[] = [];
  let isStarted = false;
  let erasings: Promise<unknown> = Promise.resolve();

  /** What is added after the start looks at once. */
  const addWatcher = (watcher: () => void) => {
    watchers.push(watcher);
    if (isStarted) watcher();
  };

  const answer = (needs: readonly Need[]): GateAnswer => {
    let undecided = false;
    for (const need of needs) {
      const { allow, why } = consent.check(need);
      if (why === 'paused' || why === 'unrecorded') return why;
      if (!allow && !UNDECIDED.includes(why)) return 'closed';
      undecided ||= !allow;
    }
    return undecided ? 'undecided' : 'open';
  };
  const isOpen = (needs: readonly Need[]) => answer(needs) === 'open';

  /**
   * Acts at the moments of that kind: how the needs stand now and how they stood before (`undefined` at the start), at each change of permissions.
   */
  const at = (isMoment: (isNow: boolean, was?: boolean) => boolean, needs: readonly Need[], action: () => void) => {
    let was: boolean | undefined;
    addWatcher(() => {
      const now = answer(needs);
      // A pause ends nothing: what lies there stays until it is over.
      if (isResting(now)) return;
      if (isMoment(now === 'open', was)) attempt(action);
      was = now === 'open';
    });
  };

  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      logger.error('What follows a permission failed.', error);
    }
  };

  const gated: Gate['events'] = (needs, sink, { limit = DEFAULT_WAITING_LIMIT } = {}) => {
    const room = createWaitingRoom(limit, logger);
    addWatcher(() => {
      const now = answer(needs);
      if (now === 'undecided' || isResting(now)) return;
      const waited = room.takeAll();
      if (now === 'open') for (const event of waited) attempt(() => sink(event));
    });
    return {
      put(event) {
        const now = answer(needs);
        if (now === 'open') sink(event);
        if (now === 'undecided' || now === 'unrecorded') room.add(event);
      },
      waiting: room.size,
      held: room.all,
    };
  };

  return {
    answer,
    store(needs, store) {
      const queue = createQueue();
      at(isNotOpen, needs, () => {
        const erasing = queue(() => store.clear()).catch((error) =>
          logger.error(`"${store.name}" is not cleared.`, error),
        );
        erasings = Promise.all([erasings, erasing]);
      });
      // Operations run one after the other and ask again when their turn comes: a write that was under way when permission
      // ended cannot land behind the erasing.
      const guarded = <Result>(run: () => Promise<Result>, otherwise: Result) =>
        isOpen(needs) ? queue(async () => (isOpen(needs) ? run() : otherwise)) : Promise.resolve(otherwise);
      return {
        name: store.name,
        get: (key) => guarded<unknown>(() => store.get(key), undefined),
        set: (key, value) => guarded(() => store.set(key, value), undefined),
        update: (key, change) => guarded(() => store.update(key, change), undefined),
        keys: () => guarded<readonly string[]>(() => store.keys(), []),
        // Less data needs no permission.
        delete: (key) => queue(() => store.delete(key)),
        clear: () => queue(() => store.clear()),
      };
    },
    text(needs, store) {
      at(isNotOpen, needs, () => {
        for (const key of store.keys()) store.delete(key);
      });
      return {
        name: store.name,
        get: (key) => (isOpen(needs) ? store.get(key) : undefined),
        set: (key, value) => {
          if (isOpen(needs)) store.set(key, value);
        },
        delete: (key) => store.delete(key),
        keys: () => (isOpen(needs) ? store.keys() : []),
      };
    },
    cookies(needs, jar, names) {
      at(isNotOpen, needs, () => {
        for (const name of names) jar.remove(name);
      });
      const may = (name: string) => names.includes(name) && isOpen(needs);
      return {
        get: (name) => (may(name) ? jar.get(name) : undefined),
        set: (name, value, options) => {
          if (may(name)) jar.set(name, value, options);
        },
        remove: (name) => jar.remove(name),
        names: () => jar.names().filter(may),
      };
    },
    sender(needs, sender) {
      return {
        name: sender.name,
        async send(body, options) {
          const now = answer(needs);
          if (now === 'open') return sender.send(body, options);
          return isResting(now) ? { kind: 'failed' } : { kind: 'refused', status: 403 };
        },
      };
    },
    events: gated,
    onOpened: (needs, action) => at((isNow, was) => isNow && !was, needs, action),
    onClosed: (needs, erase) => at((isNow, was) => !isNow && was === true, needs, erase),
    async settled() {
      await erasings;
    },
    start() {
      const look = () => {
        for (const watcher of watchers) watcher();
      };
      isStarted = true;
      look();
      return consent.onChange(look);
    },
  };
}

/** Nothing is let through, and nothing is over. */
const isResting = (now: GateAnswer) => now === 'paused' || now === 'unrecorded';

/** At each change from allowed to not, and at the start where it is not. */
const isNotOpen = (isNow: boolean, was?: boolean) => !isNow && was !== false;
