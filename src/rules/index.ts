// Conditions as data, in JsonLogic's form and a closed, strict dialect: checked when loaded, compiled without eval, explained.
//
// Promises
// - Whatever is wrong with a condition is found when it is loaded, and the error points at it.
// - Nothing is converted: values of different types are never equal and have no order.
// - A missing or null fact never satisfies an ordering comparison.
// - What cannot be known does not hold, and neither does its opposite.
// - A rule sees own properties only, and no prototype.
// - An explanation gives the verdict that the compiled condition gives.
// - Any value at all, given as a rule, becomes a working condition or an error with a pointer.
// - A rule set matches what its rules match one by one, however it finds them.
// - A session matches what an evaluation of the same facts, events and time matches.
// - The matches of a session are the same list as long as nothing changes.
// - Nothing changes before the time that a session names as its next change.
export { isKindredError, type Json, KindredError } from '../core/index.ts';
export { applyLogic, compileLogic } from './compat/apply-logic.ts';
export { type ParseOptions, parseCondition } from './compat/parse-condition.ts';
export { compileCondition, compileFact } from './condition/compile.ts';
export type {
  Condition,
  ConditionNode,
  FactNode,
  LiteralNode,
  OperationNode,
  QueryNode,
  ValueType,
} from './condition/condition.ts';
export type { EvaluationContext, NamedParts } from './condition/context.ts';
export {
  createExplainer,
  type ExplainConditionOptions,
  type ExplainOptions,
  type Explanation,
  explainCondition,
  type Recorded,
} from './condition/explain.ts';
export type { Facts, FactType, FactTypes, GuardedFact } from './condition/facts.ts';
export { evaluateCondition } from './condition/interpret.ts';
export type { NearMiss } from './condition/near-miss.ts';
export { parseExpression } from './condition/parse.ts';
export {
  type ConditionOptions,
  createParser,
  type EventType,
  type EventTypes,
  type ParseExpression,
} from './condition/parser.ts';
export { EXPLANATION_REASONS, type ExplanationReason } from './condition/unknown.ts';
export { type FactWords, formatValue } from './condition/words.ts';
export {
  createEventHistory,
  type EventHistory,
  type EventHistoryOptions,
  type HistoryEvent,
} from './history/event-history.ts';
export type { Operators } from './operators/basic-operators.ts';
export { IMPRESSION } from './operators/cap.ts';
export { CORE_OPERATORS } from './operators/core-operators.ts';
export { OPERATORS } from './operators/operators.ts';
export type { Schedule } from './operators/schedule.ts';
export { compilePattern } from './pattern/pattern.ts';
export { createRuleIndex } from './rule-set/create-rule-index.ts';
export { createRules, defineRules, type Rules, type RulesOptions } from './rule-set/define-rules.ts';
export {
  explainRules,
  RULE_REASONS,
  type RuleExplanation,
  type RuleReason,
} from './rule-set/explain-rules.ts';
export { nextRuleChange } from './rule-set/next-change.ts';
export {
  type Cap,
  GROUP_MATCHES,
  type Group,
  type GroupMatch,
  type Holdout,
  type Match,
  type Rule,
  type Snapshot,
} from './rule-set/rule.ts';
export type { CreateRuleIndex, RuleIndex } from './rule-set/rule-index.ts';
export { createRuleSession } from './rule-set/rule-session.ts';
export type { RuleSession, SessionOptions } from './rule-set/session.ts';
export { type SessionClockPorts, startSessionClock } from './rule-set/session-clock.ts';
