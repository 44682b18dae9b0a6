// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** An item by its index, and its score. */
export interface Ranked {
  readonly index: number;
  readonly score: number;
}

/** Keeps the best few of many, in a binary heap whose root is the worst one kept. */
export interface TopList {
  /** Whether an item with this score would be kept now. */
  accepts(index: number, score: number): boolean;
  /** Keeps an item that was accepted; the worst one goes if the list is full. */
  push(index: number, score: number): void;
  /** What was kept, the best first. Empties the list. */
  drain(): readonly Ranked[];
}

/** O(log capacity) for each item kept, O(1) for the others. Of equal scores the lower index is better. */
export function createTopList(capacity: number): TopList {
  const indices = new Uint32Array(capacity);
  const scores = new Float64Array(capacity);
  let size = 0;

  const isWorse = (index: number, score: number, other: number) =>
    score < scores[other]! || (score === scores[other] && index > indices[other]!);

  function place(slot: number, index: number, score: number): void {
    indices[slot] = index;
    scores[slot] = score;
  }

  function siftUp(from: number, index: number, score: number): void {
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      if (!isWorse(index, score, parent)) break;
      place(slot, indices[parent]!, scores[parent]!);
      slot = parent;
    }
    place(slot, index, score);
  }

  /** Puts an item where the root was. */
  function siftDown(index: number, score: number): void {
    let slot = 0;
    for (;;) {
      let child = 2 * slot + 1;
      if (child >= size) break;
      if (child + 1 < size && isWorse(indices[child + 1]!, scores[child + 1]!, child)) child++;
      if (isWorse(index, score, child)) break;
      place(slot, indices[child]!, scores[child]!);
      slot = child;
    }
    place(slot, index, score);
  }

  return {
    accepts: (index, score) => size < capacity || (capacity > 0 && !isWorse(index, score, 0)),
    push(index, score) {
      if (size < capacity) siftUp(size++, index, score);
      else siftDown(index, score);
    },
    drain() {
      const list: Ranked[] = [];
      while (size > 0) {
        list.push({ index: indices[0]!, score: scores[0]! });
        size--;
        siftDown(indices[size]!, scores[size]!);
      }
      return list.reverse();
    },
  };
}
