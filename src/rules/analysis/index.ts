// What can be said of a rules file without running it: contradictions, rules that never win, permissions that are not asked for.
//
// Promises
// - A condition that is said never to hold holds on no facts.
// - A rule that is said never to win wins on no facts.
// - Everything that keeps a file from loading is told, each with its JSON Pointer.
// - Any value at all, given as a file, is answered with findings.
export { isKindredError, KindredError } from '../../core/index.ts';
export { type AnalysisOptions, analyseRules } from './analyse-rules.ts';
export { FINDING_CODES, type Finding, type FindingCode } from './finding.ts';
export type { Load } from './load-faults.ts';
export type { Schema } from './schema/json-schema.ts';
export { rulesSchema } from './schema/rules-schema.ts';
