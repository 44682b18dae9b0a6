import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import { type Evaluation, evaluate, parseMetrics } from '../../recommend/evaluate/index.ts';
import type { Interactions, Model } from '../../recommend/index.ts';
import type { Input, InputOptions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { bytes, count, counted, duration, time } from '../output/amounts.ts';
import { type Fact, formatFacts, formatTable } from '../output/facts.ts';
import { inputFacts, inputJson } from '../output/input-facts.ts';
import { addInputOptions, INPUT_HELP, type InputFlags, toInputOptions } from './input-options.ts';
import { openModel } from './open-model.ts';
import { pause, progressFor, readInput } from './read-input.ts';
import { addRequiredOption } from './required.ts';

interface EvaluateFlags extends InputFlags {
  readonly model: string;
  readonly holdout: readonly string[];
  readonly metrics: readonly string[];
  readonly allowRepeats?: boolean;
  readonly json?: boolean;
}

const DEFAULT_METRICS = ['ndcg@10', 'recall@10', 'hitRate@10', 'coverage@10'];

const EXAMPLES = `
Metrics, each with @ and how many items of a list count (T: what the person had in the holdout):
  recall (by T), recallMin (by min(k, T)), precision (by k), hitRate, mrr, ndcg (ideal: min(k, T) hits),
  map (by T, as Microsoft recommenders), mapMin (by min(k, T)), coverage, gini, novelty, popularityLift.
Users who are not in the training are left out and counted. Without --allow-repeats only new items are recommended and expected.

Examples:
  kindred evaluate --model model/ --holdout test.csv
  kindred evaluate --model model/ --holdout lines.csv.gz --from 2011-11-09 --metrics ndcg@10,recall@20 --allow-repeats --json`;

export function addEvaluateCommand(program: Command, io: CliIo): void {
  const command = program.command('evaluate').description('measure a model by what people did after its training');
  addRequiredOption(command, '--model <folder>', 'the model, as train writes it, with its histories');
  addRequiredOption(command, '--holdout <file...>', 'what people did afterwards: files, or "-" for standard input');
  command
    .addOption(
      new Option('--metrics <names>', 'what to measure, separated by commas')
        .argParser(parseMetricNames)
        .default(DEFAULT_METRICS, DEFAULT_METRICS.join(',')),
    )
    .option('--allow-repeats', 'what a person had before may be recommended, and counts')
    .option('--json', 'print the result as JSON');
  addInputOptions(command)
    .addHelpText('after', `${INPUT_HELP}\n${EXAMPLES}`)
    .action((flags: EvaluateFlags) => runEvaluate(flags, io));
}

async function runEvaluate(flags: EvaluateFlags, io: CliIo): Promise<void> {
  const isJson = flags.json === true;
  const options = toInputOptions(flags.holdout, flags);
  const start = io.now();
  const model = await openModel(flags.model);
  if (model.histories === undefined) throw noHistories(flags.model);
  const input = await readInput(options, isJson, io);
  const readAt = io.now();
  const evaluation = await evaluateShown(model, input.interactions, flags, isJson, io);
  const took = { reading: readAt - start, evaluating: io.now() - readAt };
  const overlap = overlapOf(model, input.interactions);
  const result: Result = { model, input, options, evaluation, took, overlap, peakMemory: io.peakMemory() };
  io.stdout.write(isJson ? `${JSON.stringify(toJson(result))}\n` : toText(result, io));
}

async function evaluateShown(
  model: Model,
  holdout: Interactions,
  { metrics, allowRepeats = false }: EvaluateFlags,
  isJson: boolean,
  io: CliIo,
): Promise<Evaluation> {
  const formatUsers = (done: number) => counted(done, 'user');
  const progress = progressFor('Evaluating', formatUsers, isJson, io);
  try {
    const repeats = allowRepeats ? 'allow' : 'exclude';
    return await evaluate(model, holdout, { metrics, repeats, signal: io.signal, onProgress: progress.update, pause });
  } finally {
    progress.clear();
  }
}

/** How many pairs of the holdout are not newer than the training: they would measure memory, not foresight. */
function overlapOf({ data: { untilMs } }: Model, { time: times }: Interactions): number {
  return untilMs === undefined ? 0 : times.reduce((sum, at) => (at <= untilMs ? sum + 1 : sum), 0);
}

interface Result {
  readonly model: Model;
  readonly input: Input;
  readonly options: InputOptions;
  readonly evaluation: Evaluation;
  readonly took: { readonly reading: number; readonly evaluating: number };
  readonly overlap: number;
  readonly peakMemory: number;
}

function toText({ model, input, options, evaluation, took, overlap, peakMemory }: Result, io: CliIo): string {
  const { metrics, users, repeats } = evaluation;
  const values = formatTable(Object.entries(metrics).map(([name, value]) => [name, value.toFixed(4)]));
  const facts: Fact[] = [
    ...inputFacts(input, options),
    ['users', ...userLines(evaluation)],
    ['repeats', repeats === 'allow' ? 'allowed' : 'new items only'],
    ['metrics', ...values],
    [
      'took',
      `${duration(took.reading)} reading, ${duration(took.evaluating)} evaluating ${count(users.evaluated)} lists; peak memory ${bytes(peakMemory)}`,
    ],
  ];
  if (overlap > 0) facts.push(['note', overlapNote(overlap, model)]);
  return formatFacts(`Evaluated ${model.spec.algorithm}`, facts, io);
}

function userLines({ users, repeats }: Evaluation): readonly string[] {
  const rows: (readonly [string, string])[] = [
    [count(users.evaluated), 'evaluated'],
    [count(users.withoutHistory), 'left out: not in the training'],
  ];
  if (repeats === 'exclude') rows.push([count(users.withoutNewItems), 'left out: nothing new in the holdout']);
  return formatTable(rows, [0]);
}

function overlapNote(overlap: number, { data: { untilMs = 0 } }: Model): string {
  const pairs = overlap === 1 ? '1 pair of the holdout is' : `${count(overlap)} pairs of the holdout are`;
  return `${pairs} not newer than the training, which ends at ${time(untilMs)}: split with --from`;
}

function toJson({ model, input, evaluation, took, overlap, peakMemory }: Result): object {
  const { metrics, repeats, users } = evaluation;
  return {
    command: 'evaluate',
    model: { kind: model.kind, spec: model.spec },
    metrics,
    repeats,
    users,
    pairsNotNewerThanTraining: overlap,
    input: inputJson(input),
    milliseconds: took,
    peakMemoryBytes: peakMemory,
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
