import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import {
  type Evaluation,
  evaluate,
  evaluateSessions,
  findLeaks,
  isUserMetric,
  type Leaks,
  modelBytes,
  parseMetrics,
  REPEAT_POLICIES,
  type RepeatPolicy,
  type SessionEvaluation,
} from '../../recommend/evaluate/index.ts';
import type { Interactions, Model } from '../../recommend/index.ts';
import { type EvaluatedModel, evaluated } from '../evaluation/evaluated.ts';
import { lengthsUpTo } from '../evaluation/report/lengths.ts';
import { REPORT_START } from '../evaluation/report/report-start.ts';
import { createClicks } from '../input/clicks.ts';
import type { Input, InputOptions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { bytes, count, counted, duration, time } from '../output/amounts.ts';
import { type Fact, formatFacts, formatTable } from '../output/facts.ts';
import { inputFacts, inputJson } from '../output/input-facts.ts';
import { findReportPlace, writeReport } from '../report-file.ts';
import { addInputOptions, INPUT_HELP, type InputFlags, toInputOptions } from './input-options.ts';
import { openModel } from './open-model.ts';
import { pause, progressFor, readInput } from './read-input.ts';
import { addRequiredOption } from './required.ts';

interface EvaluateFlags extends InputFlags {
  readonly sessions?: RepeatPolicy;
  readonly model: readonly string[];
  readonly holdout: readonly string[];
  readonly metrics: readonly string[];
  readonly allowRepeats?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

const DEFAULT_METRICS = ['ndcg@10', 'recall@10', 'hitRate@10', 'coverage@10'];

const EXAMPLES = `
Metrics, each with @ and how many items of a list count (T: what the person had in the holdout):
  recall (by T), recallMin (by min(k, T)), precision (by k), hitRate, mrr, ndcg (ideal: min(k, T) hits),
  map (by T, as Microsoft recommenders), mapMin (by min(k, T)), coverage, gini, novelty, popularityLift.
Users who are not in the training are left out and counted. Without --allow-repeats only new items are recommended and expected.
The whole catalogue is ranked; ties go to the lower index, which is the lower id where all are whole numbers.

Examples:
  kindred evaluate --model model/ --holdout test.csv
  kindred evaluate --model ease/ rp3beta/ --holdout test.csv --metrics recall@20,ndcg@100 --report report.html
  kindred evaluate --model vmis/ --holdout clicks.csv --sessions exclude-current --metrics mrr@20,hitRate@20
  kindred evaluate --model model/ --holdout lines.csv.gz --from 2011-11-09 --metrics ndcg@10,recall@20 --allow-repeats --json`;

export function addEvaluateCommand(program: Command, io: CliIo): void {
  const command = program.command('evaluate').description('measure models by what people did after their training');
  addRequiredOption(command, '--model <folder...>', 'the models, as train writes them, with their histories');
  addRequiredOption(command, '--holdout <file...>', 'what people did afterwards: files, or "-" for standard input');
  command
    .addOption(
      new Option('--metrics <names>', 'what to measure, separated by commas')
        .argParser(parseMetricNames)
        .default(DEFAULT_METRICS, DEFAULT_METRICS.join(',')),
    )
    .option('--allow-repeats', 'what a person had before may be recommended, and counts')
    .addOption(
      new Option(
        '--sessions <policy>',
        'each user is a session, each click is to be foreseen from those before (session-next); what may be recommended',
      ).choices(REPEAT_POLICIES),
    )
    .option('--report <file>', 'write a page to read, with plots, as one HTML file')
    .option('--json', 'print the result as JSON');
  addInputOptions(command)
    .addHelpText('after', `${INPUT_HELP}\n${EXAMPLES}`)
    .action((flags: EvaluateFlags) => runEvaluate(flags, io));
}

async function runEvaluate(flags: EvaluateFlags, io: CliIo): Promise<void> {
  if (flags.sessions !== undefined) return runSessions({ ...flags, sessions: flags.sessions }, io);
  const isJson = flags.json === true;
  const options = toInputOptions(flags.holdout, flags);
  const reportPath = flags.report === undefined ? undefined : await findReportPlace(flags.report, REPORT_START);
  const start = io.now();
  // The first is opened before the holdout is read: most mistakes are found at once.
  const first = await openWithHistories(flags.model[0] ?? '');
  const input = await readInput(options, isJson, io);
  const readAt = io.now();
  const models: EvaluatedModel[] = [];
  for (const [place, path] of flags.model.entries()) {
    const model = place === 0 ? first : await openWithHistories(path);
    models.push(await evaluateShown(path, model, input.interactions, flags, io));
  }
  const took = { reading: readAt - start, evaluating: io.now() - readAt };
  const leaks = findLeaks(first.histories ?? input.interactions, input.interactions);
  const overlap = overlapOf(first, input.interactions);
  const result: Result = { models, input, options, took, leaks, overlap, peakMemory: io.peakMemory(), flags };
  if (reportPath !== undefined) await writeReport(reportPath, await reportOf(result));
  io.stdout.write(isJson ? `${JSON.stringify(toJson(result))}\n` : toText(result, io));
}

/** The protocol session-next: lists are made from what was clicked so far, so that no histories are needed. */
async function runSessions(flags: EvaluateFlags & { readonly sessions: RepeatPolicy }, io: CliIo): Promise<void> {
  const { sessions: policy, json: isJson = false, metrics } = flags;
  for (const option of ['report', 'allowRepeats'] as const)
    if (flags[option] !== undefined) throw uselessWithSessions(option);
  const options = { ...toInputOptions(flags.holdout, flags), isOrdered: true };
  const start = io.now();
  const models = await Promise.all(flags.model.map(async (path) => ({ path, model: await openModel(path) })));
  const clicks = createClicks();
  const input = await readInput({ ...options, onRow: clicks.add }, isJson, io);
  const found: SessionEvaluation[] = [];
  const run = { metrics, policy, signal: io.signal, pause };
  for (const { model } of models) found.push(await evaluateSessions(model, clicks.sessions(), run));
  const rows = found.map((each, n) => ({ model: { path: models[n]?.path, spec: models[n]?.model.spec }, ...each }));
  const took = io.now() - start;
  const toFacts = (): readonly Fact[] => [
    ...inputFacts(input, options),
    [
      'sessions',
      `${counted(found[0]?.sessions ?? 0, 'session')}, ${counted(found[0]?.steps ?? 0, 'click')} to be foreseen; policy ${policy}`,
    ],
    ...models.map(
      ({ path }, n): Fact => [
        'metrics',
        path,
        ...formatTable(metrics.map((name) => [name, (found[n]?.metrics[name] ?? 0).toFixed(6)])),
      ],
    ),
    ['took', `${duration(took)}; peak memory ${bytes(io.peakMemory())}`],
  ];
  io.stdout.write(
    isJson
      ? `${JSON.stringify({ command: 'evaluate', protocol: 'session-next', models: rows.map(({ values: _, ...row }) => row), input: inputJson(input) })}\n`
      : formatFacts(`Evaluated ${models.map(({ model }) => model.spec.algorithm).join(', ')}`, toFacts(), io),
  );
}

function uselessWithSessions(option: string): KindredError {
  const flag = option === 'report' ? '--report' : '--allow-repeats';
  return new KindredError('invalid-options', `${flag} means nothing with --sessions. Leave it out.`, { at: flag });
}

async function openWithHistories(path: string): Promise<Model> {
  const model = await openModel(path);
  if (model.histories === undefined) throw noHistories(path);
  return model;
}

async function evaluateShown(
  path: string,
  model: Model,
  holdout: Interactions,
  { metrics, allowRepeats = false, report, json = false }: EvaluateFlags,
  io: CliIo,
): Promise<EvaluatedModel> {
  const formatUsers = (done: number) => counted(done, 'user');
  const progress = progressFor('Evaluating', formatUsers, json, io);
  const start = io.now();
  try {
    const evaluation = await evaluate(model, holdout, {
      metrics: report === undefined ? metrics : withCurve(metrics),
      repeats: allowRepeats ? 'allow' : 'exclude',
      signal: io.signal,
      onProgress: progress.update,
      pause,
    });
    const listMs = (io.now() - start) / evaluation.users.evaluated;
    return evaluated(path, model, holdout, evaluation, { modelBytes: modelBytes(model), listMs });
  } finally {
    progress.clear();
  }
}

/** The metrics that were asked for, and the first of them for shorter lists. */
function withCurve(names: readonly string[]): readonly string[] {
  const parsed = parseMetrics(names);
  const main = parsed.find(({ metric }) => isUserMetric(metric));
  if (main === undefined) return names;
  const lengths = lengthsUpTo(Math.max(...parsed.map(({ k }) => k)));
  return [...new Set([...names, ...lengths.map((k) => `${main.metric}@${k}`)])];
}

/** How many pairs of the holdout are not newer than the training: they would measure memory, not foresight. */
function overlapOf({ data: { untilMs } }: Model, { time: times }: Interactions): number {
  return untilMs === undefined ? 0 : times.reduce((sum, at) => (at <= untilMs ? sum + 1 : sum), 0);
}

interface Result {
  readonly models: readonly EvaluatedModel[];
  readonly input: Input;
  readonly options: InputOptions;
  readonly took: { readonly reading: number; readonly evaluating: number };
  readonly leaks: Leaks;
  readonly overlap: number;
  readonly peakMemory: number;
  readonly flags: EvaluateFlags;
}

/** The library of plots is loaded only by those who want some. */
async function reportOf({ models, input, leaks, flags }: Result): Promise<string> {
  const { evaluationReport } = await import('../evaluation/report/report.ts');
  const { metrics, holdout } = flags;
  return evaluationReport({ holdout, pairs: input.interactions.itemIndex.length, models, metrics, leaks });
}

function toText(result: Result, io: CliIo): string {
  const { models, input, options, took, leaks, overlap, peakMemory, flags } = result;
  const [first] = models;
  if (first === undefined) return '';
  const lists = models.reduce((sum, { evaluation }) => sum + evaluation.users.evaluated, 0);
  const facts: Fact[] = [
    ...inputFacts(input, options),
    ['users', ...userLines(first.evaluation)],
    ['repeats', first.evaluation.repeats === 'allow' ? 'allowed' : 'new items only'],
    ['metrics', ...metricLines(models, flags.metrics)],
    [
      'took',
      `${duration(took.reading)} reading, ${duration(took.evaluating)} evaluating ${count(lists)} lists; peak memory ${bytes(peakMemory)}`,
    ],
  ];
  if (overlap > 0) facts.push(['note', overlapNote(overlap, first)]);
  if (leaks.copied > 0) facts.push(['warning', leaks.warnings[0] ?? '']);
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
  const cost = [
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

function toJson({ models, input, took, leaks, overlap, peakMemory, flags }: Result): object {
  const [first] = models;
  return {
    command: 'evaluate',
    ...(first && modelJson(first, flags.metrics)),
    ...(models.length > 1 && { models: models.map((each) => modelJson(each, flags.metrics)) }),
    pairsNotNewerThanTraining: overlap,
    leaks,
    input: inputJson(input),
    milliseconds: took,
    peakMemoryBytes: peakMemory,
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

/** Wrong names are found before anything is read. */
function parseMetricNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  parseMetrics(names);
  return names;
}

function noHistories(path: string): KindredError {
  const message = `The model at "${path}" does not hold who had what, which evaluation needs. Train it without --no-histories.`;
  return new KindredError('invalid-options', message, { at: '--model' });
}
