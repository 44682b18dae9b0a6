// Training: interactions to a model. Pure; the same input, spec and seed give the same model on every platform.
//
// Promises, each with a test of the same wording:
// - The same interactions give the same model, in whatever order they were added.
// - The fast engine equals a plain twin on random input.
// - The neighbours kept are those that a full sort would keep.
// - Ties go to the lower index.
// - A model that keeps fewer neighbours is the model that would have been trained so.
// - Counts that were added and subtracted give the model of a full rebuild, bit for bit.
// - After a withdrawal no number depends on the user any more.
// - Sessions that were appended give the model of a full rebuild.
// - EASE equals the closed form of the paper on random input.
// - Every user minimises the loss of the paper, given the factors of the items.
// - The same seed gives the same bytes, and another seed others.
// - An EASE model after changes is the one that would be trained anew.
// - Training ends with `aborted` when its signal says so.
// - Other things get their turn while training runs, when a pause is given.

export { isKindredError, KindredError } from '../../core/index.ts';
export type { AlsObjective } from '../als-objective.ts';
export type { PlannedParts, Stored } from '../plan/costs.ts';
export { type PlanOptions, planTraining, refuseUnfit, type TrainingPlace, type TrainingPlan } from '../plan/plan.ts';
export { type DataShape, type SampledItem, type ShapeOptions, shapeOf } from '../plan/shape.ts';
export type { AlgorithmEntry } from './algorithm.ts';
export { ALGORITHM_TABLE, ALGORITHMS, type Algorithm } from './algorithms.ts';
export { type LeftOut, leftOutBy } from './counts/max-history.ts';
export type { Precision } from './ease.ts';
export { headOf } from './head-of.ts';
export { keepNeighbours } from './keep-neighbours.ts';
export type { Weights } from './model-base.ts';
export { type CountSpec, createOnlineCounts, type OnlineCounts } from './online/counts.ts';
export { createOnlineEase, type OnlineEase } from './online/ease.ts';
export { createOnlineSessions, type OnlineSessions } from './online/sessions.ts';
export type { OptionForm, OptionTable, OptionValue } from './option-table.ts';
export { trainSegments } from './segments.ts';
export {
  type BuyAgainSpec,
  type CooccurrenceSpec,
  type CosineSpec,
  type Cut,
  type EaseSpec,
  type IalsSpec,
  type JaccardSpec,
  type NeighbourOptions,
  type PopularitySpec,
  parseSpec,
  type Rp3betaSpec,
  type SarSpec,
  type SequentialRulesSpec,
  type TrainSpec,
  type TrendingSpec,
  type VmisSpec,
  type WeightOptions,
} from './spec.ts';
export { type TrainOptions, train } from './train.ts';
export { answerTraining, trainInWorker, type WorkerEvent, type WorkerPort } from './worker.ts';
