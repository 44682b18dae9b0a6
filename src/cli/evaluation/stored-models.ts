import { KindredError } from '../../core/index.ts';
import { findLeaks } from '../../recommend/evaluate/index.ts';
import type { Interactions, Model } from '../../recommend/index.ts';
import { toInputOptions } from '../commands/input-options.ts';
import { openModel } from '../commands/open-model.ts';
import { readInput } from '../commands/read-input.ts';
import type { CliIo } from '../io.ts';
import type { EvaluatedModel } from './evaluated.ts';
import type { StoredFlags } from './flags.ts';
import { measureShown } from './measure.ts';
import { type Result, showResult } from './result.ts';

/** Measures models that were stored with their histories by what people did afterwards. */
export async function evaluateStored(flags: StoredFlags, reportPath: string | undefined, io: CliIo): Promise<void> {
  const options = toInputOptions(flags.holdout, flags);
  const start = io.now();
  // The first is opened before the holdout is read: most mistakes are found at once.
  const first = await openWithHistories(flags.model[0] ?? '');
  const input = await readInput(options, flags.json === true, io);
  const readAt = io.now();
  const { interactions: holdout } = input;
  const measure = { holdout, repeats: flags.allowRepeats === true ? ('allow' as const) : ('exclude' as const) };
  const models: EvaluatedModel[] = [];
  for (const [place, path] of flags.model.entries()) {
    const model = place === 0 ? first : await openWithHistories(path);
    models.push(await measureShown(path, model, measure, flags, io));
  }
  const result: Result = {
    models,
    input,
    options,
    took: { reading: readAt - start, evaluating: io.now() - readAt },
    leaks: findLeaks(first.histories ?? holdout, holdout),
    overlap: overlapOf(first, holdout),
    holdout: { names: flags.holdout, pairs: holdout.itemIndex.length },
  };
  await showResult(result, flags, reportPath, io);
}

async function openWithHistories(path: string): Promise<Model> {
  const model = await openModel(path);
  if (model.histories === undefined) throw noHistories(path);
  return model;
}

/** How many pairs of the holdout are not newer than the training: they would measure memory, not foresight. */
function overlapOf({ data: { untilMs } }: Model, { time: times }: Interactions): number {
  return untilMs === undefined ? 0 : times.reduce((sum, at) => (at <= untilMs ? sum + 1 : sum), 0);
}

function noHistories(path: string): KindredError {
  const message = `The model at "${path}" does not hold who had what, which evaluation needs. Give the folder of a model that was trained without --no-histories; packed models never hold it.`;
  return new KindredError('invalid-options', message, { at: '--model' });
}
