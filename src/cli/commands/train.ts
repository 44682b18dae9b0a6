import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import { nodePlatform } from '../../platform/index.ts';
import { encodeArtifact, type Model } from '../../recommend/index.ts';
import { ALGORITHMS, type Algorithm, type TrainSpec, train, type Weights } from '../../recommend/train/index.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Input, InputOptions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { checkModelTarget, type StoredFile, writeModelFolder } from '../model-folder.ts';
import { bytes, counted, duration, time } from '../output/amounts.ts';
import { formatFacts } from '../output/facts.ts';
import { inputFacts, inputJson } from '../output/input-facts.ts';
import { addInputOptions, INPUT_HELP, type InputFlags, toInputOptions } from './input-options.ts';
import { neighboursOption, numberOption, wholeNumberOption } from './numbers.ts';
import { pause, progressFor, readInput } from './read-input.ts';
import { addRequiredOption } from './required.ts';

interface TrainFlags extends InputFlags {
  readonly input: readonly string[];
  readonly out: string;
  readonly algorithm: Algorithm;
  readonly alpha?: number;
  readonly beta?: number;
  readonly neighbours?: number | 'all';
  readonly weights?: Weights;
  readonly seed?: number;
  readonly histories: boolean;
  readonly json?: boolean;
}

const WEIGHTS: readonly Weights[] = ['binary', 'given'];

const EXAMPLES = `
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
  command
    .addOption(new Option('--algorithm <name>', ALGORITHMS.join(', ')).argParser(parseAlgorithm).default('rp3beta'))
    .addOption(new Option('--alpha <number>', 'rp3beta: power of each step').argParser(numberOption('--alpha')))
    .addOption(
      new Option('--beta <number>', 'rp3beta: how strongly popular items are held back').argParser(
        numberOption('--beta'),
      ),
    )
    .addOption(new Option('--neighbours <number>', 'how many neighbours to keep, or "all"').argParser(neighboursOption))
    .addOption(
      new Option(
        '--weights <kind>',
        'binary (each pair counts once, the default) or given (the weight column)',
      ).argParser(parseWeights),
    )
    .addOption(new Option('--seed <number>', 'for algorithms that draw').argParser(wholeNumberOption('--seed', 0)))
    .option('--no-histories', 'leave out who had what: no recommendations by --user, and nothing personal in the model')
    .option('--json', 'print the result as JSON');
  addInputOptions(command)
    .addHelpText('after', `${INPUT_HELP}\n${EXAMPLES}`)
    .action((flags: TrainFlags) => runTrain(flags, io));
}

async function runTrain(flags: TrainFlags, io: CliIo): Promise<void> {
  const isJson = flags.json === true;
  const options = toInputOptions(flags.input, flags);
  refuseUselessOptions(flags);
  await checkModelTarget(flags.out);
  const start = io.now();
  const input = await readInput(options, isJson, io);
  const readAt = io.now();
  const model = await trainShown(input, flags, isJson, io);
  const trainedAt = io.now();
  const files = await store(model, flags, io.signal);
  const took = { reading: readAt - start, training: trainedAt - readAt, writing: io.now() - trainedAt };
  const result: Result = { input, options, model, files, took, peakMemory: io.peakMemory(), out: flags.out };
  io.stdout.write(isJson ? `${JSON.stringify(toJson(result))}\n` : toText(result, io));
}

async function trainShown({ interactions }: Input, flags: TrainFlags, isJson: boolean, io: CliIo): Promise<Model> {
  const spec = toSpec(flags, flags.weights ?? 'binary');
  const progress = progressFor('Training', () => spec.algorithm, isJson, io);
  try {
    return await train(interactions, spec, {
      ...(flags.seed !== undefined && { seed: flags.seed }),
      signal: io.signal,
      onProgress: progress.update,
      pause,
    });
  } finally {
    progress.clear();
  }
}

function toSpec({ algorithm, alpha, beta, neighbours }: TrainFlags, weights: Weights): TrainSpec {
  if (algorithm === 'popularity') return { algorithm, weights };
  const kept = { weights, ...(neighbours !== undefined && { neighbours }) };
  if (algorithm !== 'rp3beta') return { algorithm, ...kept };
  return { algorithm, ...kept, ...(alpha !== undefined && { alpha }), ...(beta !== undefined && { beta }) };
}

function refuseUselessOptions({ algorithm, alpha, beta, neighbours }: TrainFlags): void {
  const refuse = (option: string) => {
    throw new KindredError('invalid-options', `${option} means nothing to ${algorithm}. Leave it out.`, { at: option });
  };
  if (algorithm !== 'rp3beta' && alpha !== undefined) refuse('--alpha');
  if (algorithm !== 'rp3beta' && beta !== undefined) refuse('--beta');
  if (algorithm === 'popularity' && neighbours !== undefined) refuse('--neighbours');
}

async function store(
  model: Model,
  { out, histories }: TrainFlags,
  signal: AbortSignal,
): Promise<readonly StoredFile[]> {
  const { digest } = nodePlatform();
  const files = await encodeArtifact(model, { digest, histories });
  return writeModelFolder(out, files, signal);
}

interface Result {
  readonly input: Input;
  readonly options: InputOptions;
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

function toText({ input, options, model, files, took, peakMemory, out }: Result, io: CliIo): string {
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
      ['window', windowOf(model)],
      [
        'took',
        `${duration(took.reading)} reading, ${duration(took.training)} training, ${duration(took.writing)} writing; peak memory ${bytes(peakMemory)}`,
      ],
      ['written', `${out} (${counted(files.length, 'file')}, ${bytes(stored)})`],
    ],
    io,
  );
}

function neighboursOf(model: Model): string {
  return model.kind === 'neighbours' ? `, ${counted(model.neighbour.length, 'neighbour')}` : '';
}

function windowOf({ data: { fromMs, untilMs } }: Model): string {
  return fromMs === undefined || untilMs === undefined ? 'times are not known' : `${time(fromMs)} to ${time(untilMs)}`;
}

function toJson({ input, model, files, took, peakMemory, out }: Result): object {
  const { data, spec, seed, kind } = model;
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
    milliseconds: took,
    peakMemoryBytes: peakMemory,
    out,
    files,
  };
}

function windowJson({ data: { fromMs, untilMs } }: Model): object | null {
  if (fromMs === undefined || untilMs === undefined) return null;
  return { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
}

function parseAlgorithm(text: string): Algorithm {
  const algorithm = ALGORITHMS.find((known) => known === text);
  if (algorithm !== undefined) return algorithm;
  const message = `Unknown algorithm "${text}". There are ${ALGORITHMS.join(', ')}.${didYouMean(text, ALGORITHMS)}`;
  throw new KindredError('invalid-options', message, { at: '--algorithm' });
}

function parseWeights(text: string): Weights {
  const weights = WEIGHTS.find((known) => known === text);
  if (weights !== undefined) return weights;
  const message = `Unknown kind of weights "${text}": use ${WEIGHTS.join(' or ')}.${didYouMean(text, WEIGHTS)}`;
  throw new KindredError('invalid-options', message, { at: '--weights' });
}
