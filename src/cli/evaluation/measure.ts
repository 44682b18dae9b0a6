import {
  type Evaluation,
  evaluate,
  isUserMetric,
  modelBytes,
  parseMetrics,
  type Split,
} from '../../recommend/evaluate/index.ts';
import type { Model } from '../../recommend/index.ts';
import { pause, progressFor } from '../commands/read-input.ts';
import type { CliIo } from '../io.ts';
import { counted } from '../output/amounts.ts';
import { type EvaluatedModel, evaluated } from './evaluated.ts';
import type { MeasureFlags } from './flags.ts';
import { lengthsUpTo } from './report/lengths.ts';

/** By what a model is measured: all of a split but what it was trained on. */
export type Measure = Omit<Split, 'train'>;

/** Evaluates one model, and shows how far it is. */
export async function measureShown(
  label: string,
  model: Model,
  { holdout, ...how }: Measure,
  { metrics, report, json = false }: MeasureFlags,
  io: CliIo,
  trainingMs?: number,
): Promise<EvaluatedModel> {
  const progress = progressFor('Evaluating', (done) => counted(done, 'user'), json, io);
  const start = io.now();
  try {
    const evaluation: Evaluation = await evaluate(model, holdout, {
      ...how,
      metrics: report === undefined ? metrics : withCurve(metrics),
      signal: io.signal,
      onProgress: progress.update,
      pause,
    });
    const listMs = (io.now() - start) / evaluation.users.evaluated;
    const cost = { modelBytes: modelBytes(model), listMs, ...(trainingMs !== undefined && { trainingMs }) };
    const histories = how.histories ?? model.histories;
    return evaluated(label, histories === undefined ? model : { ...model, histories }, holdout, evaluation, cost);
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
