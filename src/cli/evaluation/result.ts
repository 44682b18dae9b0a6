import type { Evaluation, Leaks } from '../../recommend/evaluate/index.ts';
import type { Input, InputOptions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { bytes, count, duration, time } from '../output/amounts.ts';
import { type Fact, formatFacts, formatTable } from '../output/facts.ts';
import { inputFacts, inputJson } from '../output/input-facts.ts';
import { writeReport } from '../report-file.ts';
import type { EvaluatedModel } from './evaluated.ts';
import type { MeasureFlags } from './flags.ts';

/** What an evaluation came to, and what it was made from. */
export interface Result {
  readonly models: readonly EvaluatedModel[];
  readonly input: Input;
  readonly options: InputOptions;
  readonly took: Readonly<Record<'reading' | 'evaluating', number>> & { readonly training?: number };
  readonly leaks: Leaks;
  /** Pairs of the holdout that are not newer than the training, where that is a mistake. */
  readonly overlap: number;
  /** How the data were split, in words. */
  readonly split?: { readonly protocol: string; readonly words: string };
  /** What it was measured by, for the report. */
  readonly holdout: { readonly names: readonly string[]; readonly pairs: number };
}

/** Prints it, and writes the report where one was asked for. */
export async function showResult(
  result: Result,
  flags: MeasureFlags,
  reportPath: string | undefined,
  io: CliIo,
): Promise<void> {
  if (reportPath !== undefined) await writeReport(reportPath, await reportOf(result, flags.metrics));
  io.stdout.write(flags.json === true ? `${JSON.stringify(toJson(result, flags, io))}\n` : toText(result, flags, io));
}

/** The library of plots is loaded only by those who want some. */
async function reportOf({ models, leaks, holdout }: Result, metrics: readonly string[]): Promise<string> {
  const { evaluationReport } = await import('./report/report.ts');
  return evaluationReport({ holdout: holdout.names, pairs: holdout.pairs, models, metrics, leaks });
}

function toText(result: Result, flags: MeasureFlags, io: CliIo): string {
  const { models, input, options, took, leaks, overlap, split } = result;
  const [first] = models;
  if (first === undefined) return '';
  const lists = models.reduce((sum, { evaluation }) => sum + evaluation.users.evaluated, 0);
  const training = took.training === undefined ? '' : `${duration(took.training)} training, `;
  const facts: Fact[] = [
    ...inputFacts(input, options),
    ...(split === undefined ? [] : [['protocol', split.words] as const]),
    ['users', ...userLines(first.evaluation)],
    ['repeats', first.evaluation.repeats === 'allow' ? 'allowed' : 'new items only'],
    ['metrics', ...metricLines(models, flags.metrics)],
    [
      'took',
      `${duration(took.reading)} reading, ${training}${duration(took.evaluating)} evaluating ${count(lists)} lists; peak memory ${bytes(io.peakMemory())}`,
    ],
  ];
  if (overlap > 0) facts.push(['note', overlapNote(overlap, first)]);
  if (leaks.copied > 0 || leaks.strangers) facts.push(['warning', leaks.warnings[0] ?? '']);
  if (flags.report !== undefined) facts.push(['report', flags.report]);
  return formatFacts(`Evaluated ${models.map(({ spec }) => spec.algorithm).join(', ')}`, facts, io);
}

/** A line for each metric; with several models a column for each, and their cost below. */
function metricLines(models: readonly EvaluatedModel[], names: readonly string[]): readonly string[] {
  const values = names.map((name) => [
    name,
    ...models.map(({ evaluation }) => (evaluation.metrics[name] ?? 0).toFixed(6)),
  ]);
  if (models.length === 1) return formatTable(values);
  const right = models.map((_, n) => n + 1);
  const trainings = models.map(({ cost }) => (cost.trainingMs === undefined ? '' : duration(cost.trainingMs)));
  const cost = [
    ...(trainings.some((text) => text !== '') ? [['training', ...trainings]] : []),
    ['size', ...models.map(({ cost }) => bytes(cost.modelBytes))],
    ['a list', ...models.map(({ cost }) => `${cost.listMs.toFixed(2)} ms`)],
  ];
  return formatTable([['', ...models.map(({ label }) => label)], ...values, ...cost], right);
}

function userLines({ users, repeats }: Evaluation): readonly string[] {
  const rows: (readonly [string, string])[] = [
    [count(users.evaluated), 'evaluated'],
    [count(users.withoutHistory), 'left out: not in the training'],
  ];
  if (repeats === 'exclude') rows.push([count(users.withoutNewItems), 'left out: nothing new in the holdout']);
  if (users.withPopularList > 0)
    rows.push([count(users.withPopularList), 'evaluated by what is popular: nothing goes with their history']);
  return formatTable(rows, [0]);
}

function overlapNote(overlap: number, { data: { untilMs = 0 } }: EvaluatedModel): string {
  const pairs = overlap === 1 ? '1 pair of the holdout is' : `${count(overlap)} pairs of the holdout are`;
  return `${pairs} not newer than the training, which ends at ${time(untilMs)}: split with --from`;
}

function toJson({ models, input, took, leaks, overlap, split }: Result, { metrics }: MeasureFlags, io: CliIo): object {
  const [first] = models;
  return {
    command: 'evaluate',
    ...(split && { protocol: split.protocol }),
    ...(first && modelJson(first, metrics)),
    models: models.map((each) => modelJson(each, metrics)),
    pairsNotNewerThanTraining: overlap,
    leaks,
    input: inputJson(input),
    milliseconds: took,
    peakMemoryBytes: io.peakMemory(),
  };
}

function modelJson({ label, kind, spec, evaluation, cost }: EvaluatedModel, names: readonly string[]): object {
  return {
    model: { path: label, kind, spec },
    metrics: Object.fromEntries(names.map((name) => [name, evaluation.metrics[name]])),
    repeats: evaluation.repeats,
    users: evaluation.users,
    cost,
  };
}
