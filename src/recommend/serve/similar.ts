// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import { plainRows } from '../byte-rows.ts';
import type { FactorModel, Model } from '../model.ts';
import { createScorer } from './create-scorer.ts';
import { type FullHistory, foldIn } from './fold-in.ts';
import { rankScores } from './ranking.ts';
import { createScoreboard } from './scorers/scoreboard.ts';
import type { Ranked } from './top-list.ts';

/** Which similar ones to list. */
export interface SimilarQuery {
  /** How many at most. @defaultValue `10` */
  readonly count?: number;
  /** Asked only for those that would make the list. */
  readonly where?: (id: string) => boolean;
}

/** An item and how close it is. */
export interface SimilarItem {
  readonly item: string;
  /** From −1 to 1 for factors; for other kinds what the model says of the pair, comparable within one list. */
  readonly similarity: number;
}

/** A user and how close they are. */
export interface SimilarUser {
  readonly user: string;
  /** The cosine between the factors, from −1 to 1. */
  readonly similarity: number;
}

const DEFAULT_COUNT = 10;

/**
 * The items most like one, the closest first, never itself; ties go to the lower index. Factors are compared by their cosine; other kinds tell
 * what a history of that item alone speaks for. Empty for an item that the model does not know, and for models that know only
 * what is popular.
 *
 * @example
 * ```ts
 * import { type Model, similarItems } from 'kindred/recommend';
 *
 * export const shelf = (model: Model) => similarItems(model, 'teapot', { count: 4 }).map(({ item }) => item);
 * ```
 */
export function similarItems(model: Model, item: string, query: SimilarQuery = {}): readonly SimilarItem[] {
  const { items } = model;
  const place = items.indexOf(item);
  if (place < 0) return [];
  const scores = model.kind === 'factors' ? cosinesOfItem(model, place) : speechOf(model, place);
  const ranked = best(scores, items, query, place);
  return ranked.map(({ index, score }) => ({ item: items[index] ?? '', similarity: score }));
}

/**
 * The users of the training most like somebody, the closest first, by the cosine between their factors: like a user whose id is given, who is
 * left out of the list, or like anybody whose full history is. Empty for users that the model does not know, and for models without
 * the factors of users, packed ones among them.
 *
 * @example
 * ```ts
 * import { type FactorModel, similarUsers } from 'kindred/recommend';
 *
 * export function lookalikes(model: FactorModel, bought: readonly string[]): readonly string[] {
 *   return similarUsers(model, { complete: true, items: bought }, { count: 100 }).map(({ user }) => user);
 * }
 * ```
 */
export function similarUsers(
  model: FactorModel,
  somebody: string | FullHistory,
  query: SimilarQuery = {},
): readonly SimilarUser[] {
  const { userFactors, userIds = [], factors } = model;
  if (userFactors === undefined) return [];
  const place = typeof somebody === 'string' ? userIds.indexOf(somebody) : -1;
  if (typeof somebody === 'string' && place < 0) return [];
  const own =
    typeof somebody === 'string'
      ? userFactors.subarray(place * factors, (place + 1) * factors)
      : foldIn(model, somebody);
  const scores = cosines(userFactors, own);
  const ranked = best(scores, userIds, query, place);
  return ranked.map(({ index, score }) => ({ user: userIds[index] ?? '', similarity: score }));
}

function cosinesOfItem({ itemFactors, factors, scale }: FactorModel, place: number): Float64Array {
  const rows = plainRows(itemFactors, factors, scale);
  return cosines(rows, rows.subarray(place * factors, (place + 1) * factors));
}

/** With one row; 0 where a row is nothing but zeros. */
function cosines(rows: Float32Array, own: Float32Array): Float64Array {
  const d = own.length;
  const ownLength = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
  return Float64Array.from({ length: rows.length / d }, (_, row) => {
    let product = 0;
    let square = 0;
    for (let f = 0; f < d; f++) {
      const value = rows[row * d + f]!;
      product += value * own[f]!;
      square += value * value;
    }
    return square > 0 && ownLength > 0 ? product / (Math.sqrt(square) * ownLength) : 0;
  });
}

/** What the model says of every item to somebody who has only this one. */
function speechOf(model: Model, place: number): Float64Array {
  const board = createScoreboard(model.items.length);
  createScorer(model)?.score([{ index: place, weight: 1 }], board, {});
  return board.score;
}

/** But for the one at `place`, and what is not like it at all. */
function best(
  scores: Float64Array,
  ids: readonly string[],
  { count = DEFAULT_COUNT, where }: SimilarQuery,
  place: number,
): readonly Ranked[] {
  const touched = Uint32Array.from(scores.keys()).filter((index) => index !== place && scores[index] !== 0);
  const size = Math.max(0, Math.min(Math.floor(count) || 0, ids.length));
  const rank = rankScores({ score: scores, touched, count: touched.length });
  return rank(size, (index) => where === undefined || where(ids[index] ?? ''));
}
