/** An item of somebody's history. */
export interface HistoryItem {
  readonly item: string;
  /** How much it counts, above zero. @defaultValue `1` */
  readonly weight?: number;
  /** When the person last had to do with it, in milliseconds since 1970-01-01 UTC; see `halfLifeDays`. */
  readonly timeMs?: number;
}

/** An item that the shop puts on the list itself. */
export interface Pin {
  readonly item: string;
  /** Its place, counted from 1; the end of a shorter list. @defaultValue the first that is free */
  readonly position?: number;
}

/** How unlike each other the items of a list shall be: maximal marginal relevance (Carbonell and Goldstein, 1998). */
export interface Diversity {
  /** From 0, the best scores, to 1, the least alike. */
  readonly strength: number;
  /**
   * Items are alike when they have the same values of this attribute. Left out: when the same items of the history speak for
   * them (Yu, Lakshmanan and Amer-Yahia, 2009), which a history of one item cannot tell.
   */
  readonly by?: string;
}

/** How far a list shall have the proportions of the history (Steck, 2018), for example of tea to books. */
export interface Calibration {
  /** The attribute whose values shall be in proportion. */
  readonly by: string;
  /** From 0, the best scores, to 1, the proportions alone. @defaultValue `0.5` */
  readonly strength?: number;
}

/** What shapes any list. Whatever of it cannot be applied is named in the answer's `ignored`. */
export interface ListQuery {
  /** How many items; fractions are cut off, and what is no number means the default. @defaultValue `10` */
  readonly count?: number;
  /** Asked only for items that would make the list; the list is filled up with the next that pass. */
  readonly where?: (item: string) => boolean;
  /** Never recommended. */
  readonly exclude?: readonly string[];
  /** Factors above zero by which scores are multiplied (negative ones divided); 1 for all others. It lifts no item without a score. */
  readonly boost?: Readonly<Record<string, number>> | ((item: string) => number);
  /** Items on the list whatever their score, in this order, unless `where`, `exclude` or their expiry keeps them away. */
  readonly pins?: readonly (string | Pin)[];
  /** At most so many items with the same value of an attribute: `{ brand: 2 }`. */
  readonly caps?: Readonly<Record<string, number>>;
  /** A number is its strength. @defaultValue none */
  readonly diversity?: number | Diversity;
  /** The moment to recommend for, in milliseconds since 1970-01-01 UTC. @defaultValue the recommender's clock, or the end of the model's data */
  readonly nowMs?: number;
}

/** For whom, and what. */
export interface RecommendQuery extends ListQuery {
  /** A user whose history the recommender can look up. */
  readonly user?: string;
  /** What the person has or looks at, besides the history of `user`. */
  readonly items?: readonly (string | HistoryItem)[];
  /** What the person did in this session, oldest first. */
  readonly session?: readonly (string | HistoryItem)[];
  /** Items of the history count half after so many days. Those whose time is not known count in full. @defaultValue none */
  readonly halfLifeDays?: number;
  /** Whether the person's own items may come back. @defaultValue `'exclude'`, but `'allow'` for models that know when people buy again */
  readonly repeats?: 'exclude' | 'allow';
  /** Keeps the proportions of the history. @defaultValue none */
  readonly calibration?: Calibration;
  /** Adds `because` to each item. @defaultValue `false` */
  readonly explain?: boolean;
  /** Fills a list that is short of neighbours with popular items; their score is 0. @defaultValue `'none'` */
  readonly fill?: 'none' | 'popular';
}
