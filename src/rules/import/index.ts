// Rules of other engines and builders, taken along.
//
// Promises
// - What is imported means what it meant, or a note says where it does not.
// - What cannot be imported is refused with a pointer, and nothing is dropped in silence.
export { isKindredError, type Json, KindredError } from '../../core/index.ts';
export { sourceOf } from '../condition/source.ts';
export { explainImported } from './explain-imported.ts';
export type { FlagdContext, FlagdMoment, FlagdReason, FlagdResolution } from './flagd/flag.ts';
export { type FlagdFlag, type FlagdImport, type FlagdOptions, importFlagd } from './flagd/import-flagd.ts';
export type { ImportDialect, ImportedCondition, ImportNote } from './imported.ts';
export {
  type ImportedRules,
  importJsonRulesEngine,
  type JsonRulesEngineOptions,
} from './json-rules-engine/import-json-rules-engine.ts';
export { importMongo, type MongoOptions } from './mongo/import-mongo.ts';
export { parseImported } from './parse-imported.ts';
export { type ExportOptions, exportQueryBuilder } from './query-builder/export-query-builder.ts';
export { importQueryBuilder, type QueryBuilderOptions } from './query-builder/import-query-builder.ts';
export type { QueryGroup, QueryRule } from './query-builder/query.ts';
