import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import { nodePlatform } from '../../platform/index.ts';
import { type Model, packModel, quantizeRows, type SingleModel } from '../../recommend/index.ts';
import { keepNeighbours } from '../../recommend/train/index.ts';
import type { CliIo } from '../io.ts';
import { checkPackTarget, writePackedModel } from '../model-folder.ts';
import { bytes, count, counted } from '../output/amounts.ts';
import { formatFacts } from '../output/facts.ts';
import { neighboursOption } from './numbers.ts';
import { openModel } from './open-model.ts';
import { addRequiredOption } from './required.ts';

interface PackFlags {
  readonly model: string;
  readonly out: string;
  readonly neighbours: number | 'all';
  readonly int8?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
A packed model is one file of typed arrays for pages and edges. It never holds who had what. Few neighbours for each item are
enough for good lists, and make the file small; "all" keeps the model as it is. Of a dense model (EASE) the strongest weights become
neighbours, unless --int8 keeps all of them as bytes.

Examples:
  kindred pack --model model/ --out public/model.safetensors
  kindred pack --model model/ --neighbours all --out edge.safetensors
  kindred pack --model model/ --int8 --out edge.safetensors            (factors or dense weights: a quarter of the size)`;

// Online Retail: 1.3 MB instead of 48, and better lists than with all.
const NEIGHBOURS_OF_A_PAGE = 50;

export function addPackCommand(program: Command, io: CliIo): void {
  const command = program.command('pack').description('turn a model folder into one file for pages');
  addRequiredOption(command, '--model <folder>', 'the model, as train writes it');
  addRequiredOption(
    command,
    '--out <file>',
    'where to write, usually ending in .safetensors; a packed model that is there is replaced',
  );
  command
    .addOption(
      new Option('--neighbours <number>', 'how many neighbours to keep for each item, or "all"')
        .argParser(neighboursOption)
        .default(NEIGHBOURS_OF_A_PAGE),
    )
    .option('--int8', 'keeps rows of factors or weights as bytes, each row with its scale')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: PackFlags) => runPack(flags, io));
}

async function runPack(flags: PackFlags, io: CliIo): Promise<void> {
  const { model: path, out, json } = flags;
  await checkPackTarget(out);
  const whole = await openModel(path);
  const model = shrink(whole, flags);
  const packed = await packModel(model, { digest: nodePlatform().digest });
  await writePackedModel(out, packed, io.signal);
  if (json) {
    io.stdout.write(
      `${JSON.stringify({ command: 'pack', out, bytes: packed.length, kind: model.kind, items: model.items.length, neighbours: neighboursIn(model) })}\n`,
    );
    return;
  }
  const facts = [
    ['model', `${model.spec.algorithm}, ${counted(model.items.length, 'item')}${keptOf(model, whole)}`],
    ['written', `${out} (${bytes(packed.length)})`],
  ] as const;
  io.stdout.write(formatFacts(`Packed ${path}`, facts, io));
}

function shrink(model: Model, flags: PackFlags): Model {
  if (model.kind !== 'blend') return shrinkOne(model, flags);
  // Of a blend each part that can be is made smaller.
  const isKept = (part: SingleModel) => flags.int8 === true && part.kind !== 'dense' && part.kind !== 'factors';
  return { ...model, parts: model.parts.map((part) => (isKept(part) ? part : shrinkOne(part, flags))) };
}

function shrinkOne(model: SingleModel, { neighbours, int8 = false }: PackFlags): SingleModel {
  if (!int8) {
    const kept = neighbours === 'all' ? model : keepNeighbours(model, neighbours);
    return kept.kind === 'blend' ? model : kept;
  }
  if (model.kind === 'dense' || model.kind === 'factors') return quantizeRows(model);
  const message = `--int8 is for rows of factors or weights, which a model of ${model.spec.algorithm} does not have. Leave it out.`;
  throw new KindredError('invalid-options', message, { at: '--int8' });
}

function neighboursIn(model: Model): number {
  return model.kind === 'neighbours' ? model.neighbour.length : 0;
}

function keptOf(model: Model, whole: Model): string {
  if (model.kind !== 'neighbours') return '';
  const before = whole.kind === 'neighbours' ? ` of ${counted(whole.neighbour.length, 'neighbour')}` : ' neighbours';
  return `, ${count(model.neighbour.length)}${before}`;
}
