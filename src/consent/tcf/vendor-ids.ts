import { ascending, type Bits } from './bits.ts';
import { refuse } from './refuse.ts';

/** Ids that follow one another, both ends included. */
type Range = readonly [from: number, to: number];

const ID_BITS = 16;
const COUNT_BITS = 12;

/** A list of vendors: the highest id, then one bit for each, or ranges, whichever is shorter. */
export function codeVendors(bits: Bits, at: string, value: readonly number[]): readonly number[] {
  const ids = ascending(value);
  const highest = bits.int(at, ID_BITS, ids.at(-1) ?? 0);
  const isRanges = bits.int(at, 1, Number(lengthOf(rangesOf(ids)) < highest)) === 1;
  const coded = isRanges ? codeRanges(bits, at, ids) : bits.ids(at, highest, ids);
  if ((coded.at(-1) ?? 0) > highest) refuse(at, 'must end with its highest id');
  return coded;
}

/** A list of vendors as ranges. They must ascend: then a short text cannot unfold into more than all ids there are. */
export function codeRanges(bits: Bits, at: string, ids: readonly number[]): readonly number[] {
  const ranges = rangesOf(ids);
  const coded: number[] = [];
  const count = bits.int(at, COUNT_BITS, ranges.length);
  let last = 0;
  for (let index = 0; index < count; index++) {
    const [first, final] = ranges[index] ?? [0, 0];
    const isRange = bits.int(at, 1, Number(final > first)) === 1;
    const from = bits.int(at, ID_BITS, first);
    const to = isRange ? bits.int(at, ID_BITS, final) : from;
    if (from <= last || to < from) refuse(at, 'must ascend');
    for (let id = from; id <= to; id++) coded.push(id);
    last = to;
  }
  return coded;
}

function rangesOf(ids: readonly number[]): readonly Range[] {
  const ranges: [number, number][] = [];
  for (const id of ascending(ids)) {
    const range = ranges.at(-1);
    if (range && range[1] === id - 1) range[1] = id;
    else ranges.push([id, id]);
  }
  return ranges;
}

function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((bits, [from, to]) => bits + 1 + ID_BITS * (to > from ? 2 : 1), COUNT_BITS);
}
