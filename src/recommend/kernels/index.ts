// The heavy loops of training: a matrix inverse, ALS by conjugate gradients, Gram matrices, the best columns.
// WebAssembly with SIMD where there is one, on threads where it is given some; plain TypeScript elsewhere.

export { createKernels, type KernelOptions } from './create-kernels.ts';
export type { AlsSweep, Kernels, SparseRows, TopColumns, TopQuery } from './kernels.ts';
