import type { Ask } from './event-history.ts';
import type { Sources } from './sources.ts';
import { arrivedSince, endOf, search } from './timeline.ts';

const NEVER = -Infinity;

/**
 * Whether events of the steps came one after the other, each later than the one before it, the last at most `spanMs` after the
 * first, and none of `without` between those two.
 *
 * Of all ways to come to a step, the one that began latest is the best: it is the last one to become too long or too old, and has
 * the fewest events in its midst. So one pass suffices that keeps these beginnings. A late event repeats it from its own time
 * on. Time and memory: steps × events.
 */
export function askSequence({ query, bounds, select, selectAll, picks }: Sources): Ask {
  const { spanMs = Infinity, events, without } = query;
  const steps = events.map(picks);
  const cut = without && picks(without);
  const width = steps.length;
  const first = select(0);
  const all = selectAll();
  // For each time at which something happened: for each step the latest beginning of a way to it that can go on, and for the last
  // step the latest beginning of all ways that ended.
  const times: number[] = [];
  const begins: number[] = [];
  let seen = -1;

  function update(): void {
    all.refresh?.();
    const arrived = arrivedSince(all, seen);
    seen = all.arrivals;
    const from = arrived ? arrived.reduce((least, { at }) => Math.min(least, at), Infinity) : NEVER;
    times.length = countTimes((time) => time < from);
    begins.length = times.length * width;
    for (let row = endOf(all, ({ at }) => at < from); row < all.rows.length; ) {
      const at = all.rows[row]?.at ?? 0;
      const begin = row;
      while (all.rows[row]?.at === at) row++;
      const together = all.rows.slice(begin, row);
      const happened = steps.map((step) => together.some(step));
      addMoment(at, happened, cut !== undefined && together.some(cut));
    }
  }

  function countTimes(isBefore: (time: number) => boolean): number {
    return search(0, times.length, (place) => isBefore(times[place] ?? 0));
  }

  function addMoment(at: number, happened: readonly boolean[], isCut: boolean): void {
    const before = begins.slice(begins.length - width);
    happened.forEach((isHere, step) => {
      const isLast = step === width - 1;
      let begin = before[step] ?? NEVER;
      const reached = step ? (before[step - 1] ?? NEVER) : at;
      if (isHere && !(isLast && at - reached > spanMs)) begin = Math.max(begin, reached);
      // What began at this very time has nothing behind it.
      begins.push(isCut && !isLast && begin < at ? NEVER : begin);
    });
    times.push(at);
  }

  return (now) => {
    update();
    first.refresh?.();
    const last = Math.min(now, bounds.until);
    const end = countTimes((time) => time <= last);
    // The beginning of the latest way that ended by now, if it is kept and not too early.
    const begin = begins[end * width - 1] ?? NEVER;
    const value =
      begin > Math.max(now - bounds.within, bounds.after) && begin >= (first.rows[first.start]?.at ?? Infinity);
    const comes = times[end] ?? Infinity;
    return { value, until: value ? begin + bounds.within : comes <= bounds.until ? comes : Infinity };
  };
}
