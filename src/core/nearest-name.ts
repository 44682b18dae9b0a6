const MAX_LENGTH = 64;

/**
 * The name that somebody may have meant: the one at the smallest edit distance (Levenshtein, 1966), if no more than half of it
 * differs; the same signs in another order are nearer than a wrong one. Only the first 64 characters of `name` count, so that a hostile
 * one costs little.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = MAX_LENGTH;
  for (const candidate of names) {
    const distance = editDistance([...name.slice(0, MAX_LENGTH)], [...candidate]);
    if (distance < least && distance * 2 <= candidate.length) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string[], b: string[]): number {
  // Each row: the distances of the first characters of a to the first 0, 1, 2 … characters of b.
  let row = [...b, ''].map((_, j) => j);
  for (const one of a) {
    let left = MAX_LENGTH;
    row = row.map((up, j) => {
      left = 1 + Math.min(left, up, (row[j - 1] ?? up) - (one === b[j - 1] ? 1 : 0));
      return left;
    });
  }
  return a.sort().join() === b.sort().join() ? 0.5 : (row.at(-1) ?? 0);
}
