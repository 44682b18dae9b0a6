import { createHash } from 'node:crypto';
import { type Command, Option } from 'commander';
import { isKindredError, KindredError } from '../../core/index.ts';
import { encodeArtifact, type Model } from '../../recommend/index.ts';
import {
  type Algorithm,
  leftOutBy,
  planTraining,
  shapeOf,
  type TrainingPlan,
  type TrainSpec,
} from '../../recommend/train/index.ts';
import { trainShown } from '../evaluation/train-shown.ts';
import type { Input, InputOptions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { checkModelTarget, type StoredFile, writeModelFolder } from '../model-folder.ts';
import { bytes, counted, duration, time } from '../output/amounts.ts';
import { formatFacts } from '../output/facts.ts';
import { inputFacts, inputJson } from '../output/input-facts.ts';
import {
  type AlgorithmFlags,
  addAlgorithmOptions,
  algorithmHelp,
  readingOf,
  specFromFlags,
} from './algorithm-options.ts';
import { addInputOptions, INPUT_HELP, type InputFlags, toInputOptions } from './input-options.ts';
import { threadsFor } from './kernels-on-threads.ts';
import { wholeNumberOption } from './numbers.ts';
import { readInput } from './read-input.ts';
import { addRequiredOption } from './required.ts';

interface TrainFlags extends InputFlags {
  readonly input: readonly string[];
  readonly out: string;
  readonly algorithm: Algorithm;
  readonly seed?: number;
  readonly threads?: number;
  readonly histories: boolean;
  readonly plan?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Algorithms:
${algorithmHelp()}

Examples:
  kindred train --input orders.csv.gz --algorithm rp3beta --alpha 0.8 --beta 0.3 --out model/
  kindred train --input events.ndjson --algorithm cosine --neighbours 50 --out model/
  kindred train --input lines.csv --columns user=customer,item=sku,time=at \\
                --where '{"and":[{">":[{"var":"quantity"},0]},{">":[{"var":"price"},0]}]}' \\
                --until 2011-11-09 --out model/
  zcat 2026-*.ndjson.gz | kindred train --input - --no-histories --out model/`;

export function addTrainCommand(program: Command, io: CliIo): void {
  const command = program
    .command('train')
    .description('train a recommender from files of interactions and write it to a folder');
  addRequiredOption(command, '--input <file...>', 'what to read: files, or "-" for standard input');
  addRequiredOption(
    command,
    '--out <folder>',
    'where to write the model; a model that is there is replaced, anything else is refused',
  );
  addAlgorithmOptions(command)
    .addOption(new Option('--seed <number>', 'for algorithms that draw').argParser(wholeNumberOption('--seed', 0)))
    .addOption(
      new Option(
        '--threads <number>',
        'how many threads train ease and ials; the model is the same (default: all, where it takes longer than a second)',
      ).argParser(wholeNumberOption('--threads', 1, 64)),
    )
    .option('--no-histories', 'leave out who had what: no recommendations by --user, and nothing personal in the model')
    .option('--plan', 'say what the training would take and where it should run, and train nothing')
    .option('--json', 'print the result as JSON');
  addInputOptions(command)
    .addHelpText('after', `${INPUT_HELP}\n${EXAMPLES}`)
    .action((flags: TrainFlags & AlgorithmFlags) => runTrain(flags, specFromFlags(flags.algorithm, flags), io));
}

async function runTrain(flags: TrainFlags, spec: TrainSpec, io: CliIo): Promise<void> {
  const isJson = flags.json === true;
  const options = { ...toInputOptions(flags.input, flags), ...readingOf([spec]) };
  await checkModelTarget(flags.out);
  const start = io.now();
  const input = await readInput(options, isJson, io);
  const readAt = io.now();
  const plan = planFor(input, spec, flags, io);
  if (flags.plan === true) return showPlan(plan, spec, flags, io);
  const model = await trainShown(input.interactions, spec, { ...flags, plan }, io).catch((error) => {
    throw withColumnHint(error, input);
  });
  const trainedAt = io.now();
  const files = await store(model, flags, io.signal);
  const took = { reading: readAt - start, training: trainedAt - readAt, writing: io.now() - trainedAt };
  const result: Result = { input, options, plan, model, files, took, peakMemory: io.peakMemory(), out: flags.out };
  io.stdout.write(isJson ? `${JSON.stringify(toJson(result))}\n` : toText(result, io));
}

/** An algorithm that needs times cannot know that they are in a column of a name that nobody guesses. */
function withColumnHint(error: unknown, { sources }: Input): unknown {
  if (!isKindredError(error) || error.at !== 'time' || sources.some(({ columns }) => columns.time)) return error;
  const hint = 'No column was taken for times: name it with --columns time=…, in a file without header by its number.';
  return new KindredError(error.code, `${error.message} ${hint}`, { at: 'time', cause: error });
}

function planFor({ interactions, tally }: Input, spec: TrainSpec, { histories }: TrainFlags, io: CliIo): TrainingPlan {
  const maxHistory = 'maxHistory' in spec ? spec.maxHistory : undefined;
  const shape = shapeOf(interactions, { rows: tally.kept, ...(maxHistory !== undefined && { maxHistory }) });
  const stored = histories ? 'model-and-histories' : 'model';
  return planTraining(shape, spec, { memoryBytes: io.memory(), stored });
}

function showPlan(plan: TrainingPlan, spec: TrainSpec, { threads, json }: TrainFlags, io: CliIo): void {
  const { shape, bytes: needed, milliseconds, fits, place, why } = plan;
  const planned = threadsFor(plan, threads);
  const { users, items, pairs, meetings } = shape;
  const facts = [
    [
      'data',
      `${counted(users, 'user')}, ${counted(items, 'item')}, ${counted(pairs, 'pair')}, ${counted(meetings, 'meeting')} of two items`,
    ],
    ['memory', `about ${bytes(needed)} of ${bytes(io.memory())}: ${fits ? 'it fits' : 'it does not fit'}`],
    ['time', `about ${duration(milliseconds)} on one thread`],
    ['where', `${place}: ${why.replace('set maxHistory', 'set --max-history')}`],
    ...(place === 'threads'
      ? [['threads', `${planned}${threads === undefined ? ' (--threads 1 for one)' : ''}`] as const]
      : []),
  ] as const;
  io.stdout.write(
    json === true
      ? `${JSON.stringify({ command: 'train', plan: { ...plan, threads: planned } })}\n`
      : formatFacts(`Plan for ${spec.algorithm}`, facts, io),
  );
}

async function store(
  model: Model,
  { out, histories }: TrainFlags,
  signal: AbortSignal,
): Promise<readonly StoredFile[]> {
  const files = await encodeArtifact(model, { digest: { sha256 }, histories });
  return writeModelFolder(out, files, signal);
}

/** Without the copies that WebCrypto makes: files may be as large as the rest of the memory in use. */
async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

interface Result {
  readonly input: Input;
  readonly options: InputOptions;
  readonly plan: TrainingPlan;
  readonly model: Model;
  readonly files: readonly StoredFile[];
  readonly took: { readonly reading: number; readonly training: number; readonly writing: number };
  readonly peakMemory: number;
  readonly out: string;
}

/** A weight column is read and kept with the histories; whether it counts in training is another matter, which must not pass in silence. */
function uncountedWeights({ sources }: Input, weights: unknown): string {
  const column = sources.find(({ columns }) => columns.weight !== undefined)?.columns.weight;
  return column === undefined || weights === 'given' ? '' : ` ("${column}" is not counted: --weights given counts it)`;
}

function toText({ input, options, plan, model, files, took, peakMemory, out }: Result, io: CliIo): string {
  const { data, spec } = model;
  const { algorithm, ...settings } = spec;
  const stored = files.reduce((sum, file) => sum + file.bytes, 0);
  return formatFacts(
    `Trained ${algorithm}`,
    [
      ...inputFacts(input, options),
      [
        'settings',
        Object.entries(settings)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ') + uncountedWeights(input, settings.weights),
      ],
      [
        'model',
        `${counted(data.users, 'user')}, ${counted(model.items.length, 'item')}, ${counted(data.interactions, 'pair')}${neighboursOf(model)}`,
      ],
      ...leftOutFacts(input, model),
      ['window', windowOf(model, input)],
      [
        'took',
        `${duration(took.reading)} reading, ${duration(took.training)} training, ${duration(took.writing)} writing; peak memory ${bytes(peakMemory)}, planned ${bytes(plan.bytes)}`,
      ],
      ['written', `${out} (${counted(files.length, 'file')}, ${bytes(stored)})`],
    ],
    io,
  );
}

/** What `--max-history` left out of the counts. */
function leftOutFacts(
  { interactions }: Input,
  { spec: { maxHistory } }: Model,
): readonly (readonly [string, string])[] {
  if (typeof maxHistory !== 'number') return [];
  const { users, pairs } = leftOutBy(interactions, maxHistory);
  const text = `${counted(pairs, 'pair')} of ${counted(users, 'user')} with more than ${counted(maxHistory, 'item')}: their newest count`;
  return [['not counted', text]];
}

function neighboursOf(model: Model): string {
  return model.kind === 'neighbours' ? `, ${counted(model.neighbour.length, 'neighbour')}` : '';
}

function windowOf({ data: { fromMs, untilMs } }: Model, { sources }: Input): string {
  if (sources.some(({ isOrdered }) => isOrdered)) return 'times are not known: the rows count as being in order';
  return fromMs === undefined || untilMs === undefined ? 'times are not known' : `${time(fromMs)} to ${time(untilMs)}`;
}

function toJson({ input, plan, model, files, took, peakMemory, out }: Result): object {
  const { data, spec, seed, kind } = model;
  const { maxHistory } = spec;
  return {
    command: 'train',
    model: {
      kind,
      spec,
      seed,
      users: data.users,
      items: model.items.length,
      pairs: data.interactions,
      window: windowJson(model),
    },
    input: inputJson(input),
    ...(typeof maxHistory === 'number' && { notCounted: leftOutBy(input.interactions, maxHistory) }),
    milliseconds: took,
    peakMemoryBytes: peakMemory,
    plannedMemoryBytes: plan.bytes,
    plannedMilliseconds: plan.milliseconds,
    out,
    files,
  };
}

function windowJson({ data: { fromMs, untilMs } }: Model): object | null {
  if (fromMs === undefined || untilMs === undefined) return null;
  return { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
}
