import type { LongRun } from '../long-run.ts';

/** Rows of few numbers (compressed sparse rows): the entries of row `u` lie from `start[u]` to `start[u + 1]`, columns ascending. */
export interface SparseRows {
  /** One longer than there are rows. */
  readonly start: Uint32Array;
  readonly column: Uint32Array;
  /** One for each entry; 1 each where it is left out. */
  readonly value?: Float32Array;
  /** How many columns there are. */
  readonly columns: number;
}

/**
 * Half a sweep of alternating least squares: for each row `u`, with `y` the factors of its columns,
 *
 *     (gramWeight · YᵀY + Σ squareWeight · y yᵀ + regularization[u] · I) x = Σ targetWeight · y
 *
 * is approached from the present `x` by `steps` steps of conjugate gradients. Rows without entries become zero.
 *
 * | | gramWeight | squareWeight | targetWeight | regularization[u] |
 * |---|---|---|---|---|
 * | implicit, confidence c | 1 | c − 1 | c | λ |
 * | Rendle's iALS, weight α₀ | α₀ | 1 | 1 | λ (entries of u + α₀ · columns)^ν |
 */
export interface AlsSweep {
  readonly start: Uint32Array;
  readonly column: Uint32Array;
  /** One for each entry, or one for all. */
  readonly squareWeight: Float32Array | number;
  /** One for each entry, or one for all. */
  readonly targetWeight: Float32Array | number;
  readonly gramWeight: number;
  /** One for each row, or one for all. */
  readonly regularization: Float32Array | number;
  /** Width of the factors. */
  readonly factors: number;
  /** Y, columns × factors, row-major: it stays. */
  readonly fixed: Float32Array;
  /** X, rows × factors, row-major: the start, and then the result. */
  readonly solved: Float32Array;
  /** @defaultValue `3` */
  readonly steps?: number;
}

/** Asks for the best columns by dot product, for many rows at once. */
export interface TopQuery {
  /** Width of the factors. */
  readonly factors: number;
  /** rows × factors, row-major. */
  readonly rows: Float32Array;
  /** columns × factors, row-major. */
  readonly columns: Float32Array;
  /** How many for each row. */
  readonly count: number;
  /** Columns that a row must not get, such as what its user had. */
  readonly exclude?: SparseRows;
}

/** The best columns of each row, best first; ties go to the lower column. Row `r` lies from `r · count`. */
export interface TopColumns {
  /** How many for each row: what was asked for, at most the number of columns. */
  readonly count: number;
  /** Where a row has fewer, the rest is 0xffffffff. */
  readonly column: Uint32Array;
  /** Where a row has fewer, the rest is minus infinity. */
  readonly score: Float32Array;
}

/**
 * The heavy loops of training. Each gives the same bytes whoever runs them (WebAssembly or plain TypeScript, one thread
 * or many): the order of every sum is fixed, and no multiplication is fused with an addition.
 */
export interface Kernels {
  readonly name: 'simd' | 'typescript';
  /** How many threads work, the caller's among them. */
  readonly threads: number;
  /**
   * Inverts a symmetric positive definite matrix (n × n, row-major) in place. The lower triangle is read, the full matrix
   * written. Needs half the matrix again.
   *
   * @throws KindredError (as a rejection) `singular-matrix`, with the matrix as it was; `aborted`, likewise
   */
  invertSpd(matrix: Float32Array | Float64Array, n: number, run?: LongRun): Promise<void>;
  /**
   * Writes XᵀX (columns × columns, row-major, in full) of sparse rows X.
   *
   * @throws KindredError (as a rejection) `aborted`
   */
  gram(rows: SparseRows, matrix: Float32Array | Float64Array, run?: LongRun): Promise<void>;
  /**
   * Half a sweep of alternating least squares; changes `sweep.solved`.
   *
   * @throws KindredError (as a rejection) `aborted`, with `solved` as it was
   */
  alsSweep(sweep: AlsSweep, run?: LongRun): Promise<void>;
  /** The best columns of each row by dot product. */
  topColumns(query: TopQuery, run?: LongRun): Promise<TopColumns>;
  /** Ends the threads, after what is under way; nothing may be asked afterwards. May be called twice. */
  stop(): void;
}
