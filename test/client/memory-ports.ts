import type { ClientPorts } from '../../src/client/index.ts';
import type { Belongings, CookieJar, SendOutcome, TextStore } from '../../src/core/index.ts';
import type { KindredEvent } from '../../src/events/index.ts';
import { memoryStore, memoryTextStore } from '../../src/storage/index.ts';
import { type MemoryPlatform, memoryPlatform } from '../../src/testing/index.ts';

/** What a page would leave behind, and what went out of it. */
export interface MemoryWorld {
  readonly ports: ClientPorts;
  readonly platform: MemoryPlatform;
  readonly cookies: Map<string, string>;
  readonly bodies: string[];
  /** The events of all bodies that were delivered. */
  delivered(): readonly KindredEvent[];
  /** Everything stored, by where. */
  stored(): Promise<readonly string[]>;
  /** The next outcomes of sending; afterwards everything is delivered. */
  readonly outcomes: SendOutcome[];
  /** What `load` answers, by address. */
  readonly files: Map<string, () => Response | Promise<Response>>;
  /** What went to other parties. */
  readonly elsewhere: readonly { readonly endpoint: string; readonly body: string }[];
  /** What the collector was told about permissions, and what it answers next. */
  readonly calls: readonly { readonly method: string; readonly path: string; readonly body: Record<string, unknown> }[];
  readonly answers: (() => Response)[];
  readonly swept: readonly Belongings[];
  becomeStale(): void;
  /** What follows happens on a page that nobody has asked for yet; returns what shows it. */
  prerender(): () => void;
}

/** A browser in memory. Pass what an earlier one stored to play a reload. */
export function memoryWorld(before?: MemoryWorld): MemoryWorld {
  const platform = memoryPlatform({ seed: before ? 2 : 1 });
  const cookies = before?.cookies ?? new Map<string, string>();
  const jar: CookieJar = {
    get: (name) => cookies.get(name),
    set: (name, value) => void cookies.set(name, value),
    remove: (name) => void cookies.delete(name),
    names: () => [...cookies.keys()],
  };
  const bodies: string[] = [];
  const deliveredBodies: string[] = [];
  const outcomes: SendOutcome[] = [];
  const files = new Map<string, () => Response | Promise<Response>>();
  const stale = new Set<() => void>();
  let unseen: (() => void)[] | undefined;
  const choices = before?.ports.choices ?? memoryTextStore();
  const identity = before?.ports.identity ?? memoryTextStore();
  const user = before?.ports.user ?? memoryTextStore();
  const journal = before?.ports.journal ?? memoryTextStore();
  const profileJournal = before?.ports.profileJournal ?? memoryTextStore();
  const keys = before?.ports.keys ?? memoryTextStore();
  const journals = new Map<string, TextStore>();
  const elsewhere: { endpoint: string; body: string }[] = [];
  const calls: { method: string; path: string; body: Record<string, unknown> }[] = [];
  const answers: (() => Response)[] = [];
  const swept: Belongings[] = [];
  const database = before?.ports.database ?? memoryStore();
  return {
    platform,
    cookies,
    bodies,
    outcomes,
    files,
    elsewhere,
    calls,
    answers,
    swept,
    delivered: () => deliveredBodies.flatMap((body) => JSON.parse(body).batch),
    stored: async () => [
      ...choices.keys().map((key) => `choices ${key}`),
      ...identity.keys().map((key) => `identity ${key}`),
      ...user.keys().map((key) => `user ${key}`),
      ...journal.keys().map((key) => `journal ${key}`),
      ...keys.keys().map((key) => `keys ${key}`),
      ...[...journals].flatMap(([party, store]) => store.keys().map((key) => `journal of ${party} ${key}`)),
      ...profileJournal.keys().map((key) => `profile journal ${key}`),
      ...(await database.keys()).map((key) => `database ${key}`),
    ],
    prerender() {
      unseen = [];
      return () => {
        for (const run of unseen ?? []) run();
        unseen = undefined;
      };
    },
    becomeStale: () => {
      for (const listener of stale) listener();
    },
    ports: {
      ...platform,
      cookies: jar,
      choices,
      identity,
      user,
      journal,
      profileJournal,
      database,
      page: () => ({ path: '/', title: 'Home' }),
      keys,
      senderTo: (endpoint) => ({
        name: endpoint,
        send: async (body) => {
          elsewhere.push({ endpoint, body });
          return { kind: 'delivered' };
        },
      }),
      journalOf: (party) => {
        const journalThere = journals.get(party) ?? memoryTextStore();
        journals.set(party, journalThere);
        return journalThere;
      },
      call: async (method, path, body) => {
        calls.push({ method, path, body: JSON.parse(body) });
        return (answers.shift() ?? (() => Response.json({ erased: 0, events: [] })))();
      },
      sweeper: {
        sweep: async (belongings) => {
          swept.push(belongings);
          return [];
        },
      },
      channel: { post: () => {}, onMessage: () => () => {} },
      sender: {
        name: 'memory',
        send: async (body) => {
          bodies.push(body);
          const outcome = outcomes.shift() ?? { kind: 'delivered' };
          if (outcome.kind === 'delivered') deliveredBodies.push(body);
          return outcome;
        },
      },
      load: async (url) => {
        const file = files.get(url);
        if (!file) throw new Error(`${url} answered 404`);
        return file();
      },
      whenActivated: (run) => {
        if (unseen) unseen.push(run);
        else run();
      },
      onStale: (listener) => {
        stale.add(listener);
        return () => void stale.delete(listener);
      },
    },
  };
}
