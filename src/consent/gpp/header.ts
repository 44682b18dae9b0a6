import { type BitReader, readBits, toBits, writeBits } from './bits.ts';
import { invalid } from './invalid.ts';

// The header of a GPP string: type 3, version 1, and the ids of the sections as a Range(Fibonacci).
// IAB Tech Lab, Global Privacy Platform String, "Header Encoding"; A. Apostolico and A. Fraenkel, "Robust transmission of unbounded
// strings using Fibonacci representations", 1987, for the code.

const AT = '/header';

/** Type 3 in six bits, version 1 in six bits. */
const TYPE_AND_VERSION = (3 << 6) | 1;

/** Ids from this on are rubbish, however well coded: the largest in use is 27. */
const TOO_LARGE = 256;

/**
 * The ids of the sections, ascending. `count` is the number of sections that are there.
 *
 * @throws KindredError `invalid-signal`
 */
export function decodeHeader(text: string, count: number): readonly number[] {
  const bits = readBits(text, AT);
  if (bits.take(12) !== TYPE_AND_VERSION) throw invalid(AT, 'must begin with DB');
  const ids: number[] = [];
  let last = 0;
  for (let items = bits.take(12); items > 0; items--) {
    const isGroup = bits.take(1);
    let id = last + takeFibonacci(bits);
    last = id + (isGroup && takeFibonacci(bits));
    while (id <= last && ids.length <= count) ids.push(id++);
  }
  bits.end();
  if (ids.length !== count || !(last < TOO_LARGE)) throw invalid(AT, 'names other sections');
  return ids;
}

/** The header for ids that ascend. @throws KindredError `invalid-signal` where they do not */
export function encodeHeader(ids: readonly number[]): string {
  let items = 0;
  let bits = '';
  let last = 0;
  for (let index = 0; index < ids.length; items++) {
    const first = ids[index++] ?? 0;
    if (!(first > last && first < TOO_LARGE && first % 1 === 0)) throw invalid('/sections', 'must ascend by their ids');
    const offset = fibonacci(first - last);
    last = first;
    while (ids[index] === last + 1) last = ids[index++] ?? last;
    bits += last > first ? `1${offset}${fibonacci(last - first)}` : `0${offset}`;
  }
  return writeBits(toBits(TYPE_AND_VERSION, 12) + toBits(items, 12) + bits);
}

/** The number whose code comes next. Of a code that is too long it makes something that is not a small number. */
function takeFibonacci(bits: BitReader): number {
  let value = 0;
  let [step, next] = [1, 2];
  for (const bit of bits.takeCode().slice(0, -1)) {
    value += step * Number(bit);
    [step, next] = [next, step + next];
  }
  return value;
}

/** A whole number from 1 as its code: the Fibonacci numbers of which it is the sum, the smallest first, and a one. */
export function fibonacci(value: number): string {
  const steps = [1];
  for (let next = 2; next <= value; next += steps.at(-2) ?? 1) steps.push(next);
  let rest = value;
  return steps.reduceRight((code, step) => {
    const isIn = step <= rest;
    if (isIn) rest -= step;
    return Number(isIn) + code;
  }, '1');
}
