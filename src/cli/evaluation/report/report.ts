import { bootstrapInterval, isUserMetric, pairedBootstrap, parseMetrics } from '../../../recommend/evaluate/index.ts';
import { bytes, duration, time } from '../../output/amounts.ts';
import { type Html, html, table } from '../../replay/report/html.ts';
import type { EvaluatedModel, EvaluatedModels } from '../evaluated.ts';
import { drawPlot, type Plot } from './chart.ts';
import { lengthsUpTo } from './lengths.ts';
import { costPlot, historyPlot, lengthPlot, metricPlot, popularityPlot, spreadPlot } from './plots.ts';
import { REPORT_START } from './report-start.ts';
import { EVALUATION_STYLE } from './style.ts';

/**
 * An evaluation as a page to read: one file that loads nothing and runs no script. It holds no id of anybody.
 */
export function evaluationReport(found: EvaluatedModels): string {
  const { models, leaks } = found;
  const title = `Evaluation of ${models.map(({ label }) => label).join(', ')}`;
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${{ html: EVALUATION_STYLE }}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="soft">Measured by ${found.holdout.join(', ')}, ${found.pairs} pairs of user and item.</p>
</header>
<main>
${tiles(found)}
${leaks.warnings.map((warning) => html`<p class="warning">${warning}</p>`)}
<section><h2>Metrics</h2>
${metricsTable(found)}</section>
${plotSections(found)}
<section><h2>Models and cost</h2>
${costTable(models)}</section>
${definitions(found)}
</main>
</body>
</html>
`;
  return `${REPORT_START}\n${page.html}`;
}

function tiles({ models, metrics: [first = ''] }: EvaluatedModels): Html {
  const best = models.toSorted((a, b) => metricOf(b, first) - metricOf(a, first))[0];
  if (best === undefined) return html``;
  const { users } = best.evaluation;
  const entries: readonly (readonly [value: string, label: string])[] = [
    [metricOf(best, first).toFixed(4), `${first}${models.length > 1 ? `, the best: ${best.label}` : ''}`],
    [users.evaluated.toLocaleString('en-US'), 'users evaluated'],
    [best.itemCount.toLocaleString('en-US'), 'items in the catalogue'],
    [`${best.cost.listMs.toFixed(2)} ms`, 'for a list'],
  ];
  return html`<ul class="tiles">${entries.map(([value, label]) => html`<li><b>${value}</b> ${label}</li>`)}</ul>`;
}

function metricOf({ evaluation }: EvaluatedModel, name: string): number {
  return evaluation.metrics[name] ?? 0;
}

/** A row for each metric and model: the value, its interval, and the difference to the best. */
function metricsTable({ models, metrics }: EvaluatedModels): Html {
  const several = models.length > 1;
  const rows = metrics.flatMap((name) => {
    const sorted = several ? models.toSorted((a, b) => metricOf(b, name) - metricOf(a, name)) : models;
    return sorted.map((model, place) => {
      const values = model.evaluation.values[name];
      return [
        place === 0 ? name : '',
        ...(several ? [model.label] : []),
        metricOf(model, name).toFixed(6),
        values === undefined ? '' : rangeOf(bootstrapInterval(values)),
        ...(several ? [differenceOf(values, sorted[0]?.evaluation.values[name], place)] : []),
      ];
    });
  });
  const headings = [
    'Metric',
    ...(several ? ['Model'] : []),
    'Value',
    '95 % interval',
    ...(several ? ['To the best'] : []),
  ];
  return html`${table(headings, rows, several ? 2 : 1)}
<p class="soft">Intervals: percentile bootstrap over users, 2,000 samples. Differences are paired: both models on the same users.</p>`;
}

function rangeOf({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${low.toFixed(4)} to ${high.toFixed(4)}`;
}

function differenceOf(values: Float64Array | undefined, best: Float64Array | undefined, place: number): string {
  if (place === 0 || values === undefined || best === undefined || values.length !== best.length) return '';
  const { mean, low, high, p } = pairedBootstrap(best, values);
  return `${mean.toFixed(4)} (${rangeOf({ low, high })}), p ${p < 0.001 ? '< .001' : p.toFixed(3)}`;
}

function plotSections({ models, metrics }: EvaluatedModels): Html {
  const parsed = parseMetrics(metrics);
  const main = parsed.find(({ metric }) => isUserMetric(metric));
  if (main === undefined) return section('Popular and rare', POPULARITY_WORDS, popularityPlot(models));
  const lengths = lengthsUpTo(Math.max(...parsed.map(({ k }) => k)));
  const shown = parsed.filter(({ metric }) => isUserMetric(metric)).slice(0, 4);
  return html`${models.length > 1 ? shown.map(({ name }) => section(name, 'With 95 % intervals.', metricPlot(models, name))) : []}
${section('By the length of the list', '', lengthPlot(models, main.metric, lengths))}
${section('By what is known of a person', 'The mean of users with so many items in their history.', historyPlot(models, main.name))}
${section('Popular and rare', POPULARITY_WORDS, popularityPlot(models))}
${section('How users are served', `Users by their ${main.name}, as shares of all.`, spreadPlot(models, main.name))}
${models.length > 1 ? section('Quality and cost', 'The size of a mark is the size of the model.', costPlot(models, main.name)) : html``}`;
}

const POPULARITY_WORDS =
  'Items from the most popular to the rarest: which share each part of the catalogue has of the training, of the holdout, and of the lists.';

function section(title: string, words: string, plot: Plot | undefined): Html {
  if (plot === undefined) return html``;
  return html`<section><h2>${title}</h2>${words === '' ? [] : [html`<p class="soft">${words}</p>`]}${drawPlot(plot)}</section>`;
}

function costTable(models: readonly EvaluatedModel[]): Html {
  const rows = models.map(({ label, spec, data, itemCount, cost }) => [
    label,
    Object.entries(spec)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
    windowOf(data),
    data.users,
    itemCount,
    data.interactions,
    cost.trainingMs === undefined ? '–' : duration(cost.trainingMs),
    bytes(cost.modelBytes),
    `${cost.listMs.toFixed(3)} ms`,
  ]);
  const headings = ['Model', 'Settings', 'Trained on', 'Users', 'Items', 'Pairs', 'Training', 'Size', 'A list'];
  return table(headings, rows, 3);
}

function windowOf({ fromMs, untilMs }: EvaluatedModel['data']): string {
  return fromMs === undefined || untilMs === undefined ? 'times not known' : `${time(fromMs)} to ${time(untilMs)}`;
}

function definitions({ models, metrics }: EvaluatedModels): Html {
  const names = [...new Set(parseMetrics(metrics).map(({ metric }) => metric))];
  const users = models[0]?.evaluation.users;
  const repeats = models[0]?.evaluation.repeats;
  return html`<section><h2>How this was measured</h2>
<p>One list for each user out of the whole catalogue; ties go to the lower index. T is what a user had in the holdout, each item once, items
that the model does not know included. ${repeats === 'allow' ? 'Repeats are allowed: what a user had before may be recommended, and counts.' : 'New items only: what a user had before is neither recommended nor expected.'}</p>
<p>${users?.evaluated ?? 0} users were evaluated. Left out: ${users?.withoutHistory ?? 0} who are not in the training, ${users?.withoutNewItems ?? 0} who
had nothing new. ${users?.withPopularList ?? 0} of those evaluated got what is popular, as nothing went with their history.</p>
<dl>${names.map((name) => html`<dt>${name}@k</dt><dd>${DEFINITIONS[name]}</dd>`)}</dl></section>`;
}

const DEFINITIONS: Readonly<Record<ReturnType<typeof parseMetrics>[number]['metric'], string>> = {
  ndcg: 'Sum over hits of 1/log2(rank + 1), divided by that of min(k, T) hits at the top; mean over users.',
  recall: 'Hits among the first k, divided by T; mean over users.',
  recallMin: 'Hits among the first k, divided by min(k, T); mean over users.',
  precision: 'Hits among the first k, divided by k; mean over users.',
  hitRate: 'Share of users with at least one hit among the first k.',
  mrr: 'One divided by the rank of the first hit, 0 without one; mean over users.',
  map: 'Sum over hits of the precision at their rank, divided by T; mean over users.',
  mapMin: 'Sum over hits of the precision at their rank, divided by min(k, T); mean over users.',
  coverage: 'Different items on the lists, divided by the items of the catalogue.',
  gini: 'Inequality of how often each item is listed: 0 all alike, near 1 always the same few.',
  novelty: 'Mean of −log2 of an item’s share of the training’s interactions, in bits.',
  popularityLift: 'How much more popular lists are than histories: 0 alike, 1 twice as popular.',
};
