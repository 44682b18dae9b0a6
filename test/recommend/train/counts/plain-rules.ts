/** What everybody had, oldest first; of the same time in the order of items. */
export function plainSequences(
  list: readonly (readonly [user: string, item: string, weight: number, timeMs: number])[],
  isSingle: boolean,
): Map<string, { item: string; timeMs: number }[]> {
  const byUser = new Map<string, { item: string; timeMs: number }[]>();
  for (const [user, item, , timeMs] of list) {
    const sequence = byUser.get(user) ?? [];
    const same = isSingle ? undefined : sequence.find((entry) => entry.item === item);
    if (same === undefined) sequence.push({ item, timeMs });
    else same.timeMs = Math.max(same.timeMs, timeMs);
    byUser.set(user, sequence);
  }
  for (const sequence of byUser.values()) {
    sequence.sort((a, b) => a.timeMs - b.timeMs || (a.item < b.item ? -1 : Number(a.item > b.item)));
  }
  return byUser;
}

/** Each pair of places at most `window` apart, written down as the paper says it. */
export function plainRules(
  sequences: ReadonlyMap<string, readonly { item: string; timeMs: number }[]>,
  window: number,
  withinMs: number,
): Map<string, Map<string, number>> {
  const rules = new Map<string, Map<string, number>>();
  for (const sequence of sequences.values()) {
    sequence.forEach((from, p) => {
      for (const [q, to] of sequence.entries()) {
        const isRule = q > p && q - p <= window && to.timeMs - from.timeMs <= withinMs && to.item !== from.item;
        if (!isRule) continue;
        const row = rules.get(from.item) ?? new Map<string, number>();
        rules.set(from.item, row.set(to.item, (row.get(to.item) ?? 0) + 1 / (q - p)));
      }
    });
  }
  return rules;
}
