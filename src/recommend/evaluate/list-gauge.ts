// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { ListMetric } from './metrics.ts';

/** Watches all lists and measures what no single one shows. */
export interface ListGauge {
  /** The items of a list, the best first, and those of the history that led to it, by their indices. */
  add(list: readonly number[], history: readonly number[]): void;
  value(): number;
}

/** A gauge for the first `k` items of each list. Memory: a number for each item of the catalogue. */
export function createListGauge(metric: ListMetric, k: number, popularity: Float32Array): ListGauge {
  switch (metric) {
    case 'coverage':
      return countingGauge(
        k,
        popularity.length,
        (listed) => listed.filter((times) => times > 0).length / listed.length,
      );
    case 'gini':
      return countingGauge(k, popularity.length, gini);
    case 'novelty':
      return noveltyGauge(k, popularity);
    case 'popularityLift':
      return liftGauge(k, popularity);
    default:
      return metric satisfies never;
  }
}

function countingGauge(k: number, itemCount: number, measure: (listed: Float64Array) => number): ListGauge {
  const listed = new Float64Array(itemCount);
  return {
    add(list) {
      for (const index of list.slice(0, k)) listed[index]!++;
    },
    value: () => measure(listed),
  };
}

/** Gini's coefficient: Σ (2j − n − 1) · x_j / (n · Σ x), with x ascending and j from 1. */
function gini(listed: Float64Array): number {
  const ascending = listed.slice().sort();
  const n = ascending.length;
  let total = 0;
  let weighted = 0;
  ascending.forEach((times, place) => {
    total += times;
    weighted += (2 * (place + 1) - n - 1) * times;
  });
  return total === 0 ? 0 : weighted / (n * total);
}

/** Mean self-information (Zhou et al. 2010). An item without any popularity counts as the rarest that has some. */
function noveltyGauge(k: number, popularity: Float32Array): ListGauge {
  const total = popularity.reduce((sum, count) => sum + count, 0);
  const rarest = popularity.reduce((least, count) => (count > 0 && count < least ? count : least), total);
  let bits = 0;
  let places = 0;
  return {
    add(list) {
      for (const index of list.slice(0, k)) {
        bits -= Math.log2(Math.max(popularity[index]!, rarest) / total);
        places++;
      }
    },
    value: () => (places === 0 ? 0 : bits / places),
  };
}

/** How much more popular lists are than histories (Abdollahpouri et al. 2020): 0 as popular, 1 twice as popular. */
function liftGauge(k: number, popularity: Float32Array): ListGauge {
  let ofLists = 0;
  let ofHistories = 0;
  return {
    add(list, history) {
      if (list.length === 0 || history.length === 0) return;
      ofLists += meanOf(list.slice(0, k), popularity);
      ofHistories += meanOf(history, popularity);
    },
    value: () => (ofHistories === 0 ? 0 : ofLists / ofHistories - 1),
  };
}

function meanOf(indices: readonly number[], popularity: Float32Array): number {
  return indices.reduce((sum, index) => sum + popularity[index]!, 0) / indices.length;
}
