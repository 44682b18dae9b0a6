// What can be said of a rules file without running it: contradictions, rules that never win, permissions that are not asked for.
//
// Promises
// - A condition that is said never to hold holds on no facts.
// - A rule that is said never to win wins on no facts.
// - Any value at all, given as a file, is answered with findings.
export { isKindredError, KindredError } from '../../core/index.ts';
export { type AnalysisOptions, analyseRules } from './analyse-rules.ts';
export { FINDING_CODES, type Finding, type FindingCode } from './finding.ts';
export type { Load } from './load-faults.ts';
