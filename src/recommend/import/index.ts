// Factors that other programs learned, as models that can be served. Pure.
//
// Promises, each with a test of the same wording:
// - A model of implicit recommends what implicit recommends.
// - A model of Spark recommends what its factors say.
// - Whatever the bytes of a foreign file, there is a model that can be served, or an error.

export { isKindredError, KindredError } from '../../core/index.ts';
export type { ImportOptions } from './factors.ts';
export { type ImplicitOptions, importImplicit } from './implicit.ts';
export { importSparkAls, type SparkAlsFiles, type SparkAlsOptions } from './spark-als.ts';
