const MAX_LENGTH = 64;

/**
 * The name that somebody may have meant: the one with the smallest edit distance (Levenshtein, 1966), if no more than a third
 * of it, and not all of it, differs. Names over 64 characters are not compared, so that hostile ones cost nothing.
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = MAX_LENGTH;
  for (const candidate of names) {
    const longest = Math.max(name.length, candidate.length);
    if (longest > MAX_LENGTH) continue;
    const distance = editDistance(name, candidate);
    if (distance < Math.min(least, longest) && distance <= Math.ceil(longest / 3)) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
