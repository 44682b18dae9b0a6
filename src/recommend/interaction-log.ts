// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** What was added, in the order of adding, by the indices of interned ids. */
export interface InteractionLog {
  readonly size: number;
  add(user: number, item: number, weight: number, timeMs: number | undefined): void;
  /** The additions, in parts. */
  readonly parts: readonly LogPart[];
}

/** Some additions, one after the other; the first `size` of each column. */
export interface LogPart {
  size: number;
  readonly user: Uint32Array;
  readonly item: Uint32Array;
  /** Absent where all are 1. */
  weight?: Float64Array;
  /** NaN where unknown; absent where none is known. */
  time?: Float64Array;
}

const FEWEST = 1024;
const MOST = 65_536;

/** Grows by parts that are never copied, so that it takes the room of what was added and no more. */
export function createLog(): InteractionLog {
  const parts: LogPart[] = [];
  let size = 0;
  let last = createPart(0);
  return {
    parts,
    get size() {
      return size;
    },
    add(user, item, weight, timeMs) {
      if (last.size === last.user.length) {
        last = createPart(Math.min(MOST, Math.max(FEWEST, size)));
        parts.push(last);
      }
      const row = last.size++;
      last.user[row] = user;
      last.item[row] = item;
      if (weight !== 1) last.weight ??= new Float64Array(last.user.length).fill(1);
      if (last.weight !== undefined) last.weight[row] = weight;
      if (timeMs !== undefined) last.time ??= new Float64Array(last.user.length).fill(Number.NaN);
      if (timeMs !== undefined && last.time !== undefined) last.time[row] = timeMs;
      size++;
    },
  };
}

function createPart(capacity: number): LogPart {
  return { size: 0, user: new Uint32Array(capacity), item: new Uint32Array(capacity) };
}
