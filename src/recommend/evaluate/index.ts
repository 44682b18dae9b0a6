// Evaluation: a model and what happened afterwards to figures. Pure; every figure says what it is divided by.
//
// Promises, each with a test of the same wording:
// - Every metric is the mean of what its plain definition gives for each user.
// - A perfect list measures 1, a useless one 0.
// - Users without a history are left out and counted.
// - With repeats excluded, nothing that a user had before is expected.
// - Items that the model does not know can only be missed.
// - The known answers on Online Retail come out.
// - A protocol puts every interaction into the training, the holdout, or neither, and none into both.
// - Published figures come out again on the data that they are of, and a miss is a miss.
// - Sessions are split whole, and nothing that is trained on came after the moment.
// - hash80 gives the split that its definition gives in plain big integers.
// - A model is tuned on a part of the training, and the holdout is not seen.
// - The paired bootstrap finds a difference that is there, and none between equals.
// - Each click but the first is foreseen from those before it, and the policy says what may come back.
// - The leak check finds copied rows and a future that was seen.

export { isKindredError, KindredError } from '../../core/index.ts';
export {
  checkPublished,
  PUBLISHED_TABLES,
  type PublishedTable,
  publishedTable,
  type TableFacts,
  type TablePart,
} from '../selftest/published.ts';
export { type SelfTestCase, selfTest } from '../selftest/selftest.ts';
export { type ComparedRow, type CompareOptions, type Cost, compare } from './compare.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
export {
  type BootstrapOptions,
  bootstrapInterval,
  type Interval,
  type PairedDifference,
  pairedBootstrap,
} from './intervals.ts';
export { findLeaks, type Leaks } from './leaks.ts';
export {
  isUserMetric,
  LIST_METRICS,
  type ListMetric,
  METRICS,
  type Metric,
  type MetricAtK,
  parseMetrics,
  USER_METRICS,
  type UserMetric,
} from './metrics.ts';
export { modelBytes } from './model-bytes.ts';
export {
  type Hash80Spec,
  type LeaveOneOutSpec,
  type LiangStrongSpec,
  type Ncf99Spec,
  PROTOCOLS,
  type ProtocolName,
  type ProtocolSpec,
  type Split,
  splitInteractions,
  type TemporalSpec,
} from './protocols/protocols.ts';
export { type SessionSplit, type SessionSplitOptions, splitSessions } from './protocols/session-next.ts';
export {
  evaluateSessions,
  REPEAT_POLICIES,
  type RepeatPolicy,
  type SessionEvaluation,
  type SessionOptions,
  sessionsOf,
} from './sessions.ts';
export { specsToTry, type TuneOptions, type Tuning, tune } from './tune.ts';
