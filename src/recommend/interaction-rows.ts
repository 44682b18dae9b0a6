// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { InteractionLog, LogPart } from './interaction-log.ts';
import type { InteractionEvents, Interactions } from './interactions.ts';

/** Additions by user, then by item, then in the order of adding. */
export interface SortedRows {
  /** Where each user's rows begin; one longer than there are users. */
  readonly userStart: Uint32Array;
  readonly item: Uint32Array;
  /** Absent where all are 1. */
  readonly weight: Float64Array | undefined;
  readonly time: Float64Array;
}

/** An index below 2^24, as a Map holds no more ids, and a place below this make one number that a Float64 holds exactly. */
const PLACES = 2 ** 29;
const MAX_WEIGHT = 3.4e38;

/** `userRank` and `itemRank` lead from interned indices to the order of ids. Time: rows · log (rows of a user). */
export function sortRows(log: InteractionLog, userRank: Uint32Array, itemRank: Uint32Array): SortedRows {
  const userStart = countRows(log, userRank);
  const next = userStart.slice();
  const item = new Uint32Array(log.size);
  const time = new Float64Array(log.size);
  const weight = log.parts.some((part) => part.weight !== undefined) ? new Float64Array(log.size) : undefined;
  for (const part of log.parts) scatter(part, userRank, itemRank, next, { item, time, weight });
  const sort = createItemSorter(longest(userStart));
  for (let user = 0; user < userRank.length; user++) {
    sort({ item, time, weight }, userStart[user]!, userStart[user + 1]!);
  }
  return { userStart, item, time, weight };
}

type Columns = Pick<SortedRows, 'item' | 'time' | 'weight'>;

function countRows(log: InteractionLog, userRank: Uint32Array): Uint32Array<ArrayBuffer> {
  const start = new Uint32Array(userRank.length + 1);
  for (const { user, size } of log.parts) {
    for (let row = 0; row < size; row++) start[userRank[user[row]!]! + 1]!++;
  }
  for (let user = 0; user < userRank.length; user++) start[user + 1]! += start[user]!;
  return start;
}

function scatter(
  part: LogPart,
  userRank: Uint32Array,
  itemRank: Uint32Array,
  next: Uint32Array,
  { item, time, weight }: Columns,
): void {
  for (let row = 0; row < part.size; row++) {
    const place = next[userRank[part.user[row]!]!]!++;
    item[place] = itemRank[part.item[row]!]!;
    time[place] = part.time === undefined ? Number.NaN : part.time[row]!;
    if (weight !== undefined) weight[place] = part.weight === undefined ? 1 : part.weight[row]!;
  }
}

function longest(start: Uint32Array): number {
  let most = 0;
  for (let user = 0; user + 1 < start.length; user++) most = Math.max(most, start[user + 1]! - start[user]!);
  return most;
}

/** Sorts some rows by item, stably. */
function createItemSorter(capacity: number): (columns: Columns, from: number, until: number) => void {
  const keys = new Float64Array(capacity);
  const moved = new Float64Array(capacity);
  return ({ item, time, weight }, from, until) => {
    const count = until - from;
    let isSorted = true;
    for (let n = 0; n < count; n++) {
      keys[n] = item[from + n]! * PLACES + n;
      isSorted &&= n === 0 || keys[n - 1]! < keys[n]!;
    }
    if (isSorted) return;
    keys.subarray(0, count).sort();
    for (let n = 0; n < count; n++) {
      item[from + n] = Math.floor(keys[n]! / PLACES);
      keys[n] = keys[n]! % PLACES;
    }
    for (const column of weight === undefined ? [time] : [time, weight]) {
      for (let n = 0; n < count; n++) moved[n] = column[from + keys[n]!]!;
      for (let n = 0; n < count; n++) column[from + n] = moved[n]!;
    }
  };
}

/** Makes one entry of the rows of each pair, in their place: `rows` are no use afterwards. */
export function mergePairs(rows: SortedRows): Omit<Interactions, 'events' | 'items' | 'users'> {
  const { item, time } = rows;
  const users = rows.userStart.length - 1;
  const userStart = new Uint32Array(users + 1);
  const weight = new Float32Array(item.length);
  let entries = 0;
  for (let user = 0; user < users; user++) {
    const until = rows.userStart[user + 1]!;
    for (let row = rows.userStart[user]!; row < until; ) {
      const index = item[row]!;
      let sum = 0;
      let newest = Number.NaN;
      for (; row < until && item[row] === index; row++) {
        sum += rows.weight === undefined ? 1 : rows.weight[row]!;
        if (!(newest >= time[row]!) && !Number.isNaN(time[row]!)) newest = time[row]!;
      }
      item[entries] = index;
      time[entries] = newest;
      weight[entries++] = Math.min(sum, MAX_WEIGHT);
    }
    userStart[user + 1] = entries;
  }
  // Without a copy where most is left.
  const cut = entries > 0.9 * item.length ? 'subarray' : 'slice';
  return { userStart, itemIndex: item[cut](0, entries), weight: weight[cut](0, entries), time: time[cut](0, entries) };
}

/** Each row as an event of its pair, the oldest first. */
export function eventsOf({ userStart, item, weight, time }: SortedRows): InteractionEvents {
  const start: number[] = [];
  const events = {
    weight: weight === undefined ? new Float32Array(item.length).fill(1) : Float32Array.from(weight),
    time: time.slice(),
  };
  for (let user = 0; user + 1 < userStart.length; user++) {
    const until = userStart[user + 1]!;
    for (let row = userStart[user]!; row < until; ) {
      const from = row;
      start.push(from);
      while (row < until && item[row] === item[from]) row++;
      if (row - from > 1) sortByAge(events, from, row);
    }
  }
  start.push(item.length);
  return { start: Uint32Array.from(start), ...events };
}

type Events = Pick<InteractionEvents, 'time' | 'weight'>;

/** Unknown times first; then by weight, so that the order of adding leaves no trace. */
function sortByAge(events: Events, from: number, until: number): void {
  const [time, weight] = [events.time.slice(from, until), events.weight.slice(from, until)];
  const known = (n: number) => (Number.isNaN(time[n]!) ? -Infinity : time[n]!);
  const order = Array.from(time, (_, n) => n).sort((a, b) => {
    const [one, other] = [known(a), known(b)];
    return (one === other ? 0 : one - other) || weight[a]! - weight[b]!;
  });
  order.forEach((n, place) => {
    events.time[from + place] = time[n]!;
    events.weight[from + place] = weight[n]!;
  });
}
