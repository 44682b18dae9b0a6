// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
// Tiles of 4 × 4 sums over the 128 numbers of a block, k ascending, from zero. Written twice, once for each precision:
// `Math.fround` after every operation is what a processor does in 32 bits.
import { BLOCK } from '../blocks.ts';

type Mode = 'set' | 'subtract';
/** `a`: 4 rows for each k. `b`: 4 columns of `stride` for each k. `to`: the tile in a block. All are indices. */
type Multiply = (a: number, b: number, stride: number, to: number, mode: Mode) => void;

export function multiply32(m: Float32Array): Multiply {
  const { fround } = Math;
  return (a, b, stride, to, mode) => {
    for (let row = 0; row < 4; row++) {
      let s0 = fround(0);
      let s1 = fround(0);
      let s2 = fround(0);
      let s3 = fround(0);
      for (let k = 0, right = b; k < BLOCK; k++, right += stride) {
        const left = m[a + k * 4 + row]!;
        s0 = fround(s0 + fround(left * m[right]!));
        s1 = fround(s1 + fround(left * m[right + 1]!));
        s2 = fround(s2 + fround(left * m[right + 2]!));
        s3 = fround(s3 + fround(left * m[right + 3]!));
      }
      write(m, to + row * BLOCK, mode, s0, s1, s2, s3);
    }
  };
}

export function multiply64(m: Float64Array): Multiply {
  return (a, b, stride, to, mode) => {
    for (let row = 0; row < 4; row++) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = 0, right = b; k < BLOCK; k++, right += stride) {
        const left = m[a + k * 4 + row]!;
        s0 += left * m[right]!;
        s1 += left * m[right + 1]!;
        s2 += left * m[right + 2]!;
        s3 += left * m[right + 3]!;
      }
      write(m, to + row * BLOCK, mode, s0, s1, s2, s3);
    }
  };
}

function write(
  m: Float32Array | Float64Array,
  to: number,
  mode: Mode,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
): void {
  const isSet = mode === 'set';
  m[to] = isSet ? s0 : m[to]! - s0;
  m[to + 1] = isSet ? s1 : m[to + 1]! - s1;
  m[to + 2] = isSet ? s2 : m[to + 2]! - s2;
  m[to + 3] = isSet ? s3 : m[to + 3]! - s3;
}
