import type { ListQuery } from './recommendations.ts';

/** Decides which items may be on a list. */
export interface Door {
  admits(index: number): boolean;
  /** Whether `where` threw for some item, which was then not admitted. */
  hasFailed(): boolean;
}

/** Neither what the query excludes, nor the person's own items, nor what `where` turns down. */
export function createDoor(
  items: readonly string[],
  places: ReadonlyMap<string, number>,
  query: ListQuery,
  own: ReadonlySet<number>,
): Door {
  const { where, exclude } = query;
  const excluded = new Set(Array.isArray(exclude) ? exclude.map((item) => places.get(item)) : []);
  let hasFailed = false;

  function passes(index: number): boolean {
    if (typeof where !== 'function') return true;
    try {
      return where(items[index] ?? '') === true;
    } catch {
      hasFailed = true;
      return false;
    }
  }

  return {
    admits: (index) => !own.has(index) && !excluded.has(index) && passes(index),
    hasFailed: () => hasFailed,
  };
}
