import { findLeaks, type ProtocolSpec, type Split } from '../../recommend/evaluate/index.ts';
import type { TrainSpec } from '../../recommend/train/index.ts';
import { readingOf, specsFromFlags } from '../commands/algorithm-options.ts';
import { toInputOptions } from '../commands/input-options.ts';
import { splitByFlags } from '../commands/protocol-options.ts';
import { readInput } from '../commands/read-input.ts';
import type { CliIo } from '../io.ts';
import { counted, time } from '../output/amounts.ts';
import type { EvaluatedModel } from './evaluated.ts';
import type { ProtocolRunFlags } from './flags.ts';
import { measureShown } from './measure.ts';
import { type Result, showResult } from './result.ts';
import { trainShown } from './train-shown.ts';

/** Splits one set of interactions by a protocol, trains each algorithm on one part and measures it by the other. */
export async function evaluateByProtocol(
  flags: ProtocolRunFlags,
  protocol: ProtocolSpec,
  reportPath: string | undefined,
  io: CliIo,
): Promise<void> {
  const specs = specsFromFlags(flags.algorithm, flags);
  // A split by time goes by single interactions: what is bought again is in both parts.
  const options = { ...toInputOptions(flags.input, flags), ...readingOf(specs, protocol.protocol), keepsEvents: true };
  const start = io.now();
  const input = await readInput(options, flags.json === true, io);
  const readAt = io.now();
  const split = splitByFlags(input.interactions, protocol);
  const models: EvaluatedModel[] = [];
  let training = 0;
  for (const spec of specs) {
    const startedAt = io.now();
    const model = await trainShown(split.train, spec, flags, io);
    const trainingMs = io.now() - startedAt;
    training += trainingMs;
    models.push(await measureShown(labelOf(spec, specs), model, measureOf(split, flags), flags, io, trainingMs));
  }
  const result: Result = {
    models,
    input,
    options,
    took: { reading: readAt - start, training, evaluating: io.now() - readAt - training },
    leaks: findLeaks(split.train, split.holdout),
    overlap: 0,
    split: { protocol: protocol.protocol, words: wordsOf(protocol, split) },
    holdout: {
      names: flags.input.map((path) => `${path} (${protocol.protocol})`),
      pairs: split.holdout.itemIndex.length,
    },
  };
  await showResult(result, flags, reportPath, io);
}

function measureOf({ train: _, ...measure }: Split, { allowRepeats }: ProtocolRunFlags): Omit<Split, 'train'> {
  return allowRepeats === true ? { ...measure, repeats: 'allow' } : measure;
}

/** An algorithm by its name; its settings tell it from another of the same. */
function labelOf(spec: TrainSpec, specs: readonly TrainSpec[]): string {
  const { algorithm, ...settings } = spec;
  if (specs.filter((other) => other.algorithm === algorithm).length === 1) return algorithm;
  return [algorithm, ...Object.entries(settings).map(([name, value]) => `${name} ${value}`)].join(' ');
}

function wordsOf({ protocol }: ProtocolSpec, { train, holdout }: Split): string {
  const parts = `${counted(train.itemIndex.length, 'pair')} to train on, ${counted(holdout.itemIndex.length, 'pair')} to measure by`;
  const first = holdout.time.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const from = protocol === 'temporal' && Number.isFinite(first) ? `, from ${time(first)} on` : '';
  return `${protocol}: ${parts}${from}`;
}
