/**
 * Logarithms and powers of additions, multiplications and divisions alone, which every engine rounds alike: the last bit of `Math.pow`, `Math.log`
 * and `Math.exp` is left to each of them, and the same training shall give the same bytes everywhere. Right to about 1 part in 10^15.
 */
const LN2: number = Math.LN2;
const LAST_ODD = 25; // 0.2^25 is below the last bit of a number
const LAST_FACTORIAL = 18;

/** The natural logarithm. */
export function lnOf(value: number): number {
  // Zero, infinity and what has no logarithm: exact, so every engine agrees.
  if (!(value > 0 && value < Infinity)) return Math.log(value);
  let mantissa = value;
  let exponent = 0;
  for (; mantissa >= 1.5; mantissa /= 2) exponent++;
  for (; mantissa < 0.75; mantissa *= 2) exponent--;
  // ln m = 2 · artanh((m − 1) / (m + 1)), a series in odd powers of at most 0.2.
  const z = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let odd = LAST_ODD; odd >= 1; odd -= 2) sum = sum * z * z + 1 / odd;
  return exponent * LN2 + 2 * z * sum;
}

/** `base` to the power of `exponent`, for a base that is not below zero. */
export function powerOf(base: number, exponent: number): number {
  if (!(base > 0 && base < Infinity)) return base ** exponent;
  return exponent === 0 || base === 1 ? 1 : expOf(exponent * lnOf(base));
}

function expOf(exponent: number): number {
  const whole = Math.round(exponent / LN2);
  const rest = exponent - whole * LN2;
  let sum = 0;
  for (let n = LAST_FACTORIAL; n >= 1; n--) sum = ((sum + 1) * rest) / n;
  return timesPowerOfTwo(1 + sum, whole);
}

/** Exact, as long as the result is neither too large for a number nor too small. */
function timesPowerOfTwo(value: number, exponent: number): number {
  const factor = exponent < 0 ? 0.5 : 2;
  let result = value;
  for (let left = Math.min(Math.abs(exponent), 1100); left > 0; left--) result *= factor;
  return result;
}
