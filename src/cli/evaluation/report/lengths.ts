/** The lengths of lists that a curve shows, up to the longest that was asked for. */
export function lengthsUpTo(most: number): readonly number[] {
  return [1, 2, 3, 5, 10, 20, 50, 100, 200].filter((k) => k < most).concat(most);
}
