/**
 * Gives rows of one user that have the same time, as those of a log of whole days do, times a millisecond apart, so that they stay in the order in
 * which they are written. Rows that come out of order keep their times.
 */
export function createTieBreaker(): (user: string, timeMs: number | undefined) => number | undefined {
  const latest = new Map<string, { readonly written: number; readonly given: number }>();
  return (user, written) => {
    if (written === undefined) return undefined;
    const before = latest.get(user);
    const isTied = before !== undefined && written >= before.written && written <= before.given;
    const given = isTied ? before.given + 1 : written;
    latest.set(user, { written, given });
    return given;
  };
}
