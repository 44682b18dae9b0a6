// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { Interactions } from '../../index.ts';
import type { Added, PairSums } from './engine.ts';

/** What everybody had, one person after the other, each in the order of time. */
export interface Sequences {
  /** Where each person's items begin; one longer than there are people. */
  readonly start: Uint32Array;
  readonly item: Uint32Array;
  readonly timeMs: Float64Array;
}

/**
 * Sequences out of interactions: single events where they were kept, otherwise each pair at its newest time. What is of the same time, or of none,
 * stands in the order of items.
 */
export function sequencesOf({ users, userStart, itemIndex, time, events }: Interactions): Sequences {
  const placeOf = (entry: number) => (events === undefined ? entry : events.start[entry]!);
  const timeOf = events?.time ?? time;
  const start = Uint32Array.from({ length: users.length + 1 }, (_, user) => placeOf(userStart[user]!));
  const item = new Uint32Array(timeOf.length);
  for (let entry = 0; entry < itemIndex.length; entry++)
    item.fill(itemIndex[entry]!, placeOf(entry), placeOf(entry + 1));
  const timeMs = timeOf.slice();
  for (let user = 0; user < users.length; user++) sortByTime(item, timeMs, start[user]!, start[user + 1]!);
  return { start, item, timeMs };
}

function sortByTime(item: Uint32Array, timeMs: Float64Array, from: number, until: number): void {
  let isSorted = true;
  for (let p = from + 1; p < until; p++) isSorted &&= !(keyOf(timeMs[p - 1]!) > keyOf(timeMs[p]!));
  if (isSorted) return;
  const [items, times] = [item.slice(from, until), timeMs.slice(from, until)];
  const order = Uint32Array.from(items, (_, place) => place).sort(
    (a, b) => keyOf(times[a]!) - keyOf(times[b]!) || a - b,
  );
  order.forEach((place, n) => {
    item[from + n] = items[place]!;
    timeMs[from + n] = times[place]!;
  });
}

/** Unknown times stand first. */
function keyOf(timeMs: number): number {
  return Number.isNaN(timeMs) ? -Number.MAX_VALUE : timeMs;
}

/**
 * How much item `j` follows item `i`, for all that stand at most `steps.length` places apart:
 *
 *     S[i][j] = Σ over places p of i, d = 1 … window, of steps[d − 1] where j stands at p + d of the same sequence
 *
 * Time: places · window. Memory: 16 bytes for each place.
 */
export function sequenceSums(sequences: Sequences, itemCount: number, steps: Float64Array, withinMs: number): PairSums {
  const places = placesByItem(sequences.item, itemCount);
  const owner = ownersOf(sequences);
  const add = (direction: 1 | -1): PairSums['addRow'] => {
    return (item, sum, touched) => follow(sequences, owner, places, steps, withinMs, direction, item, sum, touched);
  };
  return { totalWork: sequences.item.length * steps.length, addRow: add(1), addColumn: add(-1) };
}

function follow(
  { start, item: itemAt, timeMs }: Sequences,
  owner: Uint32Array,
  places: { readonly start: Uint32Array; readonly place: Uint32Array },
  steps: Float64Array,
  withinMs: number,
  direction: 1 | -1,
  item: number,
  sum: Float64Array,
  touched: Uint32Array,
): Added {
  let count = 0;
  let work = 0;
  for (let n = places.start[item]!; n < places.start[item + 1]!; n++) {
    const place = places.place[n]!;
    const user = owner[place]!;
    const reach = direction > 0 ? start[user + 1]! - 1 - place : place - start[user]!;
    const most = Math.min(reach, steps.length);
    work += most + 1;
    for (let d = 1; d <= most; d++) {
      const other = place + direction * d;
      // Times that are not known are near enough.
      if (Math.abs(timeMs[other]! - timeMs[place]!) > withinMs) break;
      const neighbour = itemAt[other]!;
      const before = sum[neighbour]!;
      const after = before + steps[d - 1]!;
      if (before === 0 && after !== 0) touched[count++] = neighbour;
      sum[neighbour] = after;
    }
  }
  return { count, work };
}

function ownersOf({ start, item }: Sequences): Uint32Array {
  const owner = new Uint32Array(item.length);
  for (let user = 0; user + 1 < start.length; user++) owner.fill(user, start[user]!, start[user + 1]!);
  return owner;
}

function placesByItem(item: Uint32Array, itemCount: number) {
  const start = new Uint32Array(itemCount + 1);
  for (const index of item) start[index + 1]!++;
  for (let index = 0; index < itemCount; index++) start[index + 1]! += start[index]!;
  const next = start.slice();
  const place = new Uint32Array(item.length);
  for (let p = 0; p < item.length; p++) place[next[item[p]!]!++] = p;
  return { start, place };
}
