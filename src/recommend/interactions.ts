// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { KindredError } from '../core/index.ts';
import { sortIds } from './id-order.ts';

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

const MAX_WEIGHT = 3.4e38; // what a Float32 holds
const FIRST_CAPACITY = 1024;

/**
 * Starts an empty collection of interactions. It takes millions: ids are interned, numbers lie in typed arrays (24 bytes
 * for each addition).
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
  let log = createLog(FIRST_CAPACITY);
  let size = 0;
  return {
    add(user, item, weight = 1, timeMs) {
      check(user, item, weight, timeMs);
      if (size === log.user.length) log = grow(log);
      log.user[size] = intern(users, user);
      log.item[size] = intern(items, item);
      log.weight[size] = weight;
      log.time[size] = timeMs ?? Number.NaN;
      size++;
    },
    get size() {
      return size;
    },
    build: () => build(users, items, log, size, options.events === true),
  };
}

/** What was added, in the order of adding; the indices are those of the interning maps. */
interface Log {
  readonly user: Uint32Array;
  readonly item: Uint32Array;
  readonly weight: Float64Array;
  readonly time: Float64Array;
}

function createLog(capacity: number): Log {
  return {
    user: new Uint32Array(capacity),
    item: new Uint32Array(capacity),
    weight: new Float64Array(capacity),
    time: new Float64Array(capacity),
  };
}

function grow(log: Log): Log {
  const larger = createLog(log.user.length * 2);
  larger.user.set(log.user);
  larger.item.set(log.item);
  larger.weight.set(log.weight);
  larger.time.set(log.time);
  return larger;
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
  ids.set(id, ids.size);
  return ids.size - 1;
}

function build(
  userIds: Map<string, number>,
  itemIds: Map<string, number>,
  log: Log,
  size: number,
  keepsEvents: boolean,
): Interactions {
  const users = placeIds(userIds);
  const items = placeIds(itemIds);
  // Sorting by item, then stably by user, leaves each user's entries with ascending items and the same pair adjacent.
  const byItem = sortByKey(log.item, items.rank, undefined, size);
  const byUser = sortByKey(log.user, users.rank, byItem, size);
  const pairs = mergePairs(users, items, log, byUser);
  return keepsEvents ? { ...pairs, events: eventsOf(pairs, log, byUser) } : pairs;
}

/** Rows of the same pair are adjacent; only their times may be out of order. */
function eventsOf(pairs: Interactions, log: Log, rows: Uint32Array): InteractionEvents {
  const start = new Uint32Array(pairs.itemIndex.length + 1);
  let entry = -1;
  let last = -1;
  rows.forEach((row, n) => {
    const isSame = last >= 0 && log.user[row] === log.user[last] && log.item[row] === log.item[last];
    if (!isSame) start[++entry] = n;
    last = row;
  });
  start[pairs.itemIndex.length] = rows.length;
  for (let p = 0; p < entry + 1; p++) {
    if (start[p + 1]! - start[p]! > 1) rows.subarray(start[p], start[p + 1]).sort((a, b) => byAge(log, a, b));
  }
  return {
    start,
    weight: Float32Array.from(rows, (row) => log.weight[row]!),
    time: Float64Array.from(rows, (row) => log.time[row]!),
  };
}

/** Unknown times first; then by weight, so that the order of adding leaves no trace. */
function byAge({ time, weight }: Log, a: number, b: number): number {
  const [one, other] = [time[a]!, time[b]!];
  if (Number.isNaN(one) || Number.isNaN(other))
    return Number(Number.isNaN(other)) - Number(Number.isNaN(one)) || weight[a]! - weight[b]!;
  return one - other || weight[a]! - weight[b]!;
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

/** A stable counting sort of row numbers by `rank[key[row]]`. */
function sortByKey(
  key: Uint32Array,
  rank: Uint32Array,
  rows: Uint32Array | undefined,
  size: number,
): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(rank.length + 1);
  for (let row = 0; row < size; row++) next[rank[key[row]!]! + 1]!++;
  for (let k = 0; k < rank.length; k++) next[k + 1]! += next[k]!;
  const sorted = new Uint32Array(size);
  for (let n = 0; n < size; n++) {
    const row = rows === undefined ? n : rows[n]!;
    sorted[next[rank[key[row]!]!]!++] = row;
  }
  return sorted;
}

function mergePairs(users: SortedIds, items: SortedIds, log: Log, rows: Uint32Array): Interactions {
  const userStart = new Uint32Array(users.ids.length + 1);
  const itemIndex = new Uint32Array(rows.length);
  const weight = new Float64Array(rows.length);
  const time = new Float64Array(rows.length);
  let entries = 0;
  let lastUser = -1;
  for (const row of rows) {
    const user = users.rank[log.user[row]!]!;
    const item = items.rank[log.item[row]!]!;
    const at = log.time[row]!;
    if (user === lastUser && itemIndex[entries - 1] === item) {
      weight[entries - 1]! += log.weight[row]!;
      if (!(time[entries - 1]! >= at) && !Number.isNaN(at)) time[entries - 1] = at;
      continue;
    }
    while (lastUser < user) userStart[++lastUser] = entries;
    itemIndex[entries] = item;
    weight[entries] = log.weight[row]!;
    time[entries] = at;
    entries++;
  }
  userStart[users.ids.length] = entries;
  return {
    users: users.ids,
    items: items.ids,
    userStart,
    itemIndex: itemIndex.slice(0, entries),
    weight: Float32Array.from(weight.subarray(0, entries), (sum) => Math.min(sum, MAX_WEIGHT)),
    time: time.slice(0, entries),
  };
}
