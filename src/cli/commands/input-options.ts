import { type Command, Option } from 'commander';
import { KindredError } from '../../core/index.ts';
import type { Condition } from '../../rules/index.ts';
import { type NamedColumns, parseColumns } from '../input/columns.ts';
import { FORMATS, type Format, parseFormat } from '../input/format.ts';
import type { InputOptions } from '../input/read-interactions.ts';
import { parseTime, parseTimeUnit, TIME_UNITS, type TimeUnit } from '../input/times.ts';
import { parseWhere } from '../input/where.ts';

/** The options of every command that reads interactions. */
export interface InputFlags {
  readonly columns?: NamedColumns;
  readonly where?: Condition;
  readonly from?: number;
  readonly until?: number;
  readonly timeUnit?: TimeUnit;
  readonly format?: Format;
  readonly delimiter?: string;
  readonly strict?: boolean;
}

export const INPUT_HELP = `
Input is CSV, or NDJSON: one object per line, or one event of Segment's specification per line (orders give one row per
product; page views and the like are left out). Either may be gzipped, and "-" is standard input. Columns are found by usual
names (user_id, customer, item, product_id, movieId, weight, timestamp, date and the like; rating where weights count). A CSV
without header, whose first row is of whole numbers, has numbers for names: --columns user=1,item=2,weight=3,time=4; of itself
the first is taken for the user and the second for the item.
In --where, CSV text that is a JSON number (12, -0.5) counts as a number, all other text as text.
Times are ISO 8601, in UTC unless they say otherwise, or seconds or milliseconds since 1970 (a number from
1e11 on is milliseconds), and lie between 1970 and 2100.`;

export function addInputOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--columns <roles>',
        'which columns to read: user=…,item=…,weight=…,time=… (default: usual names)',
      ).argParser(parseColumns),
    )
    .addOption(
      new Option('--where <condition>', 'only rows that meet a condition, in the form of kindred/rules').argParser(
        parseWhere,
      ),
    )
    .addOption(
      new Option('--from <time>', 'only rows at this time or later').argParser((text) => parseTime(text, '--from')),
    )
    .addOption(
      new Option('--until <time>', 'only rows before this time').argParser((text) => parseTime(text, '--until')),
    )
    .addOption(
      new Option('--time-unit <unit>', `how times are written: ${TIME_UNITS.join(', ')} (default: detected)`).argParser(
        parseTimeUnit,
      ),
    )
    .addOption(
      new Option('--format <format>', `${FORMATS.join(' or ')} (default: by name, else by content)`).argParser(
        parseFormat,
      ),
    )
    .addOption(
      new Option('--delimiter <sign>', 'between values in CSV, "tab" for a tab (default: a comma)').argParser(
        parseDelimiter,
      ),
    )
    .option('--strict', 'stop at the first broken line');
}

export function toInputOptions(paths: readonly string[], flags: InputFlags): InputOptions {
  const { columns = {}, where, from, until, timeUnit, format, delimiter, strict = false } = flags;
  if (from !== undefined && until !== undefined && from >= until) {
    throw new KindredError('invalid-options', '--from must be before --until: no row is in between.', { at: '--from' });
  }
  return {
    paths,
    columns,
    isStrict: strict,
    ...(where !== undefined && { where }),
    ...(from !== undefined && { fromMs: from }),
    ...(until !== undefined && { untilMs: until }),
    ...(timeUnit !== undefined && { timeUnit }),
    ...(format !== undefined && { format }),
    ...(delimiter !== undefined && { delimiter }),
  };
}

function parseDelimiter(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if (text === '::' || (text.length === 1 && !'"\r\n'.includes(text))) return text;
  throw new KindredError('invalid-options', '--delimiter takes one character, "::", or "tab".', { at: '--delimiter' });
}
