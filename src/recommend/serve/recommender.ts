import type { Model } from '../model.ts';
import { createDoor, type Door } from './door.ts';
import { type History, type HistoryLookup, historiesOf, placesOf, readHistory } from './history.ts';
import { createHistoryRanker, createPopularityRanker, type Ranking } from './ranking.ts';
import type {
  Contribution,
  ListQuery,
  RecommendationReason,
  Recommendations,
  RecommendQuery,
  ShortReason,
} from './recommendations.ts';
import { createScorer } from './scorers/create-scorer.ts';
import type { Scorer } from './scorers/scorer.ts';

/** How to serve a model. */
export interface RecommenderOptions {
  /** Looks up what a user had. Left out: the users of the training, as far as the model holds them. */
  readonly histories?: HistoryLookup;
}

/** Answers who might like what. No answer throws: a list says itself why it is what it is. */
export interface Recommender {
  /** The catalogue. */
  readonly items: readonly string[];
  /** What goes with a person's items; what is popular where nothing is known. */
  recommend(query?: RecommendQuery): Recommendations;
  /** What is popular, the same for everyone. `reason` says why it was asked for. @defaultValue `'cold-start'` */
  popular(query?: ListQuery, reason?: RecommendationReason): Recommendations;
}

const DEFAULT_COUNT = 10;
const NOTHING: ReadonlySet<number> = new Set();

/**
 * Serves a model, in Node as in a page. A list costs time in proportion to the neighbours of the history.
 *
 * @example
 * ```ts
 * import { createRecommender, type Model } from 'kindred/recommend';
 *
 * export function shelf(model: Model, inStock: ReadonlySet<string>) {
 *   const { recommend } = createRecommender(model);
 *   const list = recommend({ items: ['oolong', 'teapot'], count: 4, where: (item) => inStock.has(item), explain: true });
 *   return list.items.map(({ item, because }) => ({ item, first: because?.[0]?.item }));
 * }
 * ```
 */
export function createRecommender(model: Model, options: RecommenderOptions = {}): Recommender {
  const { items } = model;
  const places = placesOf(items);
  const lookUp = options.histories ?? historiesOf(model);
  const rankByPopularity = createPopularityRanker(model.popularity);
  const scorer = createScorer(model);
  const recommendByHistory = scorer === undefined ? undefined : createPersonal(items, scorer, rankByPopularity);

  function popular(query: ListQuery, reason: RecommendationReason, own: ReadonlySet<number>): Recommendations {
    const door = createDoor(items, places, query, own);
    const count = readCount(query.count, items.length);
    const { ranked, candidates } = rankByPopularity(count.possible, door);
    const list = ranked.map(({ index, score }) => ({ item: items[index] ?? '', score }));
    return { kind: 'popular', reason, items: list, ...whyShort(list.length, count, candidates, door) };
  }

  return {
    items,
    popular: (query = {}, reason = 'cold-start') => popular(query, reason, NOTHING),
    recommend(query = {}) {
      const known = lookUpSafely(lookUp, query.user);
      const history = readHistory([...(known ?? []), ...readItems(query.items)], places);
      const own = query.repeats === 'allow' ? NOTHING : history.consumed;
      const isUnknownUser = query.user !== undefined && known === undefined;
      if (!history.isNamed) return popular(query, isUnknownUser ? 'unknown-user' : 'cold-start', own);
      if (recommendByHistory === undefined) return popular(query, 'popularity-model', own);
      if (history.consumed.size === 0) return popular(query, 'unknown-items', own);
      const door = createDoor(items, places, query, own);
      return recommendByHistory(history, query, door) ?? popular(query, 'no-neighbours', own);
    },
  };
}

/** Recommends by history; `undefined` when nothing at all goes with it. */
function createPersonal(
  items: readonly string[],
  scorer: Scorer,
  rankByPopularity: (count: number, door: Door) => Ranking,
): (history: History, query: RecommendQuery, door: Door) => Recommendations | undefined {
  const rankByHistory = createHistoryRanker(scorer, items.length);
  return (history, query, door) => {
    const count = readCount(query.count, items.length);
    const { ranked, candidates } = rankByHistory(history.weighted, {}, count.possible, door);
    if (candidates === 0) return undefined;
    const isFilled = query.fill === 'popular' && ranked.length < count.possible;
    const filling = isFilled ? fillUp(ranked, count.possible, door, rankByPopularity) : [];
    const list = [...ranked, ...filling].map(({ index, score }) => ({
      item: items[index] ?? '',
      score,
      ...(query.explain === true && { because: explain(items, scorer, history, index, score) }),
    }));
    const looked = isFilled ? items.length : candidates;
    return { kind: 'personal', reason: 'history', items: list, ...whyShort(list.length, count, looked, door) };
  };
}

function fillUp(
  ranked: Ranking['ranked'],
  count: number,
  door: Door,
  rankByPopularity: (count: number, door: Door) => Ranking,
): Ranking['ranked'] {
  const taken = new Set(ranked.map(({ index }) => index));
  const others = { ...door, admits: (index: number) => !taken.has(index) && door.admits(index) };
  return rankByPopularity(count - ranked.length, others).ranked.map(({ index }) => ({ index, score: 0 }));
}

/** The addends of the score, the largest first. */
function explain(
  items: readonly string[],
  scorer: Scorer,
  history: History,
  candidate: number,
  score: number,
): readonly Contribution[] {
  if (score === 0) return [];
  const shares = scorer.shares(history.weighted, candidate, {});
  return history.weighted
    .map(({ index }, n) => ({ item: items[index] ?? '', share: shares[n] ?? 0 }))
    .filter(({ share }) => share !== 0)
    .sort((a, b) => b.share - a.share);
}

interface Count {
  readonly wanted: number;
  /** No more than there are items. */
  readonly possible: number;
}

function readCount(given: unknown, itemCount: number): Count {
  const isNumber = typeof given === 'number' && !Number.isNaN(given);
  const wanted = isNumber ? Math.max(0, Math.floor(given)) : DEFAULT_COUNT;
  return { wanted, possible: Math.min(wanted, itemCount) };
}

function whyShort(listed: number, count: Count, candidates: number, door: Door): { short?: ShortReason } {
  if (listed >= count.wanted) return {};
  if (door.hasFailed()) return { short: 'filter-failed' };
  if (count.wanted > count.possible) return { short: 'small-catalogue' };
  return { short: candidates < count.wanted ? 'few-neighbours' : 'filtered' };
}

/** A lookup that fails knows nobody. */
function lookUpSafely(lookUp: HistoryLookup, user: unknown): readonly unknown[] | undefined {
  if (typeof user !== 'string') return undefined;
  try {
    const found: unknown = lookUp(user);
    return Array.isArray(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function readItems(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [];
}
