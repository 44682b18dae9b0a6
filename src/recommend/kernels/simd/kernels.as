// The tasks of the kernels in AssemblyScript with SIMD (128 bits). Built into kernels-wasm.ts by `node .ci/kernels.mjs`.
//
// Every function has a twin of its name in ../plain, which gives the same bytes: sums are taken in the same order, and nothing
// is fused. The numbers of tasks and words are those of ../memory-plan.ts.
//
// V8 does not replace WebAssembly that is running by its optimised form: a call that begins slow stays slow. So every export
// does a short piece of work (less than a few milliseconds), and the loops over pieces are in TypeScript.

const BLOCK: usize = 128;
const ROWS_A_TASK: usize = 16;
const FIXED_ROWS_A_TASK: usize = 128;
const SMALLEST_RESIDUAL: f32 = 1e-20;

const SET: i32 = 0;
const ADD: i32 = 1;
const SUBTRACT: i32 = 2;

// @ts-ignore: decorator
@inline
function word(index: usize): usize {
  return load<u32>(index << 2);
}

// @ts-ignore: decorator
@inline
function strip<T>(): usize {
  return 32 / sizeof<T>();
}

// ---------------------------------------------------------------------------------------------------------------- tiles

/**
 * 4 rows × one strip (32 bytes) of sums over `count` numbers k, ascending, from zero. `a` has 4 rows side by side for each k,
 * `aStep` bytes apart; `b` is a strip.
 */
function tile<T>(a: usize, aStep: usize, b: usize, count: usize, to: usize, rowBytes: usize, mode: i32): void {
  let c00 = v128.splat<T>(0);
  let c01 = v128.splat<T>(0);
  let c10 = v128.splat<T>(0);
  let c11 = v128.splat<T>(0);
  let c20 = v128.splat<T>(0);
  let c21 = v128.splat<T>(0);
  let c30 = v128.splat<T>(0);
  let c31 = v128.splat<T>(0);
  const end = b + count * 32;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<T>(a);
    c00 = v128.add<T>(c00, v128.mul<T>(a0, b0));
    c01 = v128.add<T>(c01, v128.mul<T>(a0, b1));
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    c10 = v128.add<T>(c10, v128.mul<T>(a1, b0));
    c11 = v128.add<T>(c11, v128.mul<T>(a1, b1));
    const a2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = v128.add<T>(c20, v128.mul<T>(a2, b0));
    c21 = v128.add<T>(c21, v128.mul<T>(a2, b1));
    const a3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = v128.add<T>(c30, v128.mul<T>(a3, b0));
    c31 = v128.add<T>(c31, v128.mul<T>(a3, b1));
    a += aStep;
    b += 32;
  }
  put<T>(to, c00, c01, mode);
  put<T>(to + rowBytes, c10, c11, mode);
  put<T>(to + 2 * rowBytes, c20, c21, mode);
  put<T>(to + 3 * rowBytes, c30, c31, mode);
}

function put<T>(to: usize, c0: v128, c1: v128, mode: i32): void {
  if (mode == SUBTRACT) {
    v128.store(to, v128.sub<T>(v128.load(to), c0));
    v128.store(to, v128.sub<T>(v128.load(to, 16), c1), 16);
  } else if (mode == ADD) {
    v128.store(to, v128.add<T>(v128.load(to), c0));
    v128.store(to, v128.add<T>(v128.load(to, 16), c1), 16);
  } else {
    v128.store(to, c0);
    v128.store(to, c1, 16);
  }
}

// ---------------------------------------------------------------------------------------------------- symmetric inverse

const PRECISION: usize = 16;
const SPD_PIVOT: usize = 18;
const SPD_BLOCKS: usize = 19;
const SPD_DIAGONAL: usize = 20;
const SPD_PIVOT_PANEL: usize = 21;
const SPD_ROW_PANELS: usize = 22;
const SPD_COLUMN_PANELS: usize = 23;
const SPD_FAULT: usize = 24;

// @ts-ignore: decorator
@inline
function blockBytes<T>(): usize {
  return BLOCK * BLOCK * sizeof<T>();
}

// @ts-ignore: decorator
@inline
function blockAt<T>(i: usize, j: usize): usize {
  return word(SPD_BLOCKS) + ((i * (i + 1)) / 2 + j) * blockBytes<T>();
}

// @ts-ignore: decorator
@inline
function rowBytes<T>(): usize {
  return BLOCK * sizeof<T>();
}

function sweepPivot<T>(): void {
  const pivot: usize = word(SPD_PIVOT);
  const block = blockAt<T>(pivot, pivot);
  const diagonal = word(SPD_DIAGONAL) + pivot * rowBytes<T>();
  const least: T = sizeof<T>() == 4 ? <T>3.814697265625e-6 : <T>7.105427357601002e-15;
  mirror<T>(block);
  for (let k: usize = 0; k < BLOCK; k++) {
    const value = load<T>(block + k * (rowBytes<T>() + sizeof<T>()));
    if (!(value > least * load<T>(diagonal + k * sizeof<T>())) || value == <T>Infinity) {
      store<u32>(SPD_FAULT << 2, pivot * BLOCK + k + 1);
      return;
    }
    const inverse: T = <T>1 / value;
    for (let i: usize = 0; i < BLOCK; i++) {
      if (i != k) eliminate<T>(block + i * rowBytes<T>(), block + k * rowBytes<T>(), k * sizeof<T>(), inverse);
    }
    scalePivotRow<T>(block + k * rowBytes<T>(), k * sizeof<T>(), inverse);
  }
  mirror<T>(block);
  packPivot<T>(block);
}

function eliminate<T>(row: usize, own: usize, k: usize, inverse: T): void {
  const factor: T = load<T>(row + k) * inverse;
  const factors = v128.splat<T>(factor);
  for (let j: usize = 0; j < rowBytes<T>(); j += 32) {
    v128.store(row + j, v128.sub<T>(v128.load(row + j), v128.mul<T>(factors, v128.load(own + j))));
    v128.store(row + j, v128.sub<T>(v128.load(row + j, 16), v128.mul<T>(factors, v128.load(own + j, 16))), 16);
  }
  store<T>(row + k, factor);
}

function scalePivotRow<T>(own: usize, k: usize, inverse: T): void {
  const factors = v128.splat<T>(inverse);
  for (let j: usize = 0; j < rowBytes<T>(); j += 16) v128.store(own + j, v128.mul<T>(v128.load(own + j), factors));
  store<T>(own + k, -inverse);
}

function mirror<T>(block: usize): void {
  for (let i: usize = 1; i < BLOCK; i++) {
    for (let j: usize = 0; j < i; j++) {
      store<T>(block + (j * BLOCK + i) * sizeof<T>(), load<T>(block + (i * BLOCK + j) * sizeof<T>()));
    }
  }
}

function packPivot<T>(block: usize): void {
  const panel: usize = word(SPD_PIVOT_PANEL);
  for (let j: usize = 0; j < BLOCK; j += strip<T>()) {
    for (let k: usize = 0; k < BLOCK; k++) {
      const from = block + (k * BLOCK + j) * sizeof<T>();
      const to = panel + j * rowBytes<T>() + k * 32;
      v128.store(to, v128.neg<T>(v128.load(from)));
      v128.store(to, v128.neg<T>(v128.load(from, 16)), 16);
    }
  }
}

function sweepPanel<T>(i: usize): void {
  const pivot: usize = word(SPD_PIVOT);
  if (i == pivot) return;
  const isAbove = i < pivot;
  const block = isAbove ? blockAt<T>(pivot, i) : blockAt<T>(i, pivot);
  const rows = word(SPD_ROW_PANELS) + i * blockBytes<T>();
  const columns = word(SPD_COLUMN_PANELS) + i * blockBytes<T>();
  if (isAbove) {
    // Row k of the block is column k of A[i, pivot].
    for (let r: usize = 0; r < BLOCK; r += strip<T>()) copyStrip<T>(block + r * sizeof<T>(), columns + r * rowBytes<T>());
    for (let r: usize = 0; r < BLOCK; r += 4) copyFour<T>(block + r * sizeof<T>(), rows + r * rowBytes<T>());
  } else {
    packRows<T>(block, columns, strip<T>());
    packRows<T>(block, rows, 4);
  }
  multiplyBlock<T>(block, rows, word(SPD_PIVOT_PANEL), SET, false);
  packRows<T>(block, rows, 4);
  if (isAbove) transpose<T>(block);
}

function copyStrip<T>(from: usize, to: usize): void {
  for (let k: usize = 0; k < BLOCK; k++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += rowBytes<T>();
    to += 32;
  }
}

function copyFour<T>(from: usize, to: usize): void {
  for (let k: usize = 0; k < BLOCK; k++) {
    v128.store(to, v128.load(from));
    if (sizeof<T>() == 8) v128.store(to, v128.load(from, 16), 16);
    from += rowBytes<T>();
    to += 4 * sizeof<T>();
  }
}

/** Rows of a block into strips of `size` rows, by squares of as many rows as a register has lanes. */
function packRows<T>(block: usize, to: usize, size: usize): void {
  const lanes = 16 / sizeof<T>();
  const step = size * sizeof<T>();
  for (let top: usize = 0; top < BLOCK; top += lanes) {
    let from = block + top * rowBytes<T>();
    let at = to + (top - (top & (size - 1))) * rowBytes<T>() + (top & (size - 1)) * sizeof<T>();
    const end = from + rowBytes<T>();
    for (; from < end; from += 16, at += lanes * step) {
      const r0 = v128.load(from);
      const r1 = v128.load(from, BLOCK * sizeof<T>());
      if (sizeof<T>() == 8) {
        v128.store(at, v128.shuffle<f64>(r0, r1, 0, 2));
        v128.store(at + step, v128.shuffle<f64>(r0, r1, 1, 3));
      } else {
        const r2 = v128.load(from, 2 * BLOCK * sizeof<T>());
        const r3 = v128.load(from, 3 * BLOCK * sizeof<T>());
        const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
        const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
        const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
        v128.store(at, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
        v128.store(at + step, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
        v128.store(at + 2 * step, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
        v128.store(at + 3 * step, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      }
    }
  }
}

function transpose<T>(block: usize): void {
  for (let i: usize = 1; i < BLOCK; i++) {
    for (let j: usize = 0; j < i; j++) {
      const below = block + (i * BLOCK + j) * sizeof<T>();
      const above = block + (j * BLOCK + i) * sizeof<T>();
      const value = load<T>(below);
      store<T>(below, load<T>(above));
      store<T>(above, value);
    }
  }
}

function sweepUpdate<T>(index: usize): void {
  const pivot: usize = word(SPD_PIVOT);
  const i = <usize>((Math.sqrt(<f64>(8 * index + 1)) - 1) / 2);
  const j = index - (i * (i + 1)) / 2;
  if (i == pivot || j == pivot) return;
  const rows = word(SPD_ROW_PANELS) + i * blockBytes<T>();
  const columns = word(SPD_COLUMN_PANELS) + j * blockBytes<T>();
  multiplyBlock<T>(word(SPD_BLOCKS) + index * blockBytes<T>(), rows, columns, SUBTRACT, i == j);
}

function multiplyBlock<T>(block: usize, rows: usize, columns: usize, mode: i32, isLower: bool): void {
  for (let left: usize = 0; left < BLOCK; left += strip<T>()) {
    const b = columns + left * rowBytes<T>();
    for (let top = isLower ? left & ~7 : 0; top < BLOCK; top += 4) {
      const to = block + (top * BLOCK + left) * sizeof<T>();
      tile<T>(rows + top * rowBytes<T>(), 4 * sizeof<T>(), b, BLOCK, to, rowBytes<T>(), mode);
    }
  }
}

// ---------------------------------------------------------------------------------------------------------- sparse Gram

const GRAM_COLUMNS: usize = 17;
const GRAM_FIRST_ROW: usize = 18;
const GRAM_START: usize = 19;
const GRAM_COLUMN: usize = 20;
const GRAM_VALUE: usize = 21;
const GRAM_BY_COLUMN: usize = 22;
const GRAM_ENTRY_ROW: usize = 23;
const GRAM_ENTRY_PLACE: usize = 24;
const GRAM_RESULT: usize = 25;

function gramRow<T>(task: usize): void {
  const column = word(GRAM_FIRST_ROW) + task;
  const columns: usize = word(GRAM_COLUMNS);
  const result = word(GRAM_RESULT) + task * columns * sizeof<T>();
  memory.fill(result, 0, columns * sizeof<T>());
  const byColumn = word(GRAM_BY_COLUMN) + (column << 2);
  const until = load<u32>(byColumn, 4);
  const values: usize = word(GRAM_VALUE);
  for (let e = load<u32>(byColumn); e < until; e++) {
    const row = load<u32>(word(GRAM_ENTRY_ROW) + (e << 2));
    const own = load<u32>(word(GRAM_ENTRY_PLACE) + (e << 2));
    const first = load<u32>(word(GRAM_START) + (row << 2));
    const from: usize = word(GRAM_COLUMN) + (first << 2);
    const count: usize = own - first + 1;
    if (values == 0) countColumns<T>(result, from, from + (count << 2));
    else addColumns<T>(result, from, from + (count << 2), values + (first << 2), load<f32>(values + (own << 2)));
  }
}

// @ts-ignore: decorator
@inline
function countOne<T>(result: usize, at: usize): void {
  const to = result + load<u32>(at) * sizeof<T>();
  store<T>(to, load<T>(to) + <T>1);
}

function countColumns<T>(result: usize, at: usize, end: usize): void {
  for (; at + 16 <= end; at += 16) {
    countOne<T>(result, at);
    countOne<T>(result, at + 4);
    countOne<T>(result, at + 8);
    countOne<T>(result, at + 12);
  }
  for (; at < end; at += 4) countOne<T>(result, at);
}

function addColumns<T>(result: usize, at: usize, end: usize, values: usize, value: f32): void {
  for (; at < end; at += 4, values += 4) {
    const to = result + load<u32>(at) * sizeof<T>();
    store<T>(to, load<T>(to) + <T>value * <T>load<f32>(values));
  }
}

// ------------------------------------------------------------------------------------------------------------------ ALS

const ALS_ROW_COUNT: usize = 16;
const ALS_WIDTH: usize = 17;
const ALS_STEPS: usize = 18;
const ALS_START: usize = 19;
const ALS_COLUMN: usize = 20;
const ALS_SQUARE_WEIGHT: usize = 21;
const ALS_TARGET_WEIGHT: usize = 22;
const ALS_REGULARIZATION: usize = 23;
const ALS_FIXED: usize = 24;
const ALS_SOLVED: usize = 25;
const ALS_GRAM: usize = 26;
const ALS_SCRATCH: usize = 27;
const ALS_FIXED_COUNT: usize = 28;
const ALS_STRIPS: usize = 29;
const ALS_LOWER_GRAM: usize = 30;

function factorStrips(task: usize): void {
  const bytes: usize = word(ALS_WIDTH) << 2;
  const count = word(ALS_FIXED_COUNT);
  const until = min(count, (task + 1) * FIXED_ROWS_A_TASK);
  for (let row = task * FIXED_ROWS_A_TASK; row < until; row++) {
    const from = word(ALS_FIXED) + row * bytes;
    let to = word(ALS_STRIPS) + (row << 5);
    for (let f: usize = 0; f < bytes; f += 32) {
      v128.store(to, v128.load(from + f));
      v128.store(to, v128.load(from + f, 16), 16);
      to += count << 5;
    }
  }
}

function factorGram(task: usize): void {
  const bytes: usize = word(ALS_WIDTH) << 2;
  const count: usize = word(ALS_FIXED_COUNT);
  const strips: usize = word(ALS_STRIPS);
  const result = word(ALS_LOWER_GRAM) + task * 8 * bytes;
  for (let i: usize = 0; i < 8; i++) memory.fill(result + i * bytes, 0, (task + 1) << 5);
  for (let row: usize = 0; row < count; row += FIXED_ROWS_A_TASK) {
    const chunk = min(FIXED_ROWS_A_TASK, count - row);
    const a = strips + ((task * count + row) << 5);
    for (let j: usize = 0; j <= task; j++) {
      const b = strips + ((j * count + row) << 5);
      tile<f32>(a, 32, b, chunk, result + (j << 5), bytes, ADD);
      tile<f32>(a + 16, 32, b, chunk, result + 4 * bytes + (j << 5), bytes, ADD);
    }
  }
}

// The scratch of a thread: 4 rows side by side, then 4 rows each of r, p and Ap, then for each row its r·r and whether it goes on.

// @ts-ignore: decorator
@inline
function residualSquare(scratch: usize, bytes: usize, q: usize): usize {
  return scratch + 16 * bytes + (q << 2);
}

function alsRows(task: usize, thread: usize): void {
  const bytes: usize = word(ALS_WIDTH) << 2;
  const scratch = word(ALS_SCRATCH) + thread * 17 * bytes;
  const until = min(word(ALS_ROW_COUNT), (task + 1) * ROWS_A_TASK);
  for (let u = task * ROWS_A_TASK; u < until; u += 4) solveRows(u, min(4, until - u), scratch, bytes);
}

/** Up to 4 rows at once: they share the reading of the Gram matrix. A row whose r·r is negative is at its end. */
function solveRows(u: usize, rows: usize, scratch: usize, bytes: usize): void {
  const steps = word(ALS_STEPS);
  const x = word(ALS_SOLVED) + u * bytes;
  const r = scratch + 4 * bytes;
  const p = scratch + 8 * bytes;
  const ap = scratch + 12 * bytes;
  multiplyGram(x, rows, scratch, r, bytes);
  for (let q: usize = 0; q < rows; q++) {
    store<f32>(residualSquare(scratch, bytes, q), start(u + q, x + q * bytes, r + q * bytes, p + q * bytes, bytes));
  }
  for (let step: usize = 1; step <= steps; step++) {
    let active = false;
    for (let q: usize = 0; q < rows; q++) active = active || load<f32>(residualSquare(scratch, bytes, q)) >= SMALLEST_RESIDUAL;
    if (!active) return;
    multiplyGram(p, rows, scratch, ap, bytes);
    for (let q: usize = 0; q < rows; q++) {
      const at = residualSquare(scratch, bytes, q);
      const rs = load<f32>(at);
      if (!(rs >= SMALLEST_RESIDUAL)) continue;
      const o = q * bytes;
      store<f32>(at, advance(u + q, x + o, r + o, p + o, ap + o, bytes, rs, step == steps));
    }
  }
}

/** to[q] = from[q] · gram for each of the rows. */
function multiplyGram(from: usize, rows: usize, packed: usize, to: usize, bytes: usize): void {
  for (let q: usize = 0; q < 4; q++) {
    const row = from + q * bytes;
    const isThere = q < rows;
    for (let f: usize = 0; f < bytes; f += 4) store<f32>(packed + (f << 2) + (q << 2), isThere ? load<f32>(row + f) : 0);
  }
  const gram: usize = word(ALS_GRAM);
  for (let f: usize = 0; f < bytes; f += 32) tile<f32>(packed, 16, gram + f * (bytes >> 2), bytes >> 2, to + f, bytes, SET);
}

/** The residual r = b − A x, and p = r; answers r·r, or −1 where there is nothing to solve. */
function start(u: usize, x: usize, r: usize, p: usize, bytes: usize): f32 {
  const starts = word(ALS_START) + (u << 2);
  const from = load<u32>(starts);
  const until = load<u32>(starts, 4);
  if (from == until) {
    memory.fill(x, 0, bytes);
    return -1;
  }
  const lambda = v128.splat<f32>(load<f32>(word(ALS_REGULARIZATION) + (u << 2)));
  for (let f: usize = 0; f < bytes; f += 16) {
    const image = f32x4.add(v128.load(r + f), f32x4.mul(lambda, v128.load(x + f)));
    v128.store(r + f, f32x4.neg(image));
  }
  addResiduals(from, until, x, r, bytes);
  memory.copy(p, r, bytes);
  return dot(r, r, bytes);
}

/** One step of conjugate gradients; answers the new r·r, or −1 at the end. */
function advance(u: usize, x: usize, r: usize, p: usize, ap: usize, bytes: usize, rs: f32, isLast: bool): f32 {
  const starts = word(ALS_START) + (u << 2);
  const from = load<u32>(starts);
  const until = load<u32>(starts, 4);
  addScaled(ap, load<f32>(word(ALS_REGULARIZATION) + (u << 2)), p, bytes);
  let curvature: f32;
  if (isLast) curvature = dot(p, ap, bytes) + sumSquares(from, until, p, bytes);
  else {
    addProducts(from, until, p, ap, bytes);
    curvature = dot(p, ap, bytes);
  }
  if (!(curvature > 0)) return -1;
  const alpha: f32 = rs / curvature;
  addScaled(x, alpha, p, bytes);
  if (isLast) return -1;
  addScaled(r, -alpha, ap, bytes);
  const rsNew = dot(r, r, bytes);
  const beta = v128.splat<f32>(rsNew / rs);
  for (let f: usize = 0; f < bytes; f += 16) {
    v128.store(p + f, f32x4.add(v128.load(r + f), f32x4.mul(beta, v128.load(p + f))));
  }
  return rsNew;
}

function dot(a: usize, b: usize, bytes: usize): f32 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let f: usize = 0; f < bytes; f += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(a + f), v128.load(b + f)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a + f, 16), v128.load(b + f, 16)));
  }
  return addLanes(f32x4.add(even, odd));
}

// @ts-ignore: decorator
@inline
function addLanes(s: v128): f32 {
  return (
    f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3)
  );
}

function addScaled(to: usize, scale: f32, row: usize, bytes: usize): void {
  const scales = f32x4.splat(scale);
  for (let f: usize = 0; f < bytes; f += 16) {
    v128.store(to + f, f32x4.add(v128.load(to + f), f32x4.mul(scales, v128.load(row + f))));
  }
}

// @ts-ignore: decorator
@inline
function fixedRow(entry: usize, bytes: usize): usize {
  return word(ALS_FIXED) + <usize>load<u32>(word(ALS_COLUMN) + (entry << 2)) * bytes;
}

/** The products of 4 rows with x, side by side. */
// @ts-ignore: decorator
@inline
function dotFour(y0: usize, y1: usize, y2: usize, y3: usize, x: usize, bytes: usize): v128 {
  let e0 = f32x4.splat(0);
  let e1 = f32x4.splat(0);
  let e2 = f32x4.splat(0);
  let e3 = f32x4.splat(0);
  let o0 = f32x4.splat(0);
  let o1 = f32x4.splat(0);
  let o2 = f32x4.splat(0);
  let o3 = f32x4.splat(0);
  for (let f: usize = 0; f < bytes; f += 32) {
    const even = v128.load(x + f);
    const odd = v128.load(x + f, 16);
    e0 = f32x4.add(e0, f32x4.mul(v128.load(y0 + f), even));
    o0 = f32x4.add(o0, f32x4.mul(v128.load(y0 + f, 16), odd));
    e1 = f32x4.add(e1, f32x4.mul(v128.load(y1 + f), even));
    o1 = f32x4.add(o1, f32x4.mul(v128.load(y1 + f, 16), odd));
    e2 = f32x4.add(e2, f32x4.mul(v128.load(y2 + f), even));
    o2 = f32x4.add(o2, f32x4.mul(v128.load(y2 + f, 16), odd));
    e3 = f32x4.add(e3, f32x4.mul(v128.load(y3 + f), even));
    o3 = f32x4.add(o3, f32x4.mul(v128.load(y3 + f, 16), odd));
  }
  const s0 = f32x4.add(e0, o0);
  const s1 = f32x4.add(e1, o1);
  const s2 = f32x4.add(e2, o2);
  const s3 = f32x4.add(e3, o3);
  // Lanes become rows, so that one addition adds a lane of all four.
  const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7);
  const lane0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5);
  const lane1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
  const lane2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5);
  const lane3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
  return f32x4.add(f32x4.add(f32x4.add(lane0, lane1), lane2), lane3);
}

/** to += Σ scales[n] · y_n, in the order of n. */
// @ts-ignore: decorator
@inline
function addFour(y0: usize, y1: usize, y2: usize, y3: usize, scales: v128, to: usize, bytes: usize): void {
  const c0 = v128.shuffle<f32>(scales, scales, 0, 0, 0, 0);
  const c1 = v128.shuffle<f32>(scales, scales, 1, 1, 1, 1);
  const c2 = v128.shuffle<f32>(scales, scales, 2, 2, 2, 2);
  const c3 = v128.shuffle<f32>(scales, scales, 3, 3, 3, 3);
  for (let f: usize = 0; f < bytes; f += 32) {
    let even = f32x4.add(v128.load(to + f), f32x4.mul(c0, v128.load(y0 + f)));
    let odd = f32x4.add(v128.load(to + f, 16), f32x4.mul(c0, v128.load(y0 + f, 16)));
    even = f32x4.add(even, f32x4.mul(c1, v128.load(y1 + f)));
    odd = f32x4.add(odd, f32x4.mul(c1, v128.load(y1 + f, 16)));
    even = f32x4.add(even, f32x4.mul(c2, v128.load(y2 + f)));
    odd = f32x4.add(odd, f32x4.mul(c2, v128.load(y2 + f, 16)));
    even = f32x4.add(even, f32x4.mul(c3, v128.load(y3 + f)));
    odd = f32x4.add(odd, f32x4.mul(c3, v128.load(y3 + f, 16)));
    v128.store(to + f, even);
    v128.store(to + f, odd, 16);
  }
}

function addResiduals(from: usize, until: usize, x: usize, r: usize, bytes: usize): void {
  const squares: usize = word(ALS_SQUARE_WEIGHT);
  const targets: usize = word(ALS_TARGET_WEIGHT);
  let e = from;
  for (; e + 4 <= until; e += 4) {
    const y0 = fixedRow(e, bytes);
    const y1 = fixedRow(e + 1, bytes);
    const y2 = fixedRow(e + 2, bytes);
    const y3 = fixedRow(e + 3, bytes);
    const scaled = f32x4.mul(v128.load(squares + (e << 2)), dotFour(y0, y1, y2, y3, x, bytes));
    addFour(y0, y1, y2, y3, f32x4.sub(v128.load(targets + (e << 2)), scaled), r, bytes);
  }
  for (; e < until; e++) {
    const y = fixedRow(e, bytes);
    addScaled(r, load<f32>(targets + (e << 2)) - load<f32>(squares + (e << 2)) * dot(y, x, bytes), y, bytes);
  }
}

function addProducts(from: usize, until: usize, p: usize, ap: usize, bytes: usize): void {
  const squares: usize = word(ALS_SQUARE_WEIGHT);
  let e = from;
  for (; e + 4 <= until; e += 4) {
    const y0 = fixedRow(e, bytes);
    const y1 = fixedRow(e + 1, bytes);
    const y2 = fixedRow(e + 2, bytes);
    const y3 = fixedRow(e + 3, bytes);
    addFour(y0, y1, y2, y3, f32x4.mul(v128.load(squares + (e << 2)), dotFour(y0, y1, y2, y3, p, bytes)), ap, bytes);
  }
  for (; e < until; e++) {
    const y = fixedRow(e, bytes);
    addScaled(ap, load<f32>(squares + (e << 2)) * dot(y, p, bytes), y, bytes);
  }
}

function sumSquares(from: usize, until: usize, p: usize, bytes: usize): f32 {
  const squares: usize = word(ALS_SQUARE_WEIGHT);
  let sums = f32x4.splat(0);
  let e = from;
  for (; e + 4 <= until; e += 4) {
    const y0 = fixedRow(e, bytes);
    const products = dotFour(y0, fixedRow(e + 1, bytes), fixedRow(e + 2, bytes), fixedRow(e + 3, bytes), p, bytes);
    sums = f32x4.add(sums, f32x4.mul(f32x4.mul(v128.load(squares + (e << 2)), products), products));
  }
  let s0 = f32x4.extract_lane(sums, 0);
  let s1 = f32x4.extract_lane(sums, 1);
  let s2 = f32x4.extract_lane(sums, 2);
  if (e < until) s0 += square(e++, p, bytes);
  if (e < until) s1 += square(e++, p, bytes);
  if (e < until) s2 += square(e, p, bytes);
  return s0 + s1 + s2 + f32x4.extract_lane(sums, 3);
}

function square(e: usize, p: usize, bytes: usize): f32 {
  const product = dot(fixedRow(e, bytes), p, bytes);
  return load<f32>(word(ALS_SQUARE_WEIGHT) + (e << 2)) * product * product;
}

// ----------------------------------------------------------------------------------------------------------- best columns

const TOP_ROW_COUNT: usize = 16;
const TOP_WIDTH: usize = 17;
const TOP_COUNT: usize = 18;
const TOP_COLUMN_COUNT: usize = 19;
const TOP_ROWS: usize = 20;
const TOP_STRIPS: usize = 21;
const TOP_EXCLUDE_START: usize = 22;
const TOP_EXCLUDE_COLUMN: usize = 23;
const TOP_COLUMN: usize = 24;
const TOP_SCORE: usize = 25;
const TOP_SCRATCH: usize = 26;

// The scratch of a thread: 4 rows of scores, then 4 rows of factors side by side.
function topRows(task: usize, thread: usize): void {
  const width: usize = word(TOP_WIDTH);
  const scoreBytes: usize = ((word(TOP_COLUMN_COUNT) + 7) & ~7) << 2;
  const scores = word(TOP_SCRATCH) + thread * 4 * (scoreBytes + (width << 2));
  const packed = scores + 4 * scoreBytes;
  const until = min(word(TOP_ROW_COUNT), (task + 1) * ROWS_A_TASK);
  for (let row = task * ROWS_A_TASK; row < until; row += 4) {
    const count = min(4, until - row);
    packFactors(word(TOP_ROWS) + row * (width << 2), count, packed, width);
    for (let s: usize = 0; s < scoreBytes; s += 32) {
      tile<f32>(packed, 16, word(TOP_STRIPS) + s * width, width, scores + s, scoreBytes, SET);
    }
    for (let q: usize = 0; q < count; q++) {
      dropExcluded(row + q, scores + q * scoreBytes);
      keepBest(row + q, scores + q * scoreBytes, scoreBytes);
    }
  }
}

function packFactors(from: usize, rows: usize, packed: usize, width: usize): void {
  for (let q: usize = 0; q < 4; q++) {
    for (let f: usize = 0; f < width; f++) {
      store<f32>(packed + (f << 4) + (q << 2), q < rows ? load<f32>(from + ((q * width + f) << 2)) : 0);
    }
  }
}

function dropExcluded(row: usize, scores: usize): void {
  const starts: usize = word(TOP_EXCLUDE_START);
  // What fills the last strip is no column.
  const columns = word(TOP_COLUMN_COUNT);
  for (let j = columns; j < ((columns + 7) & ~7); j++) store<f32>(scores + (j << 2), NaN);
  if (starts == 0) return;
  const until = load<u32>(starts + (row << 2), 4);
  for (let e = load<u32>(starts + (row << 2)); e < until; e++) {
    store<f32>(scores + (load<u32>(word(TOP_EXCLUDE_COLUMN) + (e << 2)) << 2), NaN);
  }
}

function keepBest(row: usize, scores: usize, scoreBytes: usize): void {
  const bytes: usize = word(TOP_COUNT) << 2;
  const column = word(TOP_COLUMN) + row * bytes;
  const score = word(TOP_SCORE) + row * bytes;
  for (let n: usize = 0; n < bytes; n += 4) {
    store<u32>(column + n, 0xffffffff);
    store<f32>(score + n, -Infinity);
  }
  const last = bytes - 4;
  let least = f32x4.splat(-Infinity);
  for (let j: usize = 0; j < scoreBytes; j += 16) {
    if (!v128.any_true(f32x4.gt(v128.load(scores + j), least))) continue;
    for (let lane = j; lane < j + 16; lane += 4) {
      const value = load<f32>(scores + lane);
      if (!(value > load<f32>(score + last))) continue;
      let place = last;
      for (; place > 0 && value > load<f32>(score + place - 4); place -= 4) {
        store<f32>(score + place, load<f32>(score + place - 4));
        store<u32>(column + place, load<u32>(column + place - 4));
      }
      store<f32>(score + place, value);
      store<u32>(column + place, <u32>(lane >> 2));
    }
    least = f32x4.splat(load<f32>(score + last));
  }
}

// ------------------------------------------------------------------------------------------------------------- sums of rows

// @ts-ignore: decorator
@inline
function plus(sum: v128, at: usize, factor: v128, isOne: bool): v128 {
  const two = f64x2.promote_low_f32x4(v128.load64_zero(at));
  return f64x2.add(sum, isOne ? two : f64x2.mul(factor, two));
}

/** Adds so many rows (8, or else 1), two columns at a time; the additions to a score are in the order of the rows. */
// @ts-ignore: decorator
@inline
function addSome(eight: bool, rows: usize, factors: usize, score: usize, bytes: usize, isOne: bool): void {
  const f0 = v128.load64_splat(factors);
  const f1 = eight ? v128.load64_splat(factors, 8) : f0;
  const f2 = eight ? v128.load64_splat(factors, 16) : f0;
  const f3 = eight ? v128.load64_splat(factors, 24) : f0;
  const f4 = eight ? v128.load64_splat(factors, 32) : f0;
  const f5 = eight ? v128.load64_splat(factors, 40) : f0;
  const f6 = eight ? v128.load64_splat(factors, 48) : f0;
  const f7 = eight ? v128.load64_splat(factors, 56) : f0;
  const r0: usize = load<u32>(rows);
  const r1: usize = eight ? load<u32>(rows, 4) : r0;
  const r2: usize = eight ? load<u32>(rows, 8) : r0;
  const r3: usize = eight ? load<u32>(rows, 12) : r0;
  const r4: usize = eight ? load<u32>(rows, 16) : r0;
  const r5: usize = eight ? load<u32>(rows, 20) : r0;
  const r6: usize = eight ? load<u32>(rows, 24) : r0;
  const r7: usize = eight ? load<u32>(rows, 28) : r0;
  for (let n: usize = 0; n < bytes; n += 8) {
    const at = score + (n << 1);
    let sum = plus(v128.load(at), r0 + n, f0, isOne);
    if (eight) {
      sum = plus(sum, r1 + n, f1, isOne);
      sum = plus(sum, r2 + n, f2, isOne);
      sum = plus(sum, r3 + n, f3, isOne);
      sum = plus(sum, r4 + n, f4, isOne);
      sum = plus(sum, r5 + n, f5, isOne);
      sum = plus(sum, r6 + n, f6, isOne);
      sum = plus(sum, r7 + n, f7, isOne);
    }
    v128.store(at, sum);
  }
}

/**
 * Adds rows of 32 bits, each times its factor, to scores of 64 bits. `rows` has their addresses; `isOne` where all factors are 1. Of an odd number of columns
 * the last is added by itself.
 */
export function addRows(rows: usize, factors: usize, count: usize, score: usize, columns: usize, isOne: bool): void {
  const bytes = (columns & ~1) << 2;
  let row: usize = 0;
  for (; row + 8 <= count; row += 8) {
    if (isOne) addSome(true, rows + (row << 2), factors + (row << 3), score, bytes, true);
    else addSome(true, rows + (row << 2), factors + (row << 3), score, bytes, false);
  }
  for (; row < count; row++) addSome(false, rows + (row << 2), factors + (row << 3), score, bytes, false);
  if ((columns & 1) == 0) return;
  const last = score + (bytes << 1);
  for (row = 0; row < count; row++) {
    const weight = <f64>load<f32>(load<u32>(rows + (row << 2)) + bytes);
    store<f64>(last, load<f64>(last) + load<f64>(factors + (row << 3)) * weight);
  }
}

// ------------------------------------------------------------------------------------------------------------------ tasks

/** Does the task of this number; `thread` says which scratch is its own. */
export function run(task: i32, index: usize, thread: usize): void {
  const is32 = word(PRECISION) == 4;
  switch (task) {
    case 0:
      return is32 ? sweepPivot<f32>() : sweepPivot<f64>();
    case 1:
      return is32 ? sweepPanel<f32>(index) : sweepPanel<f64>(index);
    case 2:
      return is32 ? sweepUpdate<f32>(index) : sweepUpdate<f64>(index);
    case 3:
      return is32 ? gramRow<f32>(index) : gramRow<f64>(index);
    case 4:
      return factorStrips(index);
    case 5:
      return factorGram(index);
    case 6:
      return alsRows(index, thread);
    case 7:
      return topRows(index, thread);
  }
}
