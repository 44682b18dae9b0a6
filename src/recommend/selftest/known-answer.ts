import { createRecommender, type Model, type RecommendQuery } from '../index.ts';

/** One case of the self-test: what it must give, and how to find out. */
export interface KnownAnswer {
  readonly name: string;
  /** The paper, and how the answer was worked out from it. */
  readonly source: string;
  readonly expected: number;
  /** How far off it may be: model values are single precision. */
  readonly within: number;
  find(): number | Promise<number>;
}

export const EXACT = 1e-12;
export const SINGLE = 1e-6;

/** What a model says of an item; 0 where nothing goes with the history, whatever is listed instead. */
export function scoreOf(model: Model, item: string, query: RecommendQuery): number {
  const list = createRecommender(model).recommend(query);
  return list.kind === 'personal' ? (list.items.find((found) => found.item === item)?.score ?? 0) : 0;
}
