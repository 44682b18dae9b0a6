// biome-ignore-all lint/style/noNonNullAssertion: a kernel over lists of numbers; every index is in range by construction.
import type { Ask } from './event-history.ts';
import { arrivedSince, countUpTo, type Timeline } from './timeline.ts';
import type { Bounds } from './window.ts';

const NEVER = -Infinity;

/**
 * Whether events of the steps came one after the other, each later than the one before it, the last at most `spanMs` after the
 * first, and none of `without` between those two.
 *
 * Of all ways to come to a step, the one that began latest is the best: it is the last one to become too long or too old, and has
 * the fewest events in its midst. So one pass suffices, which keeps for each step the latest beginning of a way that leads to
 * it. Each time at which something happened has a row of these beginnings, so that a late event repeats the pass from its
 * own time on only. Time and memory: steps × events.
 */
export function askSequence(
  steps: readonly Timeline[],
  without: Timeline | undefined,
  spanMs: number,
  { within, after, until }: Bounds,
): Ask {
  const timelines = without ? [...steps, without] : steps;
  const seen = timelines.map(() => -1);
  const width = steps.length;
  const [first] = steps;
  // Row by row: the time; and for each step the latest beginning of a way to it that can go on, for the last step the latest
  // beginning of all ways that ended.
  const times: number[] = [];
  const begins: number[] = [];
  let end = 0;

  function update(): void {
    let from = Infinity;
    for (let index = 0; index < timelines.length; index++) {
      const timeline = timelines[index]!;
      timeline.refresh?.();
      if (seen[index] === timeline.arrivals) continue;
      const arrived = arrivedSince(timeline, seen[index]!);
      seen[index] = timeline.arrivals;
      from = Math.min(from, arrived ? (arrived[0]?.at ?? from) : NEVER);
    }
    if (from < Infinity) passFrom(from);
  }

  function passFrom(from: number): void {
    const kept = countUpTo(times, 0, times.length, from - 1, times.length);
    times.length = kept;
    begins.length = kept * width;
    const rows = timelines.map(({ at, rows, start }) => countUpTo(at, start, rows.length, from - 1, rows.length));
    for (let time = nextTime(rows); time < Infinity; time = nextTime(rows)) {
      const happened = timelines.map(({ at, rows: { length } }, index) => {
        const row = rows[index]!;
        rows[index] = countUpTo(at, row, length, time, row + 1);
        return rows[index]! > row;
      });
      addRow(time, happened);
    }
  }

  function nextTime(rows: readonly number[]): number {
    let time = Infinity;
    for (let index = 0; index < rows.length; index++) {
      const timeline = timelines[index]!;
      if (rows[index]! < timeline.rows.length) time = Math.min(time, timeline.at[rows[index]!]!);
    }
    return time;
  }

  function addRow(time: number, happened: readonly boolean[]): void {
    const before = begins.length - width;
    const latest = (step: number) => (before < 0 ? NEVER : begins[before + step]!);
    for (let step = 0; step < width; step++) {
      let begin = latest(step);
      if (happened[step]) {
        const candidate = step === 0 ? time : latest(step - 1);
        if (step < width - 1 || time - candidate <= spanMs) begin = Math.max(begin, candidate);
      }
      // What began at this very time has nothing behind it.
      const isCut = happened[width] && step < width - 1 && begin < time;
      begins.push(isCut ? NEVER : begin);
    }
    times.push(time);
  }

  return (now) => {
    update();
    end = countUpTo(times, 0, times.length, Math.min(now, until), end);
    // The beginning of the latest way that ended by now, if it is not too early.
    const begin = end ? begins[end * width - 1]! : NEVER;
    const kept = first && first.start < first.rows.length ? first.at[first.start]! : Infinity;
    const value = begin >= kept && begin > Math.max(now - within, after);
    const comes = times[end] ?? Infinity;
    return { value, until: value ? begin + within : comes <= until ? comes : Infinity };
  };
}
