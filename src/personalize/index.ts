// Placements and their candidates: a rules file that is checked when loaded, and decisions that say why.
//
// Promises
// - Whatever is wrong with a rules file is found when it is loaded, and the error points at it.
// - A decision never throws: whatever the facts, the answer carries its reason.
// - The candidate of the highest priority whose condition holds is chosen; of equal ones, the first.
// - Nobody is personalized without facts.
// - An explanation is plain text: what facts contain is never read as a template.
export { isKindredError, type Json, KindredError } from '../core/index.ts';
export { OPERATORS } from '../rules/index.ts';
export type { Because } from './because.ts';
export { DECISION_REASONS, type Decision, type DecisionExplanation, type DecisionReason, decide } from './decide.ts';
export { nextDecisionChange } from './next-change.ts';
export {
  type Candidate,
  createPlacements,
  definePlacements,
  type Placement,
  type PlacementOptions,
  type Placements,
} from './placements.ts';
