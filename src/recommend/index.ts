export { type Digest, isKindredError, KindredError } from '../core/index.ts';
export { type ArtifactFiles, type EncodeOptions, encodeArtifact, loadModel } from './artifact/artifact.ts';
export { type PackOptions, packModel, unpackModel } from './artifact/packed.ts';
export type { HistoryLookup } from './history.ts';
export { createInteractions, type Interactions, type InteractionsBuilder } from './interactions.ts';
export type { LongRun } from './long-run.ts';
export {
  type DataWindow,
  MODEL_KINDS,
  type Model,
  type ModelBase,
  type ModelKind,
  type ModelSpec,
  type NeighbourModel,
  type PopularityModel,
} from './model.ts';
export {
  type Contribution,
  type HistoryItem,
  type ListQuery,
  RECOMMENDATION_REASONS,
  type Recommendation,
  type RecommendationReason,
  type Recommendations,
  type RecommendQuery,
  SHORT_REASONS,
  type ShortReason,
} from './recommendations.ts';
export { createRecommender, type Recommender, type RecommenderOptions } from './recommender.ts';
