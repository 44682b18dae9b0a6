/** Numbers from 0 to 4, written the shorter of two ways. */
export interface EncodedCells {
  readonly isRuns: boolean;
  readonly bytes: Uint8Array;
}

const BASE = 5;
/** Three cells have 125 values, which 7 bits hold: 2.33 bits a cell, where 2.32 is the least that is possible. */
const GROUP = 3;
const GROUP_BITS = 7;
/** A byte holds the value and the length of a run of up to so many. */
const MAX_RUN = 51;

/** A person who decides on all parties alike needs few runs; one who decides on each needs the dense form. */
export function encodeCells(cells: readonly number[]): EncodedCells {
  const [runs, dense] = [encodeRuns(cells), encodeDense(cells)];
  return runs.length < dense.length ? { isRuns: true, bytes: runs } : { isRuns: false, bytes: dense };
}

/** The cells, or `undefined` where the bytes do not hold exactly so many. */
export function decodeCells(bytes: Uint8Array, count: number, isRuns: boolean): Uint8Array | undefined {
  return isRuns ? decodeRuns(bytes, count) : decodeDense(bytes, count);
}

function encodeRuns(cells: readonly number[]): Uint8Array {
  const runs: number[] = [];
  for (let start = 0; start < cells.length; ) {
    const value = cells[start] ?? 0;
    let end = start + 1;
    while (cells[end] === value && end - start < MAX_RUN) end++;
    runs.push(value * MAX_RUN + (end - start - 1));
    start = end;
  }
  return Uint8Array.from(runs);
}

function decodeRuns(bytes: Uint8Array, count: number): Uint8Array | undefined {
  const cells = new Uint8Array(count);
  let place = 0;
  for (const byte of bytes) {
    const end = place + (byte % MAX_RUN) + 1;
    const value = Math.floor(byte / MAX_RUN);
    if (end > count || value >= BASE) return undefined;
    cells.fill(value, place, end);
    place = end;
  }
  return place === count ? cells : undefined;
}

function encodeDense(cells: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(denseLength(cells.length));
  for (let group = 0; group * GROUP < cells.length; group++) {
    const at = (offset: number) => cells[group * GROUP + offset] ?? 0;
    const value = (at(0) * BASE + at(1)) * BASE + at(2);
    // A group lies in one byte or across two.
    const shifted = value << (16 - GROUP_BITS - ((group * GROUP_BITS) % 8));
    const place = (group * GROUP_BITS) >> 3;
    bytes[place] = (bytes[place] ?? 0) | (shifted >> 8);
    if ((shifted & 0xff) !== 0) bytes[place + 1] = shifted & 0xff;
  }
  return bytes;
}

function decodeDense(bytes: Uint8Array, count: number): Uint8Array | undefined {
  if (bytes.length !== denseLength(count)) return undefined;
  const cells = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const first = Math.floor(index / GROUP) * GROUP_BITS;
    const pair = ((bytes[first >> 3] ?? 0) << 8) | (bytes[(first >> 3) + 1] ?? 0);
    const value = (pair >> (16 - GROUP_BITS - (first % 8))) & 0x7f;
    const cell = Math.floor(value / BASE ** (GROUP - 1 - (index % GROUP))) % BASE;
    cells[index] = cell;
  }
  return cells;
}

function denseLength(count: number): number {
  return Math.ceil((Math.ceil(count / GROUP) * GROUP_BITS) / 8);
}
