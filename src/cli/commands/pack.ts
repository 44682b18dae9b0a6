import type { Command } from 'commander';
import { nodePlatform } from '../../platform/node.ts';
import { packModel } from '../../recommend/index.ts';
import type { CliIo } from '../io.ts';
import { writeFileWhole } from '../model-folder.ts';
import { bytes, counted } from '../output/amounts.ts';
import { formatFacts } from '../output/facts.ts';
import { openModel } from './open-model.ts';

interface PackFlags {
  readonly model: string;
  readonly out: string;
  readonly json?: boolean;
}

const EXAMPLES = `
A packed model is one file of typed arrays for pages and edges. It never holds who had what.

Examples:
  kindred pack --model model/ --out public/model.safetensors`;

export function addPackCommand(program: Command, io: CliIo): void {
  program
    .command('pack')
    .description('turn a model folder into one file for pages')
    .requiredOption('--model <folder>', 'the model, as train writes it')
    .requiredOption('--out <file>', 'where to write, usually ending in .safetensors')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: PackFlags) => runPack(flags, io));
}

async function runPack({ model: path, out, json }: PackFlags, io: CliIo): Promise<void> {
  const model = await openModel(path);
  const packed = await packModel(model, { digest: nodePlatform().digest });
  await writeFileWhole(out, packed);
  if (json) {
    io.stdout.write(`${JSON.stringify({ command: 'pack', out, bytes: packed.length, items: model.items.length })}\n`);
    return;
  }
  const facts = [
    ['model', `${model.spec.algorithm}, ${counted(model.items.length, 'item')}`],
    ['written', `${out} (${bytes(packed.length)})`],
  ] as const;
  io.stdout.write(formatFacts(`Packed ${path}`, facts, io));
}
