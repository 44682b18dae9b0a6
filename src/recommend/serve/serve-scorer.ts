import { KindredError } from '../../core/index.ts';
import type { ModelBase } from '../model.ts';
import {
  fade,
  type History,
  type HistoryLookup,
  isHalfLife,
  type KnownUsers,
  placesOf,
  readHistory,
} from './history.ts';
import { type Arrange, createComposer, type ListOptions, momentOf } from './list.ts';
import type { ListQuery, RecommendQuery } from './query.ts';
import { popularityOrder, rankOrdered, rankScores, type Scores } from './ranking.ts';
import type { RecommendationReason, Recommendations } from './recommendations.ts';
import { clearScores, createScoreboard, type Scoreboard } from './scorers/scoreboard.ts';
import type { HistoryEntry, Scorer, ScoringQuery } from './scorers/scorer.ts';

/** How to serve a model. */
export interface RecommenderOptions extends ListOptions {
  /** Looks up what a user had. Left out: the users of the training, as far as the model holds them. */
  readonly histories?: HistoryLookup;
}

/** What serves besides the caller's options. */
export interface ServeOptions extends RecommenderOptions {
  /** Whom the model knows; absent where the caller looks histories up, and in a page, where models know nobody. */
  readonly users?: KnownUsers | undefined;
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

const NOTHING: ReadonlySet<number> = new Set();

/**
 * Serves whatever scores the items of a model; without a scorer, what is popular. `arrange` is asked for with each list.
 *
 * @throws KindredError `invalid-options` for `expires` without `now`
 */
export function serveScorer(
  model: ModelBase,
  scorer: Scorer | undefined,
  options: ServeOptions,
  arrange: () => Arrange,
): Recommender {
  requireClock(options);
  const { items } = model;
  const places = placesOf(items);
  const lookUp = options.histories ?? options.users?.lookUp;
  let popularOnes: Scores | undefined;
  const popularity = () => (popularOnes ??= popularityScores(model));
  const compose = createComposer(items, places, options, popularity, arrange);
  // A pool, because a filter may itself ask for recommendations.
  const boards: Scoreboard[] = [];

  function popular(query: ListQuery, reason: RecommendationReason, own: ReadonlySet<number>): Recommendations {
    const isBoosted = query.boost !== undefined;
    const scores = isBoosted ? { ...popularity(), score: popularity().score.slice() } : popularity();
    const rank = isBoosted ? rankScores(scores) : rankOrdered(scores);
    return compose({ kind: 'popular', reason, query, own, scores, rank });
  }

  /** `undefined` when nothing at all goes with the history. */
  function personal(history: History, query: RecommendQuery, by: Scorer, own: ReadonlySet<number>) {
    const { entries, scoring } = weigh(history, query);
    const board = boards.pop() ?? createScoreboard(items.length);
    const count = by.score(entries, board, scoring);
    const scores = { ...board, count };
    const rank = rankScores(scores);
    const sharesOf = (indices: readonly number[], from?: number) => by.shares(entries, indices, scoring, from);
    const list =
      count > 0
        ? compose({ kind: 'personal', reason: 'history', query, own, scores, rank, entries, sharesOf })
        : undefined;
    clearScores(board, count);
    boards.push(board);
    return list;
  }

  /** What the scorer is given: the history, older entries counting less if that was asked for. */
  function weigh(history: History, query: RecommendQuery): { entries: readonly HistoryEntry[]; scoring: ScoringQuery } {
    const nowMs = momentOf(query, options) ?? model.data.untilMs;
    const isFaded = isHalfLife(query.halfLifeDays) && nowMs !== undefined;
    return {
      entries: isFaded ? fade(history.entries, query.halfLifeDays, nowMs) : history.entries,
      scoring: { nowMs, user: isFaded ? undefined : history.user, session: history.session },
    };
  }

  return {
    items,
    popular: (query = {}, reason = 'cold-start') => popular(query, reason, NOTHING),
    recommend(query = {}) {
      const stored = options.users?.historyOf(query);
      const known = stored ? [] : lookUpSafely(lookUp, query.user);
      const history = stored ?? readHistory(known, query, places);
      const own = (query.repeats ?? scorer?.repeats) === 'allow' ? NOTHING : history.consumed;
      const isUnknownUser = query.user !== undefined && known === undefined;
      if (!history.isNamed) return popular(query, isUnknownUser ? 'unknown-user' : 'cold-start', own);
      if (scorer === undefined) return popular(query, 'popularity-model', own);
      if (history.consumed.size === 0) return popular(query, 'unknown-items', own);
      return personal(history, query, scorer, own) ?? popular(query, 'no-neighbours', own);
    },
  };
}

function popularityScores({ popularity }: ModelBase): Scores {
  const order = popularityOrder(popularity);
  return { score: Float64Array.from(popularity), touched: order, count: order.length };
}

/** A lookup that fails knows nobody. */
function lookUpSafely(lookUp: HistoryLookup | undefined, user: unknown): readonly unknown[] | undefined {
  if (typeof user !== 'string') return undefined;
  try {
    const found: unknown = lookUp?.(user);
    return Array.isArray(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function requireClock({ expires, now }: RecommenderOptions): void {
  if (expires === undefined || now !== undefined) return;
  const message = 'now: give Date.now for `expires`.';
  throw new KindredError('invalid-options', message, { at: 'now' });
}
