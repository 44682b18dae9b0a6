// The heavy loops of training: a matrix inverse, ALS by conjugate gradients, Gram matrices, the best columns.
// WebAssembly with SIMD where there is one, on threads where it is given some; plain TypeScript elsewhere.
//
// Promises, each with a test of the same wording:
// - WebAssembly and plain TypeScript give the same bytes: an inverse.
// - WebAssembly and plain TypeScript give the same bytes: half a sweep of ALS.
// - WebAssembly and plain TypeScript give the same bytes: Gram matrices and best columns.
// - However many threads work, the bytes are the same.
// - An inverse times its matrix is one.
// - A matrix without an inverse is refused, and stays as it was.
// - Many steps of ALS solve the equations of each row.
// - A Gram matrix counts what rows have in common.
// - The best columns are those of a full sort, ties to the lower column.
// - An accelerated model gives the lists of the model, to the last bit.
// - Kernels end with `aborted` when their signal says so, and leave everything as it was.

export { isKindredError, KindredError } from '../../core/index.ts';
export type { LongRun } from '../long-run.ts';
export { accelerateModel } from './accelerate-model.ts';
export { createKernels, type KernelOptions } from './create-kernels.ts';
export type { AlsSweep, Kernels, SparseRows, TopColumns, TopQuery } from './kernels.ts';
export type { KernelThread, StartThread } from './simd/thread-source.ts';
