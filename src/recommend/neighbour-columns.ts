// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.

/** A sparse matrix of items by neighbours, in compressed rows; the neighbours of a row ascend. */
export interface NeighbourColumns {
  readonly start: Uint32Array;
  readonly neighbour: Uint32Array;
  readonly similarity: Float32Array;
}

/** Collects rows one after the other. */
export interface NeighbourColumnsBuilder {
  /** Takes the first `count` of both. */
  append(neighbours: Uint32Array, similarities: Float32Array, count: number): void;
  finish(): NeighbourColumns;
}

const MIN_CAPACITY = 1024;

/** `expected` entries are made room for; memory that is not written to costs nothing, and more entries are no harm. */
export function createNeighbourColumns(rowCount: number, expected: number): NeighbourColumnsBuilder {
  const start = new Uint32Array(rowCount + 1);
  let neighbour = new Uint32Array(Math.max(MIN_CAPACITY, expected));
  let similarity = new Float32Array(neighbour.length);
  let row = 0;
  let size = 0;
  return {
    append(neighbours, similarities, count) {
      if (size + count > neighbour.length) {
        const capacity = Math.max(size + count, Math.ceil(neighbour.length * 1.5));
        neighbour = copyInto(new Uint32Array(capacity), neighbour, size);
        similarity = copyInto(new Float32Array(capacity), similarity, size);
      }
      neighbour.set(neighbours.subarray(0, count), size);
      similarity.set(similarities.subarray(0, count), size);
      size += count;
      start[++row] = size;
    },
    finish: () => ({ start, neighbour: neighbour.subarray(0, size), similarity: similarity.subarray(0, size) }),
  };
}

function copyInto<Column extends Uint32Array | Float32Array>(larger: Column, column: Column, size: number): Column {
  larger.set(column.subarray(0, size));
  return larger;
}

/**
 * Rows become columns. The matrix is square. The neighbours of the new rows ascend, even where those of the old rows do not,
 * because the old rows are read in order.
 */
export function transpose(matrix: NeighbourColumns): NeighbourColumns {
  const rowCount = matrix.start.length - 1;
  const start = new Uint32Array(rowCount + 1);
  // By index: an iterator makes an object for each of millions.
  for (let p = 0; p < matrix.neighbour.length; p++) start[matrix.neighbour[p]! + 1]!++;
  for (let row = 0; row < rowCount; row++) start[row + 1]! += start[row]!;
  const next = start.slice();
  const neighbour = new Uint32Array(matrix.neighbour.length);
  const similarity = new Float32Array(matrix.neighbour.length);
  for (let row = 0; row < rowCount; row++) {
    for (let p = matrix.start[row]!; p < matrix.start[row + 1]!; p++) {
      const place = next[matrix.neighbour[p]!]!++;
      neighbour[place] = row;
      similarity[place] = matrix.similarity[p]!;
    }
  }
  return { start, neighbour, similarity };
}

/**
 * Puts entries in any order into rows with ascending neighbours: by counting, in linear time. `undefined` when an index is
 * out of range.
 */
export function sortIntoRows(
  rowCount: number,
  rowOf: Uint32Array,
  neighbour: Uint32Array,
  similarity: Float32Array,
): NeighbourColumns | undefined {
  const start = new Uint32Array(rowCount + 1);
  let isSorted = true;
  for (let entry = 0; entry < rowOf.length; entry++) {
    const row = rowOf[entry]!;
    if (row >= rowCount || neighbour[entry]! >= rowCount) return undefined;
    start[row + 1]!++;
    if (entry === 0) continue;
    const before = rowOf[entry - 1]!;
    isSorted &&= before < row || (before === row && neighbour[entry - 1]! <= neighbour[entry]!);
  }
  for (let row = 0; row < rowCount; row++) start[row + 1]! += start[row]!;
  if (isSorted) return { start, neighbour, similarity };
  const next = start.slice();
  const rows = { start, neighbour: new Uint32Array(rowOf.length), similarity: new Float32Array(rowOf.length) };
  for (let entry = 0; entry < rowOf.length; entry++) {
    const place = next[rowOf[entry]!]!++;
    rows.neighbour[place] = neighbour[entry]!;
    rows.similarity[place] = similarity[entry]!;
  }
  return transpose(transpose(rows));
}
