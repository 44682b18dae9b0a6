/** What lies between two ends, numbers or texts; an end that is not there has no limit. */
interface Interval<T> {
  readonly low?: T;
  readonly isLowOpen?: boolean;
  readonly high?: T;
  readonly isHighOpen?: boolean;
}

/** A set as intervals: in order, apart from one another, none of them empty. */
export type Intervals<T> = readonly Interval<T>[];

/** Every value there is. */
export const WHOLE: Intervals<never> = [{}];

/** What is in both, in time proportional to their lengths. */
export function intersectIntervals<T extends number | string>(a: Intervals<T>, b: Intervals<T>): Intervals<T> {
  if (a === WHOLE || b.length === 0) return b;
  if (b === WHOLE || a.length === 0) return a;
  const found: Interval<T>[] = [];
  let i = 0;
  let j = 0;
  for (let one = a[i], other = b[j]; one && other; one = a[i], other = b[j]) {
    const lower = isLowAfter(one, other) ? one : other;
    const isFirst = endsBefore(one, other);
    const upper = isFirst ? one : other;
    // Most pairs do not meet, and none is made of those.
    if (!isApart(lower, upper)) found.push(lower === upper ? lower : { ...lowOf(lower), ...highOf(upper) });
    // The one that ends first cannot meet anything further.
    if (isFirst) i++;
    else j++;
  }
  return found;
}

/** What is in none of them. */
export function invertIntervals<T extends number | string>(intervals: Intervals<T>): Intervals<T> {
  const gaps: Interval<T>[] = [];
  let low: Pick<Interval<T>, 'low' | 'isLowOpen'> = {};
  for (const interval of intervals) {
    if (interval.low !== undefined) {
      const gap = { ...low, high: interval.low, isHighOpen: !interval.isLowOpen };
      if (!isEmpty(gap)) gaps.push(gap);
    }
    if (interval.high === undefined) return gaps;
    low = { low: interval.high, isLowOpen: !interval.isHighOpen };
  }
  return [...gaps, low];
}

/** The values themselves, as intervals of one each. */
export function pointIntervals<T extends number | string>(values: readonly T[]): Intervals<T> {
  const sorted = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
  return sorted.map((value) => ({ low: value, high: value }));
}

/** The whole numbers of the intervals, so that nothing is left between 2 and 3. */
export function wholeNumbers(intervals: Intervals<number>): Intervals<number> {
  return intervals.flatMap(({ low, isLowOpen, high, isHighOpen }) => {
    const least = low === undefined ? undefined : isLowOpen ? Math.floor(low) + 1 : Math.ceil(low);
    const most = high === undefined ? undefined : isHighOpen ? Math.ceil(high) - 1 : Math.floor(high);
    const rounded = { ...(least !== undefined && { low: least }), ...(most !== undefined && { high: most }) };
    return isEmpty(rounded) ? [] : [rounded];
  });
}

function isEmpty<T extends number | string>(interval: Interval<T>): boolean {
  return isApart(interval, interval);
}

/** Whether nothing lies above the low end of one and below the high end of the other. */
function isApart<T extends number | string>(
  { low, isLowOpen }: Interval<T>,
  { high, isHighOpen }: Interval<T>,
): boolean {
  if (low === undefined || high === undefined) return false;
  return low > high || (low === high && Boolean(isLowOpen || isHighOpen));
}

function lowOf<T extends number | string>({ low, isLowOpen = false }: Interval<T>): Interval<T> {
  return low === undefined ? {} : { low, isLowOpen };
}

function highOf<T extends number | string>({ high, isHighOpen = false }: Interval<T>): Interval<T> {
  return high === undefined ? {} : { high, isHighOpen };
}

function isLowAfter<T extends number | string>(a: Interval<T>, b: Interval<T>): boolean {
  if (a.low === undefined || b.low === undefined) return a.low !== undefined;
  return a.low > b.low || (a.low === b.low && Boolean(a.isLowOpen));
}

function endsBefore<T extends number | string>(a: Interval<T>, b: Interval<T>): boolean {
  if (a.high === undefined || b.high === undefined) return a.high !== undefined;
  return a.high < b.high || (a.high === b.high && Boolean(a.isHighOpen));
}
