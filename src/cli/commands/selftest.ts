import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import {
  checkPublished,
  PUBLISHED_TABLES,
  type PublishedTable,
  publishedTable,
  type SelfTestCase,
  selfTest,
} from '../../recommend/evaluate/index.ts';
import type { CliIo } from '../io.ts';
import { counted } from '../output/amounts.ts';
import { type Fact, formatFacts, formatTable } from '../output/facts.ts';
import { readTableParts, type TableFiles } from './published-tables.ts';
import { pause, progressFor } from './read-input.ts';

interface SelftestFlags {
  readonly tables?: PublishedTable;
  readonly events?: readonly string[];
  readonly train?: string;
  readonly test?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Without --tables it trains on cases of a few rows, whose answers were worked out from the papers by hand. With --tables it also measures
figures again that were published for a set of data; the files must be those of that set.

Tables:
${PUBLISHED_TABLES.map((name) => `  ${name.padEnd(14)} ${publishedTable(name).source}`).join('\n')}

Examples:
  kindred selftest
  kindred selftest --tables online-retail --events lines.csv.gz
  kindred selftest --tables serenade --events serenade-toy/         (with train.csv, valid.csv and test.csv)
  kindred selftest --tables movielens-1m --events ml-1m/ratings.dat
  kindred selftest --tables gowalla --events gowalla/               (with train.txt and test.txt)
  kindred selftest --tables amazon-beauty --events Beauty.txt       (user and item, each user's in order; or CSV with times)
  kindred selftest --tables movielens-100k --train train.csv --test test.csv

Values may be separated by commas, tabs, spaces or "::"; a first line of names is read by the usual ones (user, item, rating, timestamp).`;

export function addSelftestCommand(program: Command, io: CliIo): void {
  program
    .command('selftest')
    .description('check on this machine that known answers come out: worked out by hand, or published')
    .addOption(new Option('--tables <name>', 'also the published figures of a set of data').choices(PUBLISHED_TABLES))
    .option('--events <path...>', 'the files of that set, or their folder')
    .option('--train <file>', 'instead of --events: the training of a split that somebody else made')
    .option('--test <file>', 'its other part')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: SelftestFlags) => runSelftest(flags, io));
}

async function runSelftest(flags: SelftestFlags, io: CliIo): Promise<void> {
  const { tables, json = false } = flags;
  const files = filesOf(flags);
  const published = tables === undefined || files === undefined ? [] : await measure(tables, files, json, io);
  const known = await selfTest();
  const notRun = PUBLISHED_TABLES.filter((name) => name !== tables);
  const all = [...known, ...published];
  io.stdout.write(
    json
      ? `${JSON.stringify({ command: 'selftest', cases: known, ...(tables && { tables, published }), notRun })}\n`
      : formatFacts('Self-test', factsOf(known, published, flags, notRun), io),
  );
  const wrong = all.filter(({ passed }) => !passed);
  if (wrong.length === 0) return;
  const remedy =
    published.length > 0
      ? 'Check that the files are those of the table.'
      : 'Install kindred again, and report it if that does not help.';
  const message = `${counted(wrong.length, 'known answer')} of ${all.length} did not come out: ${wrong.map(({ name }) => name).join('; ')}. ${remedy}`;
  throw new KindredError('unavailable', message, { at: 'selftest' });
}

async function measure(
  tables: PublishedTable,
  files: TableFiles,
  isJson: boolean,
  io: CliIo,
): Promise<readonly SelfTestCase[]> {
  const parts = await readTableParts(tables, files, isJson, io);
  const progress = progressFor('Measuring', (done) => counted(Math.floor(done), 'figure'), isJson, io);
  try {
    const onCase = (_: SelfTestCase, done: number, total: number) => progress.update(done, total);
    return await checkPublished(tables, parts, { signal: io.signal, pause, onCase });
  } finally {
    progress.clear();
  }
}

function factsOf(
  known: readonly SelfTestCase[],
  published: readonly SelfTestCase[],
  { tables }: SelftestFlags,
  notRun: readonly PublishedTable[],
): readonly Fact[] {
  const facts: Fact[] = [['by hand', ...tableOf(known)]];
  if (tables !== undefined) facts.push(['published', publishedTable(tables).source, ...tableOf(published)]);
  const right = [...known, ...published].filter(({ passed }) => passed).length;
  facts.push(['passed', `${right} of ${known.length + published.length}`]);
  const left = notRun.map((name) => `${name}, ${counted(publishedTable(name).figures, 'figure')}`);
  facts.push(['NOT RUN', `the published figures of ${left.join('; ')} (see kindred selftest --help)`]);
  return facts;
}

function tableOf(cases: readonly SelfTestCase[]): readonly string[] {
  const rows = cases.map(({ name, expected, found, within, passed }) => [
    passed ? 'pass' : 'FAIL',
    number(expected),
    number(found),
    number(found - expected),
    within === 0 ? 'exact' : `± ${within}`,
    name,
  ]);
  return formatTable([['', 'expected', 'got', 'difference', '', ''], ...rows], [1, 2, 3]);
}

/** As many digits as tell something. */
function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 1e-4 ? value.toExponential(1) : value.toPrecision(6);
}

/**
 * The files that were given; `undefined` where nothing is to be measured.
 *
 * @throws KindredError `invalid-options`
 */
function filesOf({ tables, events, train, test }: SelftestFlags): TableFiles | undefined {
  const wrong = (at: string, message: string) => new KindredError('invalid-options', message, { at });
  const isSplit = train !== undefined || test !== undefined;
  if (tables === undefined) {
    if (events === undefined && !isSplit) return undefined;
    const flag = events === undefined ? '--train and --test' : '--events';
    throw wrong('--tables', `${flag} needs --tables: ${PUBLISHED_TABLES.join(' or ')}.`);
  }
  if (!isSplit && events === undefined)
    throw wrong('--events', `--tables ${tables} needs --events: the files to measure on.`);
  if (!isSplit) return { events: events ?? [] };
  if (events !== undefined) throw wrong('--events', 'Give --events, or --train and --test, not both.');
  if (train === undefined || test === undefined) {
    throw wrong(
      train === undefined ? '--train' : '--test',
      '--train and --test go together: the two parts of a split.',
    );
  }
  const { parts, isSplitTaken = parts.join() === 'train,test' } = publishedTable(tables);
  if (isSplitTaken) return { train, test };
  throw wrong(
    '--train',
    `The table ${tables} makes its own split: give --events with ${parts.map((name) => `${name}.csv`).join(', ')}.`,
  );
}
