// Recommendations: interactions in, lists with reasons out. Pure; the same code in Node and in a page.
//
// Promises, each with a test of the same wording:
// - A filter inside the list gives what filtering the whole list gives.
// - The list is the best of a full sort, and ties go to the lower index.
// - The shares of an item add up to its score.
// - A list is as long as asked for, or says why not.
// - Whatever is asked, the answer is a list.
// - Where nothing is known the list is what is popular, and says why.
// - Caps hold, whatever else is asked, unless pins break them.
// - Caps give what taking one by one from the whole list gives.
// - A boost gives what boosting all scores and sorting gives.
// - Whatever the rules, the list holds no item twice, none that is kept away, and is full or says why not.
// - Diversity and calibration of strength 0 change nothing and lose nothing.
// - The same model gives the same lists, to the last bit, on every platform.
// - What a page loads step by step gives the lists that the whole gives.
// - A slice gives the lists of the whole model.
// - A part of a file that is not what was hashed is refused, and no list is made of it.
// - A model survives packing as it is.
// - A model survives being stored as a folder.
// - A flipped byte is found, wherever it is.
// - A newer version is refused as such.
// - Whatever header comes with a right hash, there is a model that can be served, or an error.
// - Whatever Parquet comes with right hashes, there is a model that can be served, or an error.
// - The packed form holds no history of any user.
// - Histories are stored only when asked for.
// - A model of rows survives packing as it is.
// - A byte is at most half a step off, and a quarter of the size.
// - The factors of users are stored only with the histories, and never packed.
// - A person is folded in by solving the equations of the objective.
// - The shares of an item add up to its score, in every blend.
// - A blend survives packing and storing, and gives the same lists to the last bit.
// - A part that is missing, cut short, or of another blend is refused by its place.

export { type Digest, isKindredError, KindredError } from '../core/index.ts';
export { encodeArtifact, loadModel } from './artifact/artifact.ts';
export type { ArtifactFiles, EncodeOptions } from './artifact/files.ts';
export { type PackOptions, packModel, unpackModel } from './artifact/packed.ts';
export { type ModelSlices, openSlices, type ReadRange } from './artifact/slices.ts';
export { quantizeRows } from './byte-rows.ts';
export {
  createInteractions,
  type InteractionEvents,
  type Interactions,
  type InteractionsBuilder,
  type InteractionsOptions,
} from './interactions.ts';
export type { LongRun } from './long-run.ts';
export {
  type BlendModel,
  type DataWindow,
  type DenseModel,
  type FactorModel,
  MODEL_KINDS,
  type Model,
  type ModelBase,
  type ModelKind,
  type ModelSpec,
  type NeighbourModel,
  type PopularityModel,
  type RepurchaseModel,
  type SessionModel,
  type SingleModel,
} from './model.ts';
export type { Attributes } from './serve/arranging/attributes.ts';
export {
  type Blend,
  blendModels,
  createBlend,
  type HeadAndTailBlend,
  type SwitchingBlend,
  type WeightedBlend,
} from './serve/blend.ts';
export type { StandingFilters } from './serve/door.ts';
export { type FullHistory, foldIn } from './serve/fold-in.ts';
export type { HistoryLookup } from './serve/history.ts';
export type { ListOptions } from './serve/list.ts';
export { type LoadedRecommender, loadRecommender } from './serve/load-recommender.ts';
export type { Calibration, Diversity, HistoryItem, ListQuery, Pin, RecommendQuery } from './serve/query.ts';
export {
  type Change,
  type Contribution,
  RECOMMENDATION_REASONS,
  type Rearrangement,
  type Recommendation,
  type RecommendationReason,
  type Recommendations,
  SHORT_REASONS,
  type ShortReason,
} from './serve/recommendations.ts';
export { createRecommender } from './serve/recommender.ts';
export type { Recommender, RecommenderOptions } from './serve/serve-scorer.ts';
export { type SimilarItem, type SimilarQuery, type SimilarUser, similarItems, similarUsers } from './serve/similar.ts';
export {
  ENGLISH_REASONS,
  GERMAN_REASONS,
  type ReasonsInWords,
  type ReasonTexts,
  reasonsInWords,
  type WordsOptions,
} from './serve/words.ts';
