import type { ListQuery } from './query.ts';

/** Decides which items may be on a list. */
export interface Door {
  admits(index: number, item: string): boolean;
  /** Whether some filter threw for some item, which was then not admitted. */
  hasFailed(): boolean;
}

/** What keeps items away from every list, whatever the query. */
export interface StandingFilters {
  /** Only items that pass are recommended, for example those in stock. */
  readonly where?: (item: string) => boolean;
  /** From when on an item can no longer be had, in milliseconds since 1970-01-01 UTC; `undefined` for always. */
  readonly expires?: (item: string) => number | undefined;
}

/** Neither what the query excludes, nor the person's own items, nor what is over, nor what a filter turns down. */
export function createDoor(
  query: ListQuery,
  own: ReadonlySet<number>,
  standing: StandingFilters,
  nowMs: number | undefined,
): Door {
  const { where, exclude } = query;
  const { expires } = standing;
  const excluded = new Set<unknown>(Array.isArray(exclude) ? exclude : []);
  const isFiltered = typeof where === 'function' || standing.where !== undefined || expires !== undefined;
  const verdicts = new Map<string, boolean>();
  let hasFailed = false;

  const isOver = (item: string): boolean => {
    const untilMs = expires?.(item);
    return untilMs !== undefined && !(untilMs > (nowMs ?? Infinity));
  };

  function passes(item: string): boolean {
    try {
      const isStanding = standing.where === undefined || standing.where(item) === true;
      return isStanding && !isOver(item) && (typeof where !== 'function' || where(item) === true);
    } catch {
      hasFailed = true;
      return false;
    }
  }

  /** A filter is asked once about an item, even where a list takes several searches. */
  function passesOnce(item: string): boolean {
    const verdict = verdicts.get(item) ?? passes(item);
    verdicts.set(item, verdict);
    return verdict;
  }

  return {
    admits: (index, item) => !own.has(index) && !excluded.has(item) && (!isFiltered || passesOnce(item)),
    hasFailed: () => hasFailed,
  };
}
