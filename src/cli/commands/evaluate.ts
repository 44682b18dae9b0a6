import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import { REPEAT_POLICIES } from '../../recommend/evaluate/index.ts';
import { evaluateByProtocol } from '../evaluation/by-protocol.ts';
import { evaluateBySessions, evaluateStoredBySessions } from '../evaluation/by-sessions.ts';
import type { MeasureFlags, ProtocolRunFlags, StoredFlags } from '../evaluation/flags.ts';
import { REPORT_START } from '../evaluation/report/report-start.ts';
import { evaluateStored } from '../evaluation/stored-models.ts';
import type { CliIo } from '../io.ts';
import { findReportPlace } from '../report-file.ts';
import { addSettingOptions, parseAlgorithm } from './algorithm-options.ts';
import { addInputOptions, INPUT_HELP } from './input-options.ts';
import { metricsOption } from './metric-names.ts';
import { wholeNumberOption } from './numbers.ts';
import { addProtocolOptions, PROTOCOL_HELP, PROTOCOL_NAMES, protocolFrom, refuseOthers } from './protocol-options.ts';

/** Either models and a holdout, or interactions, a protocol and algorithms. */
type EvaluateFlags = MeasureFlags & Partial<StoredFlags> & Partial<ProtocolRunFlags>;

const DEFAULT_METRICS = ['ndcg@10', 'recall@10', 'hitRate@10', 'coverage@10'];

const EXAMPLES = `${PROTOCOL_HELP}
  session-next    each click of the newer sessions from those before it (see --sessions)

Metrics, each with @ and how many items of a list count (T: what the person had in the holdout):
  recall (by T), recallMin (by min(k, T)), precision (by k), hitRate (or HR), mrr, ndcg (ideal: min(k, T) hits),
  map (by T, as Microsoft recommenders), mapMin (by min(k, T)), coverage, gini, novelty, popularityLift.
Users who are not in the training are left out and counted. Without --allow-repeats only new items are recommended and expected.
The whole catalogue is ranked, but for ncf-99; ties go to the lower index, which is the lower id where all are whole numbers.

Examples:
  kindred evaluate --model model/ --holdout test.csv
  kindred evaluate --model ease/ rp3beta/ --holdout test.csv --metrics recall@20,ndcg@100 --report report.html
  kindred evaluate --input ratings.csv --protocol hash80 --algorithm popularity ease --lambda 1000 --metrics recall@20
  kindred evaluate --input lines.csv.gz --protocol temporal --at 2011-11-09 --algorithm ease rp3beta buy-again --allow-repeats
  kindred evaluate --input clicks.csv --protocol session-next --sessions exclude-current --algorithm vmis --metrics mrr@20
  kindred evaluate --model vmis/ --holdout clicks.csv --sessions exclude-current --metrics mrr@20,hitRate@20
  kindred evaluate --model model/ --holdout lines.csv.gz --from 2011-11-09 --metrics ndcg@10,recall@20 --allow-repeats --json`;

export function addEvaluateCommand(program: Command, io: CliIo): void {
  const command = program
    .command('evaluate')
    .description('measure models by what people did after their training, or algorithms by a protocol')
    .option('--model <folder...>', 'the models, as train writes them, with their histories; with --holdout')
    .option('--holdout <file...>', 'what people did afterwards: files, or "-" for standard input; with --model')
    .option(
      '--input <file...>',
      'interactions to split, to train on and to measure by; with --protocol and --algorithm',
    );
  addProtocolOptions(command, PROTOCOL_NAMES)
    .addOption(
      new Option('--algorithm <names...>', 'what to train on the one part and measure by the other').argParser(
        (text, before: readonly string[] | undefined) => [...(before ?? []), parseAlgorithm(text)],
      ),
    )
    .addOption(metricsOption('what to measure, separated by commas or spaces', DEFAULT_METRICS))
    .option('--allow-repeats', 'what a person had before may be recommended, and counts')
    .addOption(
      new Option(
        '--sessions <policy>',
        'each user is a session, each click is to be foreseen from those before (session-next); what may be recommended',
      ).choices(REPEAT_POLICIES),
    )
    .option('--report <file>', 'write a page to read, with plots, as one HTML file')
    .option('--json', 'print the result as JSON')
    .addOption(new Option('--seed <number>', 'for what draws').argParser(wholeNumberOption('--seed', 0)))
    .addOption(
      new Option(
        '--threads <number>',
        'how many threads train ease and ials (default: all, where it takes longer than a second)',
      ).argParser(wholeNumberOption('--threads', 1, 64)),
    );
  addInputOptions(addSettingOptions(command))
    .addHelpText('after', `${INPUT_HELP}\n${EXAMPLES}`)
    .action((flags: EvaluateFlags) => runEvaluate(flags, io));
}

async function runEvaluate(flags: EvaluateFlags, io: CliIo): Promise<void> {
  const { sessions = 'exclude-current' } = flags;
  if (!isStored(flags)) {
    const run = protocolRunOf(flags);
    const { protocol } = run;
    refuseOthers(protocol, flags);
    if (protocol === 'session-next') return evaluateBySessions(run, sessions, io);
    if (flags.sessions !== undefined) throw useless('--sessions', `the protocol ${protocol}`);
    const spec = protocolFrom(protocol, flags, flags.allowRepeats);
    return evaluateByProtocol(run, spec, await reportPlace(flags), io);
  }
  for (const name of ['input', 'protocol', 'algorithm'] as const)
    if (flags[name] !== undefined) throw useless(`--${name}`, 'models that are stored');
  const stored = { ...flags, model: required(flags.model, '--model'), holdout: required(flags.holdout, '--holdout') };
  if (flags.sessions !== undefined) return evaluateStoredBySessions(stored, flags.sessions, io);
  return evaluateStored(stored, await reportPlace(flags), io);
}

/** What is said first decides; where nothing is, stored models are meant. */
function isStored({ model, holdout, input, protocol }: EvaluateFlags): boolean {
  return model !== undefined || holdout !== undefined || (input === undefined && protocol === undefined);
}

function protocolRunOf(flags: EvaluateFlags): ProtocolRunFlags {
  const input = required(flags.input, '--input');
  const protocol = required(flags.protocol, '--protocol');
  return { ...flags, input, protocol, algorithm: required(flags.algorithm, '--algorithm') };
}

async function reportPlace({ report }: EvaluateFlags): Promise<string | undefined> {
  return report === undefined ? undefined : findReportPlace(report, REPORT_START);
}

function required<Value>(value: Value | undefined, flag: string): Value {
  if (value !== undefined) return value;
  throw new KindredError('invalid-options', `${flag} is missing. See: kindred evaluate --help`, { at: flag });
}

function useless(flag: string, where: string): KindredError {
  return new KindredError('invalid-options', `${flag} means nothing with ${where}. Leave it out.`, { at: flag });
}
