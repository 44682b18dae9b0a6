import type { Model } from '../index.ts';
import { placesOf } from '../serve/history.ts';
import { createListGauge, type ListGauge } from './list-gauge.ts';
import { isUserMetric, type MetricAtK, measureUser } from './metrics.ts';

/** Collects what a metric needs, list by list. */
export interface Tally {
  /** The items of a list, the best first; what was expected, at least one item; and the history that led to the list. */
  add(list: readonly string[], expected: ReadonlySet<string>, history: readonly string[]): void;
  readonly lists: number;
  /** Each metric by its name. */
  metrics(): Readonly<Record<string, number>>;
  /** The value of each list, in the order of adding, for the metrics that have one. */
  values(): Readonly<Record<string, Float64Array>>;
  /** How often each item of the catalogue was on a list. */
  readonly listed: Uint32Array;
}

/** A tally of lists from one model. */
export function createTally(metrics: readonly MetricAtK[], model: Model): Tally {
  const meters = metrics.map((each) => createMeter(each, model.popularity));
  const hasGauges = meters.some(({ gauge }) => gauge !== undefined);
  const places = placesOf(model.items);
  const indicesOf = (items: readonly string[]) => items.flatMap((item) => places.get(item) ?? []);
  const listed = new Uint32Array(model.items.length);
  let lists = 0;
  return {
    add(list, expected, history) {
      const ranks = list.flatMap((item, place) => (expected.has(item) ? [place + 1] : []));
      const indices = indicesOf(list);
      const had = hasGauges ? indicesOf(history) : [];
      for (const index of indices) listed[index] = (listed[index] ?? 0) + 1;
      for (const { gauge, values, measure } of meters) {
        values.push(measure(ranks, expected.size));
        gauge?.add(indices, had);
      }
      lists++;
    },
    listed,
    get lists() {
      return lists;
    },
    metrics: () => Object.fromEntries(meters.map(({ name, gauge, values }) => [name, gauge?.value() ?? mean(values)])),
    values: () =>
      Object.fromEntries(
        meters.flatMap(({ name, gauge, values }) => (gauge === undefined ? [[name, Float64Array.from(values)]] : [])),
      ),
  };
}

interface Meter {
  readonly name: string;
  readonly gauge: ListGauge | undefined;
  readonly values: number[];
  measure(ranks: readonly number[], relevant: number): number;
}

function createMeter({ name, metric, k }: MetricAtK, popularity: Float32Array): Meter {
  if (isUserMetric(metric)) {
    const measure = (ranks: readonly number[], relevant: number) => measureUser(metric, k, ranks, relevant);
    return { name, gauge: undefined, values: [], measure };
  }
  return { name, gauge: createListGauge(metric, k, popularity), values: [], measure: () => 0 };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
