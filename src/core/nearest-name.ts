const MAX_LENGTH = 64;

/**
 * The name that somebody may have meant: the one at the smallest edit distance (Levenshtein, 1966), if no more than half of it
 * differs. Only the first 64 characters count, so that a hostile name costs little.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = MAX_LENGTH;
  for (const candidate of names) {
    const distance = editDistance(name.slice(0, MAX_LENGTH), candidate.slice(0, MAX_LENGTH));
    if (distance < least && distance * 2 <= Math.max(name.length, candidate.length)) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  // The row of the table for the first i characters of a: distances to the first 0, 1, 2 … characters of b.
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = i - 1;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      row[j] = Math.min(above + 1, (row[j - 1] ?? 0) + 1, diagonal + (a[i - 1] === b[j - 1] ? 0 : 1));
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}
