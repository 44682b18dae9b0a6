import type { Attributes } from './arranging/attributes.ts';
import { createDoor, type Door, type StandingFilters } from './door.ts';
import { contributionsOf } from './explanation.ts';
import { isHalfLife } from './history.ts';
import type { ListQuery, RecommendQuery } from './query.ts';
import { type Ranking, rankOrdered, type Scores } from './ranking.ts';
import type {
  Rearrangement,
  Recommendation,
  RecommendationReason,
  Recommendations,
  ShortReason,
} from './recommendations.ts';
import type { HistoryEntry } from './scorers/scorer.ts';

/** What a list is put together from. */
export interface ListOrder {
  readonly kind: Recommendations['kind'];
  readonly reason: RecommendationReason;
  readonly query: RecommendQuery;
  /** The person's own items, as far as they stay away. */
  readonly own: ReadonlySet<number>;
  /** Boosts change the scores. */
  readonly scores: Scores;
  readonly rank: Ranking;
  /** What the scores come from; absent where that is nobody's history. */
  readonly entries?: readonly HistoryEntry[];
  readonly sharesOf?: (indices: readonly number[], from?: number) => readonly Float64Array[];
}

/** An item that is, or may be, on the list. */
export interface Candidate {
  readonly item: string;
  /** -1 for a pinned item that the model does not know. */
  readonly index: number;
  readonly score: number;
  readonly placed?: 'pinned' | 'filled';
}

/** What was chosen, pins not among it. */
export interface Choice {
  readonly chosen: readonly Candidate[];
  /** Whether a cap turned anything down. */
  readonly isCapped?: boolean;
  readonly rearranged?: Rearrangement;
}

/** The best candidates that may be on the list and are not on it yet. */
type Best = (size: number) => readonly Candidate[];

/** The factors by which scores were boosted, by index. */
export type Factors = ReadonlyMap<number, number>;

/** How one list is arranged. */
interface Arrangement {
  readonly factors?: Factors;
  readonly pinned: readonly Candidate[];
  choose(best: Best, count: number): Choice;
  /** Adds to what was chosen. */
  fill(best: Best, count: number, chosen: readonly Candidate[]): Choice;
  /** Puts the pinned items in their places. */
  place(others: readonly Candidate[]): readonly Candidate[];
}

/** Reads from a query how its list is to be arranged. Names in `ignored` what cannot be done. */
export type Arrange = (
  order: ListOrder,
  context: {
    readonly items: readonly string[];
    readonly places: ReadonlyMap<string, number>;
    readonly attributes: Attributes;
    /** The candidate that a pinned item is; `undefined` where it may not be on the list. */
    readonly pinOf: (item: string) => Candidate | undefined;
  },
  wanted: number,
  ignored: string[],
) => Arrangement;

/** What lists of one recommender have in common. */
export interface ListOptions extends StandingFilters {
  /** What is known of items, for `caps`, `diversity` and `calibration`. */
  readonly attributes?: Attributes;
  /** Tells the time, in milliseconds since 1970-01-01 UTC, for `expires` and `halfLifeDays`. */
  readonly now?: () => number;
}

const DEFAULT_COUNT = 10;

/** Puts lists together: pins, the best that may be on the list, and what fills it up. */
export function createComposer(
  items: readonly string[],
  places: ReadonlyMap<string, number>,
  options: ListOptions,
  popularity: () => Scores,
  arrange: () => Arrange,
): (order: ListOrder) => Recommendations {
  const { attributes = {} } = options;

  return (order) => {
    const { kind, reason, query, scores, own } = order;
    const ignored = query.halfLifeDays === undefined || isHalfLife(query.halfLifeDays) ? [] : ['/halfLifeDays'];
    const door = createDoor(query, own, options, momentOf(query, options));
    const wanted = readCount(query.count);
    const pinOf = (item: string) => pinned(item, scores, door);
    const context = { items, places, attributes, pinOf };
    const { pinned: pins, factors, place, choose, fill } = arrange()(order, context, wanted, ignored);
    const left = Math.min(wanted - pins.length, items.length);
    const choice = choose(bestOf(order.rank, door, pins), left);
    const { chosen, rearranged } = choice;
    const isFilled = kind === 'personal' && query.fill === 'popular' && chosen.length < left;
    const filling = isFilled
      ? fill(bestOf(rankOrdered(popularity()), door, [...pins, ...chosen]), left - chosen.length, chosen)
      : undefined;
    const list = place([...chosen, ...(filling?.chosen ?? []).map(asFilled)]);
    const available = isFilled ? items.length : scores.count;
    const { isCapped = false } = filling ?? choice;
    const short = list.length < wanted ? whyShort(wanted, available, items.length, isCapped, door) : undefined;
    const shares = query.explain === true ? order.sharesOf?.(list.map(({ index }) => index)) : undefined;
    return {
      kind,
      reason,
      items: list.map((candidate, n) => toRecommendation(candidate, order, factors, shares?.[n])),
      ...(short && { short }),
      ...(rearranged && { rearranged }),
      ...(ignored.length > 0 && { ignored }),
    };
  };

  function pinned(item: string, { score }: Scores, door: Door): Candidate | undefined {
    const index = places.get(item) ?? -1;
    return door.admits(index, item) ? { item, index, score: score[index] ?? 0, placed: 'pinned' } : undefined;
  }

  function bestOf(rank: Ranking, door: Door, listed: readonly Candidate[]): Best {
    const taken = new Set(listed.map(({ index }) => index));
    const admits = (index: number) => !taken.has(index) && door.admits(index, items[index] ?? '');
    return (size) => rank(size, admits).map(({ index, score }) => ({ item: items[index] ?? '', index, score }));
  }

  function toRecommendation(
    { item, index, score, placed }: Candidate,
    order: ListOrder,
    factors?: Factors,
    shares?: Float64Array,
  ): Recommendation {
    const isFilled = placed === 'filled';
    const boost = isFilled ? undefined : factors?.get(index);
    return {
      item,
      score,
      ...(shares && { because: isFilled || index < 0 ? [] : contributionsOf(order, items, index, shares, boost) }),
      ...(placed && { placed }),
      ...(boost && { boost }),
    };
  }
}

/** What needs more than the best scores. */
export const RULES = ['boost', 'pins', 'caps', 'diversity', 'calibration'] as const;

/** The best, as they are. Names in `ignored` what needs more than that. */
export const arrangeByScore: Arrange = ({ query }, _context, _wanted, ignored) => {
  for (const name of RULES) if (query[name] !== undefined) ignored.push(`/${name}`);
  const choose = (best: Best, count: number) => ({ chosen: best(count) });
  return { pinned: [], choose, fill: choose, place: (others) => others };
};

/** The moment to recommend for; `undefined` where nobody tells the time. */
export function momentOf({ nowMs }: ListQuery, { now }: ListOptions): number | undefined {
  return typeof nowMs === 'number' && Number.isFinite(nowMs) ? nowMs : now?.();
}

function asFilled(candidate: Candidate): Candidate {
  return { ...candidate, score: 0, placed: 'filled' };
}

function readCount(given: unknown): number {
  const isNumber = typeof given === 'number' && !Number.isNaN(given);
  return isNumber ? Math.max(0, Math.floor(given)) : DEFAULT_COUNT;
}

function whyShort(wanted: number, candidates: number, itemCount: number, isCapped: boolean, door: Door): ShortReason {
  if (door.hasFailed()) return 'filter-failed';
  if (wanted > itemCount) return 'small-catalogue';
  if (isCapped) return 'capped';
  return candidates < wanted ? 'few-neighbours' : 'filtered';
}
