// Evaluation: a model and what happened afterwards to figures. Pure; every figure says what it is divided by.
//
// Promises, each with a test of the same wording:
// - Every metric is the mean of what its plain definition gives for each user.
// - A perfect list measures 1, a useless one 0.
// - Users without a history are left out and counted.
// - With repeats excluded, nothing that a user had before is expected.
// - Items that the model does not know can only be missed.
// - The known answers on Online Retail come out.

export { isKindredError, KindredError } from '../../core/index.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
export {
  LIST_METRICS,
  type ListMetric,
  METRICS,
  type Metric,
  type MetricAtK,
  parseMetrics,
  USER_METRICS,
  type UserMetric,
} from './metrics.ts';
