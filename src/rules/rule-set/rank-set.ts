/** A set of ranks below some number, which costs no hashing: a list of them, and for each rank its place there. */
export interface RankSet {
  /** In no order. */
  readonly ranks: readonly number[];
  has(rank: number): boolean;
  add(rank: number): void;
  delete(rank: number): void;
  clear(): void;
}

/** Each step takes constant time (Briggs and Torczon, "An efficient representation for sparse sets", 1993). */
export function createRankSet(size: number): RankSet {
  // One more than the place; 0 for what is not in it.
  const places = new Int32Array(size);
  const ranks: number[] = [];
  return {
    ranks,
    has: (rank) => (places[rank] ?? 0) > 0,
    add(rank) {
      if ((places[rank] ?? 0) === 0) places[rank] = ranks.push(rank);
    },
    delete(rank) {
      const place = places[rank] ?? 0;
      const last = place > 0 ? ranks.pop() : undefined;
      if (last === undefined) return;
      places[rank] = 0;
      // The last one takes the place that is free now.
      if (last !== rank) {
        ranks[place - 1] = last;
        places[last] = place;
      }
    },
    clear() {
      // Cutting the list off would free its memory, which is needed again at once.
      for (let rank = ranks.pop(); rank !== undefined; rank = ranks.pop()) places[rank] = 0;
    },
  };
}
