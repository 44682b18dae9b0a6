/** Terms of the series of the exponential function: what comes after is less than the last bit of a number. */
const TERMS = 18;
const MOST_HALVINGS = 1_000;

/**
 * What is left of 1 after so many half-lives: 2^-halvings. Made of sums, products and quotients alone, because the last bit of
 * `Math.pow` and `Math.exp` is left to each engine, and the same model shall give the same lists in all of them. What is
 * below zero (the future) counts in full; after a thousand half-lives it no longer changes, so that it never becomes nothing.
 */
export function halvedBy(halvings: number): number {
  const bounded = Math.min(Math.max(halvings, 0), MOST_HALVINGS);
  const whole = Math.floor(bounded);
  const exponent = (whole - bounded) * Math.LN2;
  let sum = 1;
  for (let n = TERMS; n > 0; n--) sum = 1 + (sum * exponent) / n;
  return powerOfHalf(whole) * sum;
}

/** By squaring; exact, because every step is a power of two. */
function powerOfHalf(exponent: number): number {
  let power = 1;
  let square = 0.5;
  for (let left = exponent; left > 0; left >>= 1) {
    if (left & 1) power *= square;
    square *= square;
  }
  return power;
}
