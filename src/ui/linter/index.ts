// Finds what steers people in the way that consent is asked for: in a page, and in a policy.
//
// Promises
// - Looking changes nothing.
// - Every rule has a case that breaks it and one that comes close and does not.
// - A dialogue that is not found is a finding.
export { isKindredError, KindredError } from '../../core/index.ts';
export { assertFairConsentUi } from './assert.ts';
export type { LintOptions } from './controls.ts';
export { LINT_RULE_NAMES, LINT_RULES, type LintFinding, type LintRule, type LintRuleInfo } from './finding.ts';
export { lintConsentUi } from './lint.ts';
export { lintPolicy, type PolicyFinding } from './policy.ts';
export { type WalkOptions, walkConsentUi } from './walk.ts';
export { findNagging, type WatchOptions, watchConsentUi } from './watch.ts';
export { CONTROL_KINDS, type ControlKind } from './words.ts';
