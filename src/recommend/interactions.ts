import { KindredError } from '../core/index.ts';
import { sortIds } from './id-order.ts';
import { createLog, type InteractionLog } from './interaction-log.ts';
import { eventsOf, mergePairs, sortRows } from './interaction-rows.ts';

/**
 * Who had to do with what, how much, and when: the recommender's input. One entry for each pair of user and item; the
 * entries of user `u` lie from `userStart[u]` to `userStart[u + 1]`, items ascending (compressed sparse rows).
 * Users and items are sorted by their ids, so that the order in which interactions were added leaves no trace: by number
 * where all of them are whole numbers, otherwise by UTF-16 code units.
 */
export interface Interactions {
  readonly users: readonly string[];
  readonly items: readonly string[];
  /** Where each user's entries begin; one longer than `users`. */
  readonly userStart: Uint32Array;
  /** Index into `items`. */
  readonly itemIndex: Uint32Array;
  /** The sum of the weights that were added for the pair; above zero. */
  readonly weight: Float32Array;
  /** Milliseconds since 1970-01-01 UTC of the newest interaction of the pair; NaN where unknown. */
  readonly time: Float64Array;
  /** Each single interaction of every pair, where {@link createInteractions} was told to keep them. */
  readonly events?: InteractionEvents;
}

/** The interactions that pairs consist of; those of entry `p` lie from `start[p]` to `start[p + 1]`, the oldest first. */
export interface InteractionEvents {
  /** Where each entry's events begin; one longer than `itemIndex`. */
  readonly start: Uint32Array;
  readonly weight: Float32Array;
  /** Milliseconds since 1970-01-01 UTC; NaN where unknown. */
  readonly time: Float64Array;
}

/** What to keep of interactions. */
export interface InteractionsOptions {
  /**
   * Keeps each single interaction besides the sums of pairs, for 12 bytes each: `trending`, `buy-again` and `sequential-rules` learn
   * more from them. @defaultValue `false`
   */
  readonly events?: boolean;
}

/** Collects interactions one by one; see {@link createInteractions}. */
export interface InteractionsBuilder {
  /**
   * Adds one interaction. Weights of the same user and item add up (exactly, as long as they are whole numbers).
   *
   * @throws KindredError `invalid-input` for an empty id, a weight that is not above zero, or a time that is no number
   */
  add(user: string, item: string, weight?: number, timeMs?: number): void;
  /** How many were added. */
  readonly size: number;
  /** The interactions so far. More may be added afterwards, and `build` called again. */
  build(): Interactions;
}

/** What a Float32 holds. */
const MAX_WEIGHT = 3.4e38;
/** What a Map of V8 holds. */
const MAX_IDS = 2 ** 24 - 1;

/**
 * Starts an empty collection of interactions. It takes millions: ids are interned, numbers lie in typed arrays (8 bytes for each addition,
 * 8 more where it has a time, and 8 where it weighs something else than 1; `build` needs as much again).
 *
 * @example
 * ```ts
 * import { createInteractions } from 'kindred/recommend';
 *
 * const interactions = createInteractions();
 * interactions.add('ann', 'teapot', 1, Date.parse('2026-05-01'));
 * interactions.add('ann', 'oolong');
 * interactions.add('ben', 'oolong', 3);
 * console.log(interactions.build().items); // ['oolong', 'teapot']
 * ```
 */
export function createInteractions(options: InteractionsOptions = {}): InteractionsBuilder {
  const users = new Map<string, number>();
  const items = new Map<string, number>();
  const log = createLog();
  return {
    add(user, item, weight = 1, timeMs) {
      check(user, item, weight, timeMs);
      log.add(intern(users, user), intern(items, item), weight, timeMs);
    },
    get size() {
      return log.size;
    },
    build: () => build(users, items, log, options.events === true),
  };
}

function check(user: string, item: string, weight: number, timeMs: number | undefined): void {
  if (typeof user !== 'string' || user === '') throw invalid('the user id', user, 'Give a string that is not empty.');
  if (typeof item !== 'string' || item === '') throw invalid('the item id', item, 'Give a string that is not empty.');
  if (!(weight > 0 && weight <= MAX_WEIGHT)) throw invalid('the weight', weight, 'Give a finite number above zero.');
  if (timeMs !== undefined && !Number.isFinite(timeMs)) {
    throw invalid('the time', timeMs, 'Give milliseconds since 1970, or leave it out.');
  }
}

function invalid(what: string, value: unknown, remedy: string): KindredError {
  const seen = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return new KindredError('invalid-input', `An interaction cannot be added: ${what} is ${seen}. ${remedy}`);
}

function intern(ids: Map<string, number>, id: string): number {
  const known = ids.get(id);
  if (known !== undefined) return known;
  if (ids.size === MAX_IDS) throw invalid(`id number ${MAX_IDS + 1}`, id, 'Take fewer users or items.');
  ids.set(id, ids.size);
  return ids.size - 1;
}

function build(
  userIds: Map<string, number>,
  itemIds: Map<string, number>,
  log: InteractionLog,
  keepsEvents: boolean,
): Interactions {
  const users = placeIds(userIds);
  const items = placeIds(itemIds);
  const rows = sortRows(log, users.rank, items.rank);
  const events = keepsEvents ? eventsOf(rows) : undefined;
  return { users: users.ids, items: items.ids, ...mergePairs(rows), ...(events && { events }) };
}

interface SortedIds {
  readonly ids: readonly string[];
  /** From the interned index to the place in `ids`. */
  readonly rank: Uint32Array;
}

function placeIds(interned: Map<string, number>): SortedIds {
  const ids = sortIds([...interned.keys()]);
  const rank = new Uint32Array(ids.length);
  ids.forEach((id, place) => {
    rank[interned.get(id) ?? 0] = place;
  });
  return { ids, rank };
}
