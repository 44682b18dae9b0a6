// The planner: what a training will take, before it starts.
export {
  type DataShape,
  type PlanOptions,
  planTraining,
  refuseUnfit,
  shapeOf,
  type TrainingPlace,
  type TrainingPlan,
} from './plan.ts';
