import { type Command, Option } from 'commander';
import {
  type ComparedRow,
  compare,
  PROTOCOLS,
  type ProtocolName,
  type ProtocolSpec,
  type Split,
  specsToTry,
} from '../../recommend/evaluate/index.ts';
import type { Interactions } from '../../recommend/index.ts';
import {
  type Algorithm,
  planTraining,
  refuseUnfit,
  shapeOf,
  type TrainingPlan,
  type TrainSpec,
} from '../../recommend/train/index.ts';
import type { Input, InputOptions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { bytes, counted, duration } from '../output/amounts.ts';
import { formatFacts, formatTable } from '../output/facts.ts';
import { inputFacts, inputJson } from '../output/input-facts.ts';
import { type AlgorithmFlags, addAlgorithmOptions, flagsOf, readingOf } from './algorithm-options.ts';
import { addInputOptions, INPUT_HELP, type InputFlags, toInputOptions } from './input-options.ts';
import { threadsFor, withKernelsOn } from './kernels-on-threads.ts';
import { metricsOption } from './metric-names.ts';
import { wholeNumberOption } from './numbers.ts';
import {
  addProtocolOptions,
  PROTOCOL_HELP,
  type ProtocolFlags,
  protocolFrom,
  splitByFlags,
} from './protocol-options.ts';
import { pause, progressFor, readInput } from './read-input.ts';
import { addRequiredOption } from './required.ts';
import { searchOf } from './tune-search.ts';

interface TuneFlags extends InputFlags, ProtocolFlags, AlgorithmFlags {
  readonly input: readonly string[];
  readonly algorithm: Algorithm;
  readonly try?: readonly string[];
  readonly search: 'grid' | 'random';
  readonly trials: number;
  readonly protocol: ProtocolName;
  readonly metrics: readonly string[];
  readonly allowRepeats?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

const DEFAULT_METRICS = ['ndcg@10', 'recall@10'];

const EXAMPLES = `${PROTOCOL_HELP}

A validation part is split off what is read, each setting is trained on the rest and measured by it, and the first metric chooses. Keep
the holdout of the final measurement out of it (--until): what chose the settings can no longer measure them.
Settings that are given stay as they are; without --try those are searched that are worth a try, by the table of the algorithm.

Examples:
  kindred tune --input lines.csv --until 2011-11-09 --algorithm rp3beta --try alpha=0.6,0.8,1 --try beta=0,0.3,0.6
  kindred tune --input ratings.csv --protocol hash80 --algorithm ease --try lambda=100,300,1000 --metrics recall@20
  kindred tune --input lines.csv --algorithm ials --factors 64 --search random --trials 30 --threads 2`;

export function addTuneCommand(program: Command, io: CliIo): void {
  const command = program
    .command('tune')
    .description('search for the settings of an algorithm, on a validation part of the training');
  addRequiredOption(command, '--input <file...>', 'the training: files, or "-" for standard input');
  addProtocolOptions(addAlgorithmOptions(command), PROTOCOLS, 'temporal')
    .addOption(
      new Option('--try <setting=values>', 'values to try, separated by commas; once for each setting').argParser(
        (text, before: readonly string[] | undefined) => [...(before ?? []), text],
      ),
    )
    .addOption(
      new Option('--search <kind>', 'grid: every combination; random: as many as --trials says, between the values')
        .choices(['grid', 'random'])
        .default('grid'),
    )
    .addOption(
      new Option('--trials <number>', 'how many settings a random search draws')
        .argParser(wholeNumberOption('--trials', 1, 10_000))
        .default(20),
    )
    .addOption(metricsOption('what to measure; the first decides', DEFAULT_METRICS))
    .option('--allow-repeats', 'what a person had before may be recommended, and counts')
    .addOption(new Option('--seed <number>', 'for what draws').argParser(wholeNumberOption('--seed', 0)))
    .addOption(
      new Option(
        '--threads <number>',
        'how many threads train ease and ials (default: all, where a setting takes longer than a second)',
      ).argParser(wholeNumberOption('--threads', 1, 64)),
    )
    .option('--json', 'print the result as JSON');
  addInputOptions(command)
    .addHelpText('after', `${INPUT_HELP}\n${EXAMPLES}`)
    .action((flags: TuneFlags) => runTune(flags, io));
}

async function runTune(flags: TuneFlags, io: CliIo): Promise<void> {
  const { json: isJson = false, seed } = flags;
  const search = searchOf(flags);
  const protocol = protocolFrom(flags.protocol, flags, flags.allowRepeats);
  // What is wrong with the search is found before anything is read.
  const specs = specsToTry({ ...search, ...(seed !== undefined && { seed }) });
  // A split by time goes by single interactions: otherwise what is bought again would pass for new.
  const options = { ...toInputOptions(flags.input, flags), ...readingOf(specs, protocol.protocol), keepsEvents: true };
  const start = io.now();
  const input = await readInput(options, isJson, io);
  const readAt = io.now();
  const threads = threadsForAll(plansOf(input.interactions, specs, io), flags.threads);
  const rows = await tuneShown(splitFor(specs, input.interactions, protocol), specs, { ...flags, threads }, io);
  const took = { reading: readAt - start, tuning: io.now() - readAt };
  const result: Result = { rows, input, options, took, flags, threads };
  io.stdout.write(isJson ? `${JSON.stringify(toJson(result, io))}\n` : toText(result, io));
}

/** Refuses what one of them cannot do, before the others are waited for. */
function plansOf(interactions: Interactions, specs: readonly TrainSpec[], io: CliIo): readonly TrainingPlan[] {
  const shape = shapeOf(interactions);
  return specs.map((spec) => {
    const plan = planTraining(shape, spec, { memoryBytes: io.memory() });
    refuseUnfit(plan, spec);
    return plan;
  });
}

/** As many as the longest of them would take alone. */
function threadsForAll(plans: readonly TrainingPlan[], threads: number | undefined): number {
  return Math.max(1, ...plans.map((plan) => threadsFor(plan, threads)));
}

/** What is trained on is what `kindred train` reads for the algorithm. */
function splitFor(specs: readonly TrainSpec[], training: Interactions, protocol: ProtocolSpec): Split {
  const split = splitByFlags(training, protocol);
  const { events: _, ...pairs } = split.train;
  return readingOf(specs).keepsEvents ? split : { ...split, train: pairs };
}

async function tuneShown(
  split: Split,
  specs: readonly TrainSpec[],
  { metrics, seed, threads, json = false }: TuneFlags & { readonly threads: number },
  io: CliIo,
): Promise<readonly ComparedRow[]> {
  const total = specs.length;
  const progress = progressFor('Tuning', (done) => `${Math.min(total, Math.floor(done) + 1)} of ${total}`, json, io);
  let done = 0;
  // Training and measuring count half of a setting each.
  let isMeasured = false;
  const onProgress = (part: number, of: number) => {
    progress.update(done + (isMeasured ? 0.5 : 0) + part / Math.max(1, of) / 2, total);
    if (part >= of) isMeasured = !isMeasured;
  };
  try {
    return await withKernelsOn(threads, (kernels) =>
      compare(split, {
        specs,
        metrics,
        ...(seed !== undefined && { seed }),
        ...(kernels && { training: { kernels } }),
        now: io.now,
        signal: io.signal,
        pause,
        onProgress,
        onRow: (_, rowsDone) => {
          done = rowsDone;
          isMeasured = false;
        },
      }),
    );
  } finally {
    progress.clear();
  }
}

interface Result {
  readonly rows: readonly ComparedRow[];
  readonly input: Input;
  readonly options: InputOptions;
  readonly took: { readonly reading: number; readonly tuning: number };
  readonly flags: TuneFlags;
  readonly threads: number;
}

function toText({ rows, input, options, took, flags }: Result, io: CliIo): string {
  const [best] = rows;
  if (best === undefined) return '';
  const { protocol, metrics, algorithm } = flags;
  const users = `${counted(best.users.evaluated, 'user')} evaluated, ${counted(best.users.withoutHistory, 'user')} left out: not in the training part`;
  const facts = [
    ...inputFacts(input, options),
    ['validation', `${protocol}; the holdout of your measurement was not seen if it was left out with --until`, users],
    ['settings', ...tableOf(rows, metrics)],
    [
      'took',
      `${duration(took.reading)} reading, ${duration(took.tuning)} tuning; peak memory ${bytes(io.peakMemory())}`,
    ],
    ['best', trainCommand(best, flags), 'with the same flags of reading (--columns, --where, --until …)'],
  ] as const;
  return formatFacts(`Tuned ${algorithm}: ${counted(rows.length, 'setting')}`, facts, io);
}

/** The best first, with its interval, by how much the others are behind, and what each costs. */
function tableOf(rows: readonly ComparedRow[], metrics: readonly string[]): readonly string[] {
  const [first = ''] = metrics;
  const cells = rows.map(({ given, metrics: values, intervals, behind, cost }) => [
    settingsOf(given),
    ...metrics.map((name) => (values[name] ?? 0).toFixed(6)),
    behind === undefined
      ? rangeOf(intervals[first])
      : `${(-behind.mean).toFixed(4)} (p ${behind.p < 0.001 ? '< .001' : behind.p.toFixed(3)})`,
    duration(cost.trainingMs),
    bytes(cost.modelBytes),
    `${cost.listMs.toFixed(2)} ms`,
  ]);
  const headings = ['', ...metrics, 'to the best', 'training', 'size', 'a list'];
  return formatTable([headings, ...cells], headings.map((_, n) => n).slice(1));
}

function rangeOf(interval: { readonly low: number; readonly high: number } | undefined): string {
  return interval === undefined ? '' : `${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}`;
}

function settingsOf({ algorithm: _, ...settings }: TrainSpec): string {
  const words = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return words.length === 0 ? 'the defaults' : words.join(', ');
}

/** What to run next, with what was read. */
function trainCommand({ given }: ComparedRow, { input, seed }: TuneFlags): string {
  const seeded = seed === undefined ? '' : ` --seed ${seed}`;
  return `kindred train --input ${input.join(' ')} ${flagsOf(given)}${seeded} --out model/`;
}

function toJson({ rows, input, took, flags, threads }: Result, io: CliIo): object {
  return {
    command: 'tune',
    protocol: flags.protocol,
    best: rows[0]?.given,
    rows: rows.map(({ given, metrics, intervals, users, cost, behind }) => ({
      ...{ given, metrics, intervals, users, cost },
      ...(behind && { behind }),
    })),
    input: inputJson(input),
    threads,
    milliseconds: took,
    peakMemoryBytes: io.peakMemory(),
  };
}
