// @ts-check
// The same algorithms as one would write them first: maps of maps, a full sort for each list.

/** @typedef {Map<string, Map<string, number>>} Neighbours */

/**
 * RP3beta on binary interactions; each candidate keeps its `count` strongest history items.
 *
 * @param {import('kindred/recommend').Interactions} interactions
 * @param {{ alpha: number, beta: number, count: number }} options
 * @returns {Neighbours} from history item to candidate to similarity
 */
export function plainRp3beta(interactions, { alpha, beta, count }) {
  const { byUser, byItem } = mapsOf(interactions);
  /** @type {Neighbours} */
  const neighbours = new Map();
  for (const [candidate, itsUsers] of byItem) {
    /** @type {Map<string, number>} */
    const sums = new Map();
    for (const user of itsUsers) {
      const itemsOfUser = byUser.get(user) ?? [];
      const chance = itemsOfUser.length ** -alpha;
      for (const item of itemsOfUser) if (item !== candidate) sums.set(item, (sums.get(item) ?? 0) + chance);
    }
    for (const [item, sum] of sums) {
      sums.set(item, (sum * (byItem.get(item)?.length ?? 1) ** -alpha) / itsUsers.length ** beta);
    }
    const strongest = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, count);
    for (const [item, similarity] of strongest) {
      const row = neighbours.get(item) ?? new Map();
      neighbours.set(item, row.set(candidate, similarity));
    }
  }
  return neighbours;
}

/**
 * @param {Neighbours} neighbours
 * @param {readonly string[]} history
 * @param {number} count
 * @returns {string[]}
 */
export function plainList(neighbours, history, count) {
  /** @type {Map<string, number>} */
  const scores = new Map();
  for (const item of history) {
    for (const [candidate, similarity] of neighbours.get(item) ?? []) {
      scores.set(candidate, (scores.get(candidate) ?? 0) + similarity);
    }
  }
  for (const item of history) scores.delete(item);
  const sorted = [...scores].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return sorted.slice(0, count).map(([item]) => item);
}

/** @param {import('kindred/recommend').Interactions} interactions */
export function mapsOf({ users, items, userStart, itemIndex }) {
  /** @type {Map<string, string[]>} */
  const byUser = new Map();
  /** @type {Map<string, string[]>} */
  const byItem = new Map(items.map((item) => [item, []]));
  users.forEach((user, place) => {
    const own = Array.from(itemIndex.subarray(userStart[place], userStart[place + 1]), (index) => String(items[index]));
    byUser.set(user, own);
    for (const item of own) byItem.get(item)?.push(user);
  });
  return { byUser, byItem };
}
