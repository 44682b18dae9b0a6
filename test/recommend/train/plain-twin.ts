import type { Addition } from '../fixtures.ts';

/** What an algorithm does, written down as its paper says it, in maps and without any thought of speed. */
export function plainSimilarities(
  additions: readonly Addition[],
  spec: {
    algorithm: 'cooccurrence' | 'cosine' | 'rp3beta';
    alpha?: number;
    beta?: number;
    weights?: 'binary' | 'given';
  },
): Map<string, Map<string, number>> {
  const byUser = new Map<string, Map<string, number>>();
  const byItem = new Map<string, Map<string, number>>();
  for (const [user, item, weight = 1] of additions) {
    const sum = spec.weights === 'given' ? (byUser.get(user)?.get(item) ?? 0) + weight : 1;
    put(byUser, user, item, sum);
    put(byItem, item, user, sum);
  }
  const similarities = new Map<string, Map<string, number>>();
  for (const [i, usersOfI] of byItem) {
    similarities.set(i, new Map());
    for (const [j, usersOfJ] of byItem) {
      if (i === j) continue;
      let sum = 0;
      for (const [user, vi] of usersOfI) {
        const vj = usersOfJ.get(user);
        if (vj === undefined) continue;
        const { alpha = 0.8 } = spec;
        const toUser = vi / total(usersOfI);
        const toItem = vj / total(byUser.get(user) ?? new Map());
        sum += spec.algorithm === 'rp3beta' ? toUser ** alpha * toItem ** alpha : vi * vj;
      }
      if (spec.algorithm === 'cosine') sum /= length(usersOfI) * length(usersOfJ);
      if (spec.algorithm === 'rp3beta') sum /= total(usersOfJ) ** (spec.beta ?? 0.3);
      if (sum > 0) put(similarities, i, j, sum);
    }
  }
  return similarities;
}

function put<Key>(maps: Map<Key, Map<string, number>>, key: Key, member: string, value: number): void {
  const map = maps.get(key) ?? new Map<string, number>();
  maps.set(key, map.set(member, value));
}

function total(values: ReadonlyMap<string, number>): number {
  return [...values.values()].reduce((sum, value) => sum + value, 0);
}

function length(values: ReadonlyMap<string, number>): number {
  return Math.sqrt([...values.values()].reduce((sum, value) => sum + value ** 2, 0));
}
