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
  /** `where`, `exclude`, expiry or the person's own items left too few. */
  'filtered',
  /** `where` (or what tells the expiry) threw; the items on which it did were left out. */
  'filter-failed',
  /** All others have a value of an attribute that is on the list as often as `caps` allow. */
  'capped',
] as const;

/** One of {@link SHORT_REASONS}. */
export type ShortReason = (typeof SHORT_REASONS)[number];

/** One item of a list. */
export interface Recommendation {
  readonly item: string;
  /** Comparable within one list. For popular lists the popularity. A boost is in it. */
  readonly score: number;
  /** Which of the person's items led here, the strongest first, if `explain` was set. */
  readonly because?: readonly Contribution[];
  /** Why it is here, if not for its score: the query pinned it, or filled the list with it. */
  readonly placed?: 'pinned' | 'filled';
  /** The factor that `boost` gave it, if it gave one. */
  readonly boost?: number;
}

/** What one item of the history contributed to a score. */
export interface Contribution {
  readonly item: string;
  /** In the units of the score: the shares of an item add up to its score. Below zero where it speaks against the item. */
  readonly share: number;
}

/** A figure of the list by scores alone, and of the list as it is. */
export interface Change {
  readonly before: number;
  readonly after: number;
}

/** What diversity and calibration did to a list, compared with the same list by scores alone. */
export interface Rearrangement {
  /** The share of the sum of scores that was given up for it. */
  readonly relevanceLoss: number;
  /** With `diversity`: how alike two items of the list are on average, from 0 to 1. */
  readonly similarity?: Change;
  /** With `calibration`: how far the list is from the proportions of the history: the Hellinger distance, from 0 to 1. */
  readonly miscalibration?: Change;
}

/** A list, and why it is what it is. */
export interface Recommendations {
  readonly kind: 'personal' | 'popular';
  readonly reason: RecommendationReason;
  /** The best first; of equal scores the item with the lower index. */
  readonly items: readonly Recommendation[];
  /** Why there are fewer items than asked for; absent when there are as many. */
  readonly short?: ShortReason;
  /** With `diversity` or `calibration`. */
  readonly rearranged?: Rearrangement;
  /** JSON Pointers to what the query asked for and could not be applied, such as `/caps/brnad`. */
  readonly ignored?: readonly string[];
}
