import { type Command, Option } from 'commander';
import { frozenJson, type Json, KindredError } from '../../core/index.ts';
import { readJsonFile } from '../input/json-file.ts';
import { type EventTally, readEvents } from '../input/read-events.ts';
import type { CliIo } from '../io.ts';
import { bytes } from '../output/amounts.ts';
import { formatFacts } from '../output/facts.ts';
import { replayFacts } from '../output/replay-facts.ts';
import { createMemoryGuard } from '../replay/memory-guard.ts';
import { type Permissions, parsePermissions } from '../replay/permissions.ts';
import { createReplay, IMPRESSION_SOURCES, type ImpressionSource } from '../replay/replay.ts';
import { replayJson } from '../replay/replay-json.ts';
import type { Replayed } from '../replay/replayed.ts';
import { REPORT_START, replayReport } from '../replay/report/report.ts';
import { loadTestedFile, type TestedFile } from '../replay/rule-file.ts';
import { findReportPlace, writeReport } from '../report-file.ts';
import { readDeclarations } from './declarations.ts';
import { wholeNumberOption } from './numbers.ts';
import { progressFor } from './read-input.ts';
import { addRequiredOption } from './required.ts';

interface ReplayFlags {
  readonly events: readonly string[];
  readonly rules: string;
  readonly against?: string;
  readonly report?: string;
  readonly facts?: string;
  readonly permit: Permissions;
  readonly impressions: ImpressionSource;
  readonly people: number;
  readonly strict?: boolean;
  readonly json?: boolean;
}

const MAX_RULES_BYTES = 10_000_000;
const DEFAULT_PEOPLE = 250_000;

const EXAMPLES = `
Events are read from files of one event per line (Segment's specification; .gz or not), or "-" for standard input. Those of each person are
folded into a profile, as a page does it, and after each event the rules are evaluated: what would have been shown. People are told apart
by userId and anonymousId. Memory is in proportion to the number of people; --people bounds it.

What is shown on a view of a page (events of type page and screen) counts as an impression for caps, in place of the "Promotion Viewed"
events of the same rules; --impressions events counts at every event, --impressions logged takes those of the log.

All is permitted, unless --permit says otherwise: "logged" for the purposes and degrees of the events (context.kindred), or purposes with
degrees. What would have been shown with more permissions is counted apart. Facts that need a permission are declared with --facts.

Examples:
  kindred replay --events events.ndjson --rules rules.json
  kindred replay --events 2026-*.ndjson.gz --rules rules.json --against new-rules.json --report report.html
  kindred replay --events events.ndjson --rules rules.json --permit personalization=on-device --json

Exit codes: 0 done, 1 failed while running, 2 used wrongly or rules that do not load, 130 stopped by Ctrl-C.`;

export function addReplayCommand(program: Command, io: CliIo): void {
  const command = program
    .command('replay')
    .description('say who would have been shown what, from a log of events, and what other rules would change');
  addRequiredOption(command, '--events <file...>', 'the log: files, or "-" for standard input');
  addRequiredOption(command, '--rules <file>', 'the rules: a rule set, or placements');
  command
    .option('--against <file>', 'rules to compare with: what changes with them')
    .option('--report <file>', 'write a page to read, as one HTML file')
    .option('--facts <file>', 'the facts and events that exist, as JSON; "page" for those of pages')
    .addOption(
      new Option('--permit <what>', 'all, logged, or purposes: personalization=on-device,analytics')
        .argParser(parsePermissions)
        .default({ kind: 'all' }, 'all'),
    )
    .addOption(
      new Option('--impressions <source>', 'what counts as an impression').choices(IMPRESSION_SOURCES).default('pages'),
    )
    .addOption(
      new Option('--people <number>', 'at most so many people; the events of others are left out')
        .argParser(wholeNumberOption('--people', 1))
        .default(DEFAULT_PEOPLE),
    )
    .option('--strict', 'stop at the first broken line')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: ReplayFlags) => runReplay(flags, io));
}

async function runReplay(flags: ReplayFlags, io: CliIo): Promise<void> {
  const { events: inputs, rules, against, report, json = false, permit: permissions, impressions, people } = flags;
  refuseSharedInput([...inputs, rules, ...(against === undefined ? [] : [against])]);
  const reportPath = report === undefined ? undefined : await findReportPlace(report, REPORT_START);
  const files = await loadFiles(flags, io);
  const replay = createReplay({ files, permissions, impressions, mostPeople: people });
  const start = io.now();
  const checkMemory = createMemoryGuard(replay.people);
  const tally = await readShown(flags, io, (event, input) => {
    checkMemory();
    replay.take(event, input);
  });
  const replayed: Replayed = {
    inputs,
    files,
    tally,
    result: replay.result(),
    permissions,
    impressions,
    mostPeople: people,
  };
  if (reportPath !== undefined) await writeReport(reportPath, replayReport(replayed));
  const took = { milliseconds: io.now() - start, peakMemoryBytes: io.peakMemory() };
  io.stdout.write(
    json
      ? `${JSON.stringify({ ...replayJson(replayed), ...took })}\n`
      : formatFacts(`Replayed ${inputs.join(', ')}`, replayFacts(replayed, took, report), io),
  );
}

async function loadFiles({ rules, against, facts }: ReplayFlags, io: CliIo): Promise<readonly TestedFile[]> {
  const { facts: types, events } = await readDeclarations(facts, io);
  const known = { ...(types && { facts: types }), ...(events && { events }) };
  const load = async (path: string) => loadTestedFile(await readRules(path, io), path, known);
  const first = await load(rules);
  return against === undefined ? [first] : [first, await load(against)];
}

async function readRules(path: string, io: CliIo): Promise<Json> {
  return frozenJson(await readJsonFile(path, MAX_RULES_BYTES, io), { code: 'invalid-rule', maxValues: 1_000_000 });
}

async function readShown(
  { events: paths, strict: isStrict = false, json = false }: ReplayFlags,
  io: CliIo,
  take: Parameters<typeof readEvents>[2],
): Promise<EventTally> {
  const format = (done: number, total: number | undefined) =>
    total === undefined ? bytes(done) : `${bytes(done)} of ${bytes(total)}`;
  const progress = progressFor('Replaying', format, json, io);
  try {
    return await readEvents({ paths, isStrict, onProgress: progress.update }, io, take);
  } finally {
    progress.clear();
  }
}

function refuseSharedInput(paths: readonly string[]): void {
  if (paths.filter((path) => path === '-').length < 2) return;
  throw new KindredError('invalid-options', 'Only one of the files can be standard input.', { at: '--events' });
}
