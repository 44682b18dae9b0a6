import { bootstrapInterval, type Interval } from '../../../recommend/evaluate/index.ts';
import { type EvaluatedModel, POPULARITY_GROUPS } from '../evaluated.ts';
import { axis, colourOf, frame, INK, type Plot } from './chart.ts';

/** How high a plot is, with a line for each series in its legend. */
const heightFor = (series: number) => 240 + (series > 1 ? 20 * series : 0);

/** A bar for each model, with the range in which the metric would lie with other users. */
export function metricPlot(models: readonly EvaluatedModel[], metric: string): Plot {
  const values = models.map(({ evaluation }) => evaluation.metrics[metric] ?? 0);
  const intervals = models.map(({ evaluation }) => intervalOf(evaluation.values[metric]));
  const shorten = (text: string, most: number) => (text.length > most ? `…${text.slice(1 - most)}` : text);
  return {
    label: `${metric}: ${models.map(({ label }, n) => `${label} ${values[n]?.toFixed(4)}`).join(', ')}`,
    height: 56 + 30 * models.length,
    option: (width) => ({
      ...frame([]),
      xAxis: axis({ type: 'value' }),
      yAxis: axis({
        type: 'category',
        inverse: true,
        data: models.map(({ label }) => shorten(label, width < 500 ? 16 : 40)),
      }),
      series: [
        {
          type: 'bar',
          barMaxWidth: 16,
          data: values.map((value, n) => ({ value, itemStyle: { color: colourOf(n) } })),
        },
        whiskers(intervals),
      ],
    }),
  };
}

function intervalOf(values: Float64Array | undefined): Interval | undefined {
  return values === undefined || values.length === 0 ? undefined : bootstrapInterval(values, { samples: 1000 });
}

/** A line from the low end of an interval to the high one, across each bar. */
function whiskers(intervals: readonly (Interval | undefined)[]): Readonly<Record<string, unknown>> {
  return {
    type: 'custom',
    z: 5,
    data: intervals.flatMap((interval, n) => (interval === undefined ? [] : [[interval.low, n, interval.high]])),
    encode: { x: [0, 2], y: 1 },
    renderItem: (
      _: unknown,
      api: { value(dimension: number): number; coord(point: readonly number[]): readonly number[] },
    ) => {
      const [x1 = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
      const [x2 = 0] = api.coord([api.value(2), api.value(1)]);
      const line = (from: readonly number[], to: readonly number[]) => ({
        type: 'line',
        shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
        style: { stroke: INK, lineWidth: 1.5 },
      });
      const end = (x: number) => line([x, y - 4], [x, y + 4]);
      return { type: 'group', children: [line([x1, y], [x2, y]), end(x1), end(x2)] };
    },
  };
}

/** A metric for lists of so many items. */
export function lengthPlot(models: readonly EvaluatedModel[], metric: string, lengths: readonly number[]): Plot {
  return linesPlot(
    models.map(({ label, evaluation }) => ({
      name: label,
      values: lengths.map((k) => evaluation.metrics[`${metric}@${k}`] ?? Number.NaN),
    })),
    { metric: `${metric}@k`, categories: lengths.map(String), axisName: 'k, the length of the list' },
  );
}

/** Where groups of users by how much they had begin. */
const SIZES = [1, 3, 6, 11, 21, 51, 101, 201] as const;

/** A metric for users with so much history; groups of fewer than ten users are left out. */
export function historyPlot(models: readonly EvaluatedModel[], metric: string): Plot | undefined {
  const [first] = models;
  if (first === undefined) return undefined;
  const all = SIZES.map((from, n) => ({ from, until: SIZES[n + 1] ?? Number.POSITIVE_INFINITY }));
  const countIn = ({ from, until }: (typeof all)[number]) =>
    first.historySizes.reduce((sum, size) => (size >= from && size < until ? sum + 1 : sum), 0);
  const groups = all.filter((group) => countIn(group) >= 10);
  if (groups.length < 2) return undefined;
  const categories = groups.map(({ from, until }) => (Number.isFinite(until) ? `${from}–${until - 1}` : `${from}+`));
  return linesPlot(
    models.map(({ label, evaluation, historySizes }) => ({
      name: label,
      values: groups.map(({ from, until }) =>
        meanOf(evaluation.values[metric] ?? new Float64Array(), (user) => {
          const size = historySizes[user] ?? 0;
          return size >= from && size < until;
        }),
      ),
    })),
    { metric, categories, axisName: 'items in the history' },
  );
}

function meanOf(values: Float64Array, counts: (user: number) => boolean): number {
  let sum = 0;
  let users = 0;
  values.forEach((value, user) => {
    if (!counts(user)) return;
    sum += value;
    users++;
  });
  return users === 0 ? Number.NaN : sum / users;
}

/** Of each part of the catalogue, its share of the training, of what was expected, and of each model's lists. */
export function popularityPlot(models: readonly EvaluatedModel[]): Plot {
  const [first] = models;
  const edges = [0, ...POPULARITY_GROUPS].map((share) => Math.round(share * 100));
  const categories = POPULARITY_GROUPS.map((_, n) => `${edges[n]}–${edges[n + 1]} %`);
  const series = [
    { name: 'in the training', values: first?.popularity.training ?? [] },
    { name: 'in the holdout', values: first?.popularity.holdout ?? [] },
    ...models.map(({ label, popularity }) => ({ name: `on lists: ${label}`, values: popularity.lists })),
  ];
  return {
    label: `Shares of the most popular items: ${describe(series, categories, 2)}`,
    height: heightFor(series.length),
    option: () => ({
      ...frame(series.map(({ name }) => name)),
      xAxis: axis({ type: 'category', data: categories }),
      yAxis: axis({ type: 'value', max: 1 }),
      series: series.map(({ name, values }) => ({ type: 'bar', name, data: [...values], barGap: '10%' })),
    }),
  };
}

/** How many users have which value. */
export function spreadPlot(models: readonly EvaluatedModel[], metric: string): Plot {
  const categories = ['0', ...Array.from({ length: 10 }, (_, n) => `≤ ${((n + 1) / 10).toFixed(1)}`)];
  const series = models.map(({ label, evaluation }) => {
    const counts = categories.map(() => 0);
    const values = evaluation.values[metric] ?? new Float64Array();
    for (const value of values) {
      const place = Math.min(10, Math.ceil(value * 10 - 1e-9));
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return { name: label, values: counts.map((count) => count / Math.max(1, values.length)) };
  });
  return {
    label: `Shares of users by ${metric}: ${describe(series, categories, 2)}`,
    height: heightFor(series.length),
    option: () => ({
      ...frame(series.map(({ name }) => name)),
      xAxis: axis({ type: 'category', data: categories, name: metric }),
      yAxis: axis({ type: 'value' }),
      series: series.map(({ name, values }) => ({ type: 'bar', name, data: values, barGap: '10%' })),
    }),
  };
}

/** What quality costs: time for a list, and the size of the model as the size of the mark. */
export function costPlot(models: readonly EvaluatedModel[], metric: string): Plot {
  const most = Math.max(1, ...models.map(({ cost }) => cost.modelBytes));
  const names = models.map(({ label }) => label);
  return {
    label: `Quality by cost: ${models.map(({ label, cost, evaluation }) => `${label} ${evaluation.metrics[metric]?.toFixed(4)} at ${cost.listMs.toFixed(2)} ms`).join(', ')}`,
    height: heightFor(names.length),
    option: () => ({
      ...frame(names),
      xAxis: axis({ type: 'value', name: 'milliseconds for a list', scale: true }),
      yAxis: axis({ type: 'value', scale: true }),
      series: models.map(({ label, cost, evaluation }) => ({
        type: 'scatter',
        name: label,
        symbolSize: 8 + 24 * Math.sqrt(cost.modelBytes / most),
        data: [[cost.listMs, evaluation.metrics[metric] ?? 0]],
      })),
    }),
  };
}

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

function linesPlot(
  series: readonly Series[],
  about: { readonly metric: string; readonly categories: readonly string[]; readonly axisName: string },
): Plot {
  const { metric, categories, axisName } = about;
  const gap = series.length > 1 ? 24 : 20;
  return {
    label: `${metric} by ${axisName}: ${describe(series, categories, 3)}`,
    height: heightFor(series.length) + gap,
    option: () => ({
      ...frame(series.map(({ name }) => name)),
      xAxis: axis({ type: 'category', data: [...categories], name: axisName, boundaryGap: false }),
      yAxis: axis({ type: 'value' }),
      series: series.map(({ name, values }) => ({
        type: 'line',
        name,
        data: [...values],
        symbol: 'circle',
        symbolSize: 6,
      })),
    }),
  };
}

function describe(series: readonly Series[], categories: readonly string[], digits: number): string {
  return series
    .map(
      ({ name, values }) =>
        `${name} ${values.map((value, n) => `${categories[n]} ${value.toFixed(digits)}`).join(', ')}`,
    )
    .join('; ');
}
