/** Why a list is what it is. The list of reasons is closed: code may switch over it. */
export const RECOMMENDATION_REASONS = [
  /** The person's items led here. */
  'history',
  /** Neither a user nor items were named: what is popular. */
  'cold-start',
  /** The model knows no such user, and no items were named: what is popular. */
  'unknown-user',
  /** The model knows none of the items: what is popular. */
  'unknown-items',
  /** The items are known, but nothing goes with them: what is popular. */
  'no-neighbours',
  /** The model knows only what is popular. */
  'popularity-model',
  /** Personalization is not allowed: what is popular, and nobody was looked at. */
  'no-consent',
] as const;

/** One of {@link RECOMMENDATION_REASONS}. */
export type RecommendationReason = (typeof RECOMMENDATION_REASONS)[number];

/** Why a list is shorter than asked for. */
export const SHORT_REASONS = [
  /** More was asked for than there are items. */
  'small-catalogue',
  /** Too few items go with the history. `fill: 'popular'` fills the list up. */
  'few-neighbours',
  /** `where`, `exclude` or the person's own items left too few. */
  'filtered',
  /** `where` threw; the items on which it did were left out. */
  'filter-failed',
] as const;

/** One of {@link SHORT_REASONS}. */
export type ShortReason = (typeof SHORT_REASONS)[number];

/** An item of somebody's history. */
export interface HistoryItem {
  readonly item: string;
  /** How much it counts, above zero. @defaultValue `1` */
  readonly weight?: number;
}

/** What limits any list. */
export interface ListQuery {
  /** How many items; fractions are cut off, and what is no number means the default. @defaultValue `10` */
  readonly count?: number;
  /** Asked only for items that would make the list; the list is filled up with the next that pass. */
  readonly where?: (item: string) => boolean;
  /** Never recommended. */
  readonly exclude?: readonly string[];
}

/** For whom, and what. */
export interface RecommendQuery extends ListQuery {
  /** A user whose history the recommender can look up. */
  readonly user?: string;
  /** What the person has or looks at, besides the history of `user`. */
  readonly items?: readonly (string | HistoryItem)[];
  /** Whether the person's own items may come back. @defaultValue `'exclude'` */
  readonly repeats?: 'exclude' | 'allow';
  /** Adds `because` to each item. @defaultValue `false` */
  readonly explain?: boolean;
  /** Fills a list that is short of neighbours with popular items; their score is 0. @defaultValue `'none'` */
  readonly fill?: 'none' | 'popular';
}

/** One item of a list. */
export interface Recommendation {
  readonly item: string;
  /** Comparable within one list. For popular lists the popularity. */
  readonly score: number;
  /** Which of the person's items led here, the strongest first, if `explain` was set. */
  readonly because?: readonly Contribution[];
}

/** What one item of the history contributed to a score. */
export interface Contribution {
  readonly item: string;
  /** In the units of the score: the shares of an item add up to its score. */
  readonly share: number;
}

/** A list, and why it is what it is. */
export interface Recommendations {
  readonly kind: 'personal' | 'popular';
  readonly reason: RecommendationReason;
  /** The best first; of equal scores the item with the lower index. */
  readonly items: readonly Recommendation[];
  /** Why there are fewer items than asked for; absent when there are as many. */
  readonly short?: ShortReason;
}
