import { createAspects } from './aspects-of.ts';
import type { Attributes } from './attributes.ts';
import type { Factors, Scores } from './boosts.ts';
import { createCaps } from './caps.ts';
import { type Candidate, type Choice, chooseList, type ListRules } from './choice.ts';
import { createDoor, type Door, type StandingFilters } from './door.ts';
import { contributionsOf } from './explanation.ts';
import { isHalfLife } from './history.ts';
import { readPins } from './pins.ts';
import type { ListQuery, RecommendQuery } from './query.ts';
import { type Ranking, rankOrdered } from './ranking.ts';
import type { Recommendation, RecommendationReason, Recommendations, ShortReason } from './recommendations.ts';
import type { HistoryEntry } from './scorers/scorer.ts';

/** What a list is put together from. */
export interface ListOrder {
  readonly kind: Recommendations['kind'];
  readonly reason: RecommendationReason;
  readonly query: RecommendQuery;
  /** The person's own items, as far as they stay away. */
  readonly own: ReadonlySet<number>;
  readonly source: Scores & { readonly rank: Ranking; readonly factors: Factors };
  /** What the scores come from; absent where that is nobody's history. */
  readonly entries?: readonly HistoryEntry[];
  readonly sharesOf?: (index: number) => Float64Array;
}

/** What lists of one recommender have in common. */
export interface ListOptions extends StandingFilters {
  readonly attributes?: Attributes;
  readonly now?: () => number;
}

const DEFAULT_COUNT = 10;

/** Puts lists together: pins, the best that may be on the list, and what fills it up. */
export function createComposer(
  items: readonly string[],
  places: ReadonlyMap<string, number>,
  options: ListOptions,
  popularity: () => Scores,
): (order: ListOrder) => Recommendations {
  const attributes = options.attributes ?? {};

  return (order) => {
    const { kind, reason, query, source, own } = order;
    const ignored = query.halfLifeDays === undefined || isHalfLife(query.halfLifeDays) ? [] : ['/halfLifeDays'];
    const door = createDoor(query, own, options, momentOf(query, options));
    const wanted = readCount(query.count);
    const pins = readPins(query.pins, wanted, (item) => pinned(item, source, door), ignored);
    const caps = createCaps(query.caps, attributes, ignored);
    const aspects = createAspects(order, items, attributes, ignored);
    const choice = choose(source.rank, door, wanted, { pinned: pins.pinned, caps, aspects });
    const filled =
      kind === 'personal' && query.fill === 'popular'
        ? fillUp(choice.chosen, pins.pinned, wanted, caps, door)
        : undefined;
    const list = pins.place([...choice.chosen, ...(filled?.chosen ?? [])]);
    const isCapped = (filled ?? choice).isCapped;
    const available = filled ? items.length : source.count;
    const short = list.length < wanted ? whyShort(wanted, available, door, isCapped, items.length) : undefined;
    return {
      kind,
      reason,
      items: list.map((candidate) => toRecommendation(candidate, order)),
      ...(short && { short }),
      ...(choice.rearranged && { rearranged: choice.rearranged }),
      ...(ignored.length > 0 && { ignored }),
    };
  };

  function pinned(item: string, { score }: Scores, door: Door): Candidate | undefined {
    const index = places.get(item) ?? -1;
    if (!door.admits(index, item)) return undefined;
    return { item, index, score: score[index] ?? 0, placed: 'pinned' };
  }

  function choose(rank: Ranking, door: Door, wanted: number, rules: ListRules): Choice {
    const taken = new Set(rules.pinned.map(({ index }) => index));
    const admits = (index: number) => !taken.has(index) && door.admits(index, items[index] ?? '');
    const best = (size: number) =>
      rank(size, admits).map(({ index, score }) => ({ item: items[index] ?? '', index, score }));
    return chooseList(Math.min(wanted - rules.pinned.length, items.length), items.length, best, rules);
  }

  function fillUp(
    chosen: readonly Candidate[],
    pins: readonly Candidate[],
    wanted: number,
    caps: ListRules['caps'],
    door: Door,
  ): Choice {
    const rules: ListRules = { pinned: [...pins, ...chosen], caps, aspects: undefined };
    const { chosen: popular, isCapped } = choose(rankOrdered(popularity()), door, wanted, rules);
    return { chosen: popular.map((candidate) => ({ ...candidate, score: 0, placed: 'filled' })), isCapped };
  }

  function toRecommendation({ item, index, score, placed }: Candidate, order: ListOrder): Recommendation {
    const boost = placed === 'filled' ? undefined : order.source.factors.get(index);
    const because = order.query.explain === true && order.kind === 'personal';
    return {
      item,
      score,
      ...(because && { because: placed === 'filled' ? [] : contributionsOf(order, items, index, boost) }),
      ...(placed && { placed }),
      ...(boost !== undefined && { boost }),
    };
  }
}

/** The moment to recommend for; `undefined` where nobody tells the time. */
export function momentOf({ nowMs }: ListQuery, { now }: ListOptions): number | undefined {
  return typeof nowMs === 'number' && Number.isFinite(nowMs) ? nowMs : now?.();
}

function readCount(given: unknown): number {
  const isNumber = typeof given === 'number' && !Number.isNaN(given);
  return isNumber ? Math.max(0, Math.floor(given)) : DEFAULT_COUNT;
}

function whyShort(wanted: number, candidates: number, door: Door, isCapped: boolean, itemCount: number): ShortReason {
  if (door.hasFailed()) return 'filter-failed';
  if (wanted > itemCount) return 'small-catalogue';
  if (isCapped) return 'capped';
  return candidates < wanted ? 'few-neighbours' : 'filtered';
}
