import type { CookieJar, KeyValueStore, Logger, Sender, TextStore } from '../core/index.ts';
import type { KindredEvent } from '../events/index.ts';
import type { Consent } from './consent.ts';
import type { Degree } from './degree.ts';
import { createWaitingRoom } from './waiting-room.ts';

/** A permission that something needs: a purpose, and the least degree at which it is of use. */
export interface Need {
  readonly purpose: string;
  readonly degree?: Degree;
}

/** How a set of needs stands: all granted, refused in part, or still open. */
export type GateAnswer = 'open' | 'closed' | 'undecided';

/** Takes events that may have to wait for permission. */
export interface GatedEvents {
  put(event: KindredEvent): void;
  /** How many wait in memory for a choice. */
  waiting(): number;
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
   * Passes events on when allowed, in the form that the granted degree allows. Events before a choice wait in memory, at most
   * `limit` of them, the oldest dropped first; a refusal drops them all.
   */
  events(
    needs: readonly Need[],
    sink: (event: KindredEvent, allowed: AllowedBy) => void,
    options?: { readonly limit?: number },
  ): GatedEvents;
  /** Called when what was allowed no longer is. */
  onClosed(needs: readonly Need[], erase: () => void): void;
  /** Erases whatever lies there without permission and follows the person's choices from then on. Returns the undo. */
  start(): () => void;
}

/** What allowed an event: the lowest degree among the grants, and the ledger event of the first need. */
export interface AllowedBy {
  readonly degree: Degree;
  readonly grant: string;
}

/** What a gate is made of. */
export interface GateOptions {
  readonly consent: Consent;
  readonly logger: Logger;
}

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
 * const { clock, random, logger } = memoryPlatform();
 * const consent = createConsent({ source: 'shop.example', purposes: STANDARD_PURPOSES, clock, random, logger });
 * const gate = createGate({ consent, logger });
 * const store = gate.store([{ purpose: 'storage' }], memoryStore());
 * gate.start();
 * await store.set('profile', { likes: 'tea' }); // not kept: nothing is granted yet
 * ```
 */
export function createGate({ consent, logger }: GateOptions): Gate {
  const watchers: ((first: boolean) => void)[] = [];

  const answer = (needs: readonly Need[]): GateAnswer => {
    let undecided = false;
    for (const need of needs) {
      const { allow, why } = consent.check(need);
      if (!allow && why !== 'unset') return 'closed';
      undecided ||= !allow;
    }
    return undecided ? 'undecided' : 'open';
  };
  const isOpen = (needs: readonly Need[]) => answer(needs) === 'open';

  /** Calls `erase` at the start where nothing is allowed, and on each change from allowed to not. */
  const whenClosed = (needs: readonly Need[], erase: () => void, atStart: boolean) => {
    let wasOpen = false;
    watchers.push((first) => {
      const open = isOpen(needs);
      if (first ? atStart && !open : wasOpen && !open) attempt(erase);
      wasOpen = open;
    });
  };

  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      logger.error('Something could not be erased after its permission ended.', error);
    }
  };

  return {
    answer,
    store(needs, store) {
      const queue = createQueue();
      whenClosed(
        needs,
        () => {
          queue(() => store.clear()).catch((error) => logger.error(`"${store.name}" could not be cleared.`, error));
        },
        true,
      );
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
      const clear = () => {
        for (const key of store.keys()) store.delete(key);
      };
      whenClosed(needs, clear, true);
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
      whenClosed(
        needs,
        () => {
          for (const name of names) jar.remove(name);
        },
        true,
      );
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
        send: async (body, options) => (isOpen(needs) ? sender.send(body, options) : { kind: 'refused', status: 403 }),
      };
    },
    events(needs, sink, { limit = DEFAULT_WAITING_LIMIT } = {}) {
      const room = createWaitingRoom(limit, logger);
      const pass = (event: KindredEvent) => {
        const allowed = allowedBy(consent, needs);
        if (allowed) sink(event, allowed);
      };
      watchers.push(() => {
        const now = answer(needs);
        if (now === 'open') for (const event of room.takeAll()) pass(event);
        if (now === 'closed') room.takeAll();
      });
      return {
        put(event) {
          const now = answer(needs);
          if (now === 'open') pass(event);
          if (now === 'undecided') room.add(event);
        },
        waiting: room.size,
      };
    },
    onClosed: (needs, erase) => whenClosed(needs, erase, false),
    start() {
      const look = (first: boolean) => {
        for (const watcher of watchers) watcher(first);
      };
      look(true);
      return consent.onChange(() => look(false));
    },
  };
}

function allowedBy(consent: Consent, needs: readonly Need[]): AllowedBy | undefined {
  let allowed: AllowedBy | undefined;
  for (const need of needs) {
    const { allow, degree, grant } = consent.check(need);
    if (!allow || !grant) return undefined;
    allowed ??= { degree, grant: grant.event };
  }
  return allowed;
}

/** Runs asynchronous work one after the other; a failure does not stop what follows. */
function createQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}
