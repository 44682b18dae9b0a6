// biome-ignore-all lint/style/noNonNullAssertion: every place is in range by construction.

/** An item by its index, and its score. */
export interface Ranked {
  readonly index: number;
  readonly score: number;
}

/** Keeps the best few of many, in a binary heap whose root is the worst one kept. */
export interface TopList {
  /** Keeps an item that is good enough, if it is admitted; the worst one goes if the list is full. Answers the score that the next one needs at least. */
  offer(item: Ranked): number;
  /** What was kept, the best first; the list takes nothing after that. */
  drain(): readonly Ranked[];
}

/**
 * With room for one at least. O(log capacity) for each item kept, O(1) for the others. Of equal scores the lower index is better. `admits` is asked only about items that would be
 * kept.
 */
export function createTopList(capacity: number, admits: (index: number) => boolean): TopList {
  const heap: Ranked[] = new Array(capacity).fill(NOTHING);

  /** Puts an item where the root was. */
  function siftDown(item: Ranked): void {
    let slot = 0;
    for (;;) {
      let child = 2 * slot + 1;
      if (child + 1 < capacity && isWorse(heap[child + 1]!, heap[child]!)) child++;
      if (child >= capacity || isWorse(item, heap[child]!)) break;
      heap[slot] = heap[child]!;
      slot = child;
    }
    heap[slot] = item;
  }

  return {
    offer(item) {
      if (isWorse(heap[0]!, item) && admits(item.index)) siftDown(item);
      return heap[0]!.score;
    },
    drain: () => heap.filter((item) => item !== NOTHING).sort((a, b) => (isWorse(a, b) ? 1 : -1)),
  };
}

/** Fills the places that nothing has yet: worse than anything. */
const NOTHING: Ranked = { index: Infinity, score: -Infinity };

function isWorse(item: Ranked, other: Ranked): boolean {
  return item.score < other.score || (item.score === other.score && item.index > other.index);
}
