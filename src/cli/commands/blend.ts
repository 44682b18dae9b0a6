import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import { nodePlatform } from '../../platform/index.ts';
import { type Blend, type BlendModel, blendModels, encodeArtifact, type Model } from '../../recommend/index.ts';
import type { CliIo } from '../io.ts';
import { checkModelTarget, type StoredFile, writeModelFolder } from '../model-folder.ts';
import { bytes, counted } from '../output/amounts.ts';
import { formatFacts } from '../output/facts.ts';
import { openModel } from './open-model.ts';
import { addRequiredOption } from './required.ts';

interface BlendFlags {
  readonly model?: readonly string[];
  readonly weights?: readonly number[];
  readonly from?: readonly number[];
  readonly head?: string;
  readonly tail?: string;
  readonly tailWeight?: number;
  readonly out: string;
  readonly histories: boolean;
  readonly json?: boolean;
}

/** Models and how they are blended, before they are opened. */
interface Recipe {
  readonly paths: readonly string[];
  readonly blendOf: (models: readonly Model[]) => Blend;
}

const EXAMPLES = `
A blend is a model like any other: it is evaluated, asked and packed, and holds its parts.
  --weights      the scores of all are added up, each divided by its best of the list, times its weight
  --from         each serves histories of at least so many items; the lowest serves shorter ones, too
  --head, --tail a model of the most popular items, and one for the rest, whose scores are brought to the head's units

Examples:
  kindred blend --model ease/ rp3beta/ --weights 2,1 --out blend/
  kindred blend --model rp3beta/ ease/ --from 0,5 --out blend/
  kindred blend --head ease-of-10000/ --tail rp3beta/ --out blend/
  kindred pack --model blend/ --out public/model.safetensors`;

export function addBlendCommand(program: Command, io: CliIo): void {
  const command = program
    .command('blend')
    .description('make one model of several, each with its say')
    .option('--model <folder...>', 'the models, as train writes them; with --weights or --from')
    .addOption(new Option('--weights <numbers>', 'one for each model, above 0').argParser(numbersOption('--weights')))
    .addOption(
      new Option('--from <numbers>', 'one for each model: the least length of a history').argParser(
        numbersOption('--from'),
      ),
    )
    .option('--head <folder>', 'the model of the most popular items; with --tail')
    .option('--tail <folder>', 'the model of all items')
    .addOption(
      new Option('--tail-weight <number>', 'more than 1 puts items of the tail higher (default: 1)').argParser(
        (text) => numbersOption('--tail-weight')(text)[0],
      ),
    );
  addRequiredOption(command, '--out <folder>', 'where to write the blend; a model that is there is replaced');
  command
    .option('--no-histories', 'leave out who had what: no recommendations by --user, and nothing personal in it')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: BlendFlags) => runBlend(flags, io));
}

async function runBlend(flags: BlendFlags, io: CliIo): Promise<void> {
  const { paths, blendOf } = recipeOf(flags);
  await checkModelTarget(flags.out);
  const models: Model[] = [];
  for (const path of paths) models.push(await openModel(path));
  const unable = models.findIndex(({ kind }) => kind === 'popularity');
  if (unable >= 0)
    throw wrongUse(
      `"${paths[unable]}"`,
      'knows only what is popular, and nothing of a history. Leave it out, and fill lists that are short with "kindred recommend --fill".',
    );
  const blend = blendModels(blendOf(models));
  const files = await encodeArtifact(blend, { digest: nodePlatform().digest, histories: flags.histories });
  const written = await writeModelFolder(flags.out, files, io.signal);
  io.stdout.write(
    flags.json === true
      ? `${JSON.stringify(toJson(blend, paths, written, flags))}\n`
      : toText(blend, paths, written, flags, io),
  );
}

function recipeOf(flags: BlendFlags): Recipe {
  const { model: paths, weights, from, head, tail, tailWeight } = flags;
  if (head !== undefined || tail !== undefined) {
    for (const name of ['model', 'weights', 'from'] as const)
      if (flags[name] !== undefined) throw wrongUse(`--${name}`, 'means nothing with --head and --tail. Leave it out.');
    if (head === undefined || tail === undefined)
      throw wrongUse(head === undefined ? '--head' : '--tail', 'is missing.');
    return {
      paths: [head, tail],
      blendOf: ([first, second]) => headAndTail(first, second, tailWeight),
    };
  }
  if (tailWeight !== undefined) throw wrongUse('--tail-weight', 'needs --head and --tail.');
  if (paths === undefined) throw wrongUse('--model', 'is missing. See: kindred blend --help');
  if ((weights === undefined) === (from === undefined)) throw wrongUse('--weights', 'or --from: give one of them.');
  const [option, numbers = []] =
    weights === undefined ? (['--from', from] as const) : (['--weights', weights] as const);
  if (numbers.length !== paths.length)
    throw wrongUse(
      option,
      `gives ${counted(numbers.length, 'number')} for ${counted(paths.length, 'model')}. Give one for each.`,
    );
  return {
    paths,
    blendOf: (models) =>
      weights === undefined
        ? { kind: 'switching', parts: models.map((model, n) => ({ model, from: numbers[n] ?? 0 })) }
        : { kind: 'weighted', parts: models.map((model, n) => ({ model, weight: numbers[n] ?? 0 })) },
  };
}

function headAndTail(head: Model | undefined, tail: Model | undefined, tailWeight: number | undefined): Blend {
  if (head === undefined || tail === undefined) throw wrongUse('--head', 'or --tail could not be opened.');
  return { kind: 'head-and-tail', head, tail, ...(tailWeight !== undefined && { tailWeight }) };
}

function toText(
  { spec, items, parts }: BlendModel,
  paths: readonly string[],
  files: readonly StoredFile[],
  { out }: BlendFlags,
  io: CliIo,
): string {
  const stored = files.reduce((sum, file) => sum + file.bytes, 0);
  const lines = parts.map((part, n) => `${paths[n]}: ${part.spec.algorithm}, ${counted(part.items.length, 'item')}`);
  const facts = [
    ['parts', ...lines],
    ['blend', `${spec.blend}, ${String(spec.numbers).replaceAll(',', ', ')}; ${counted(items.length, 'item')}`],
    ['written', `${out} (${counted(files.length, 'file')}, ${bytes(stored)})`],
  ] as const;
  return formatFacts(`Blended ${parts.map((part) => part.spec.algorithm).join(', ')}`, facts, io);
}

function toJson(
  { kind, spec, items, parts }: BlendModel,
  paths: readonly string[],
  files: readonly StoredFile[],
  { out }: BlendFlags,
): object {
  const described = parts.map((part, n) => ({
    path: paths[n],
    kind: part.kind,
    spec: part.spec,
    items: part.items.length,
  }));
  return { command: 'blend', model: { kind, spec, items: items.length, parts: described }, out, files };
}

function numbersOption(option: string): (text: string) => readonly number[] {
  return (text) => {
    const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (numbers.every(Number.isFinite)) return numbers;
    throw wrongUse(option, `takes numbers separated by commas, not "${text}".`);
  };
}

function wrongUse(option: string, what: string): KindredError {
  return new KindredError('invalid-options', `${option} ${what}`, { at: option });
}
