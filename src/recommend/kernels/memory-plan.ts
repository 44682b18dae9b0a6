// What the tasks of a kernel share lies in one memory: a head, then the numbers. The head says where everything is (in bytes),
// so that WebAssembly, plain TypeScript and other threads need nothing but the memory and the number of a task.

/** The bytes before the numbers begin. */
export const HEAD_BYTES = 1024;

/** Words (Uint32) of the head by which threads take tasks: tickets, whose numbers only ever grow. */
export const TICKETS = {
  /** Rises with each batch of tasks; idle threads wait for it. */
  batch: 0,
  /** The next ticket. */
  next: 1,
  /** The first ticket that there is no task for. */
  limit: 2,
  /** How many tickets are done. */
  done: 3,
  /** The ticket of task 0. */
  base: 4,
  /** Which of {@link TASKS} the tickets are for. */
  task: 5,
  /** 1: threads leave this memory. */
  stop: 6,
  /** 1: a task ended with an error. */
  failed: 7,
} as const;

/** Words from here on belong to the kernel at work. */
export const FIRST_OWN_WORD = 16;

/** What a task does, and how the others know it; `simd/kernels.as` has the same numbers. */
export const TASKS = {
  pivot: 0,
  panel: 1,
  update: 2,
  gram: 3,
  factorStrips: 4,
  factorGram: 5,
  alsRows: 6,
  topRows: 7,
} as const;

/** One of {@link TASKS}. */
export type Task = (typeof TASKS)[keyof typeof TASKS];

/** Words of the head that say what there is; each kernel has its own. Addresses are in bytes. */
export const SPD = {
  /** 4 or 8: the bytes of a number. */
  precision: 16,
  blockCount: 17,
  /** The block that is swept now. */
  pivot: 18,
  blocks: 19,
  /** The diagonal as it was given. */
  diagonal: 20,
  /** The inverse of the pivot block, in strips. */
  pivotPanel: 21,
  /** A[i, pivot] times the inverse, in strips of 4 rows, for every i. */
  rowPanels: 22,
  /** A[j, pivot], in strips of 8 (32 bits) or 4 (64 bits) rows, for every j. */
  columnPanels: 23,
  /** 0, or one more than the row whose pivot is not above zero. */
  fault: 24,
} as const;

export const GRAM = {
  precision: 16,
  columns: 17,
  /** The first row of the result that is computed now. */
  firstRow: 18,
  /** Rows of X: where they begin, their columns, their values (address 0: all 1). */
  start: 19,
  column: 20,
  value: 21,
  /** For each column of X, where its entries begin; for each of those, the row of X, and its place in that row. */
  byColumn: 22,
  entryRow: 23,
  entryPlace: 24,
  /** Rows of the result, as many as there are tasks. */
  result: 25,
} as const;

export const ALS = {
  rowCount: 16,
  /** Factors, up to the next multiple of 8. */
  width: 17,
  steps: 18,
  start: 19,
  column: 20,
  /** One for each entry of X. */
  squareWeight: 21,
  targetWeight: 22,
  /** One for each row. */
  regularization: 23,
  fixed: 24,
  solved: 25,
  /** Times its weight, in strips of 8 columns. */
  gram: 26,
  /** For each thread 17 rows of factors. */
  scratch: 27,
  /** How many rows `fixed` has. */
  fixedCount: 28,
  /** `fixed` in strips of 8 columns. */
  strips: 29,
  /** YᵀY, row-major, its lower triangle. */
  lowerGram: 30,
} as const;

export const TOP = {
  rowCount: 16,
  width: 17,
  count: 18,
  columnCount: 19,
  rows: 20,
  /** The columns in strips of 8. */
  strips: 21,
  excludeStart: 22,
  excludeColumn: 23,
  column: 24,
  score: 25,
  /** For each thread 4 rows of scores, and 4 of factors. */
  scratch: 26,
} as const;

/** How many rows of `fixed` one task copies; also whose products are added up before they are added to the rest. */
export const FIXED_ROWS_A_TASK = 128;

/** How many rows one task of these kernels does. */
export const ROWS_A_TASK = 16;
