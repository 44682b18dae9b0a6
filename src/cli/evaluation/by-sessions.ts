import { KindredError } from '../../core/index.ts';
import {
  evaluateSessions,
  modelBytes,
  type RepeatPolicy,
  type SessionEvaluation,
  splitSessions,
} from '../../recommend/evaluate/index.ts';
import type { Model } from '../../recommend/index.ts';
import { readingOf, specsFromFlags } from '../commands/algorithm-options.ts';
import { toInputOptions } from '../commands/input-options.ts';
import { openModel } from '../commands/open-model.ts';
import { pause, progressFor, readInput } from '../commands/read-input.ts';
import { createClicks } from '../input/clicks.ts';
import type { Input, InputOptions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { bytes, counted, duration } from '../output/amounts.ts';
import { type Fact, formatFacts, formatTable } from '../output/facts.ts';
import { inputFacts, inputJson } from '../output/input-facts.ts';
import type { MeasureFlags, ProtocolRunFlags, StoredFlags } from './flags.ts';
import { trainShown } from './train-shown.ts';

interface SessionModel {
  readonly label: string;
  readonly spec: Model['spec'];
  readonly found: SessionEvaluation;
  readonly cost: { readonly trainingMs?: number; readonly modelBytes: number; readonly listMs: number };
}

interface Sessions {
  readonly input: Input;
  readonly options: InputOptions;
  readonly startedAt: number;
  readonly words?: string;
}

/** The protocol session-next with stored models: lists are made from what was clicked so far, so that no histories are needed. */
export async function evaluateStoredBySessions(flags: StoredFlags, policy: RepeatPolicy, io: CliIo): Promise<void> {
  refuseUseless(flags);
  const options = { ...toInputOptions(flags.holdout, flags), isOrdered: true };
  const startedAt = io.now();
  const models = await Promise.all(flags.model.map(async (path) => ({ path, model: await openModel(path) })));
  const clicks = createClicks();
  const input = await readInput({ ...options, onRow: clicks.add }, flags.json === true, io);
  const rows: SessionModel[] = [];
  for (const { path, model } of models) rows.push(await measure(path, model, clicks.sessions(), policy, flags, io));
  show(rows, { input, options, startedAt }, flags, io);
}

/** The same from one set of clicks: algorithms are trained on the older sessions and measured by the newer. */
export async function evaluateBySessions(flags: ProtocolRunFlags, policy: RepeatPolicy, io: CliIo): Promise<void> {
  refuseUseless(flags);
  const specs = specsFromFlags(flags.algorithm, flags);
  const options = {
    ...toInputOptions(flags.input, flags),
    ...readingOf(specs),
    keepsEvents: true,
    isOrdered: true,
    needsTimes: false,
  };
  const startedAt = io.now();
  const clicks = createClicks();
  const input = await readInput({ ...options, onRow: clicks.add }, flags.json === true, io);
  const { at, share } = flags;
  const split = splitSessions(input.interactions, {
    ...(at !== undefined && { atMs: at }),
    ...(share !== undefined && { share }),
  });
  const sessions = clicks.sessions(split.sessionIds);
  const rows: SessionModel[] = [];
  for (const spec of specs) {
    const start = io.now();
    const model = await trainShown(split.train, spec, flags, io);
    rows.push(await measure(spec.algorithm, model, sessions, policy, flags, io, io.now() - start));
  }
  const words = `session-next: ${counted(split.train.users.length, 'session')} to train on, ${counted(sessions.length, 'session')} to measure by`;
  show(rows, { input, options, startedAt, words }, flags, io);
}

async function measure(
  label: string,
  model: Model,
  sessions: readonly (readonly string[])[],
  policy: RepeatPolicy,
  { metrics, json = false }: MeasureFlags,
  io: CliIo,
  trainingMs?: number,
): Promise<SessionModel> {
  const progress = progressFor('Evaluating', (done) => counted(done, 'session'), json, io);
  const start = io.now();
  try {
    const run = { metrics, policy, signal: io.signal, pause, onProgress: progress.update };
    const found = await evaluateSessions(model, sessions, run);
    const listMs = (io.now() - start) / found.steps;
    const cost = { ...(trainingMs !== undefined && { trainingMs }), modelBytes: modelBytes(model), listMs };
    return { label, spec: model.spec, found, cost };
  } finally {
    progress.clear();
  }
}

function show(rows: readonly SessionModel[], about: Sessions, { metrics, json }: MeasureFlags, io: CliIo): void {
  io.stdout.write(json === true ? `${JSON.stringify(toJson(rows, about))}\n` : toText(rows, about, metrics, io));
}

function toJson(rows: readonly SessionModel[], { input }: Sessions): object {
  const models = rows.map(({ label, spec, found: { values: _, ...found }, cost }) => ({
    model: { path: label, spec },
    ...found,
    cost,
  }));
  return {
    command: 'evaluate',
    protocol: 'session-next',
    ...models[0],
    models,
    input: inputJson(input),
  };
}

function toText(
  rows: readonly SessionModel[],
  { input, options, startedAt, words }: Sessions,
  metrics: readonly string[],
  io: CliIo,
): string {
  const [first] = rows;
  if (first === undefined) return '';
  const { sessions, steps, policy } = first.found;
  const measured = metrics.map((name) => [name, ...rows.map(({ found }) => (found.metrics[name] ?? 0).toFixed(6))]);
  const cost = [
    ['size', ...rows.map(({ cost: { modelBytes } }) => bytes(modelBytes))],
    ['a list', ...rows.map(({ cost: { listMs } }) => `${listMs.toFixed(2)} ms`)],
  ];
  const facts: Fact[] = [
    ...inputFacts(input, options),
    ...(words === undefined ? [] : [['protocol', words] as const]),
    ['sessions', `${counted(sessions, 'session')}, ${counted(steps, 'click')} to be foreseen; policy ${policy}`],
    [
      'metrics',
      ...formatTable(
        [['', ...rows.map(({ label }) => label)], ...measured, ...cost],
        rows.map((_, n) => n + 1),
      ),
    ],
    ['took', `${duration(io.now() - startedAt)}; peak memory ${bytes(io.peakMemory())}`],
  ];
  return formatFacts(`Evaluated ${rows.map(({ spec }) => spec.algorithm).join(', ')}`, facts, io);
}

function refuseUseless(flags: MeasureFlags): void {
  for (const option of ['report', 'allowRepeats'] as const) {
    if (flags[option] === undefined) continue;
    const flag = option === 'report' ? '--report' : '--allow-repeats';
    throw new KindredError('invalid-options', `${flag} means nothing with sessions. Leave it out.`, { at: flag });
  }
}
