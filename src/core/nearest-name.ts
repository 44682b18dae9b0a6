const MAX_LENGTH = 64;

/**
 * The name that somebody may have meant: the one at the smallest edit distance (Levenshtein, 1966), if no more than half of it
 * differs. Only the first 64 characters of `name` count, so that a hostile one costs little.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = MAX_LENGTH;
  for (const candidate of names) {
    const distance = editDistance(name.slice(0, MAX_LENGTH), candidate);
    if (distance < least && distance * 2 <= candidate.length) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  // Each row: the distances of the first characters of a to the first 0, 1, 2 … characters of b.
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, one] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (one === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
