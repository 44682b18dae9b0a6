import { type Command, Option } from 'commander';
import { parse } from 'csv-parse/sync';
import { KindredError, nearestName } from '../../core/index.ts';
import {
  createRecommender,
  type Model,
  type Recommendation,
  type RecommendationReason,
  type Recommendations,
  type ShortReason,
} from '../../recommend/index.ts';
import type { CliIo } from '../io.ts';
import { formatFacts, formatTable } from '../output/facts.ts';
import { wholeNumberOption } from './numbers.ts';
import { openModel } from './open-model.ts';
import { addRequiredOption } from './required.ts';

interface RecommendFlags {
  readonly model: string;
  readonly user?: string;
  readonly items?: readonly string[];
  readonly count: number;
  readonly explain?: boolean;
  readonly session?: readonly string[];
  readonly exclude?: readonly string[];
  readonly pin?: readonly string[];
  readonly boost?: Readonly<Record<string, number>>;
  readonly diversity?: number;
  readonly halfLife?: number;
  readonly fill?: boolean;
  readonly allowRepeats?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  kindred recommend --model model/ --user u42 --count 10 --explain
  kindred recommend --model model.safetensors --items teapot,oolong --json
  kindred recommend --model model/ --items '"TEA, GREEN",TEAPOT'      (quotes around a name with a comma)
  kindred recommend --model model/                                   (what is popular)
  kindred recommend --model model/ --user u42 --half-life 30 --diversity 0.3 --pin new-tea --boost oolong=2`;

export function addRecommendCommand(program: Command, io: CliIo): void {
  const command = program.command('recommend').description('ask a model what somebody might like');
  addRequiredOption(command, '--model <path>', 'a folder as train writes it, or a packed .safetensors file');
  command
    .option('--user <id>', 'a user of the training (folders that were written with histories)')
    .addOption(
      new Option('--items <ids>', 'what the person has or looks at, separated by commas').argParser(
        parseItems('--items', ', or leave it out to see what is popular'),
      ),
    )
    .addOption(
      new Option('--session <ids>', 'what the person did in this session, oldest first').argParser(
        parseItems('--session'),
      ),
    )
    .addOption(new Option('--count <number>', 'how many').argParser(wholeNumberOption('--count', 1)).default(10))
    .option('--explain', 'say which items led to each')
    .option('--allow-repeats', "the person's own items may come back")
    .addOption(new Option('--exclude <ids>', 'never these').argParser(parseItems('--exclude')))
    .addOption(new Option('--pin <ids>', 'these first, whatever their score').argParser(parseItems('--pin')))
    .addOption(new Option('--boost <id=factor,…>', 'multiplies the scores of items').argParser(parseBoosts))
    .addOption(
      new Option('--diversity <strength>', 'from 0, the best scores, to 1, the least alike').argParser(
        rangedOption('--diversity', 'a number from 0 to 1', (strength) => strength >= 0 && strength <= 1),
      ),
    )
    .addOption(
      new Option('--half-life <days>', 'older items of the history count less: half after so many days').argParser(
        rangedOption('--half-life', 'a number of days above 0', (days) => days > 0),
      ),
    )
    .option('--fill', 'fills a list that is short with what is popular')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: RecommendFlags) => runRecommend(flags, io));
}

async function runRecommend(flags: RecommendFlags, io: CliIo): Promise<void> {
  const { user, items, session, count, exclude, pin: pins, boost, diversity, halfLife: halfLifeDays } = flags;
  const model = await openModel(flags.model);
  const list = createRecommender(model).recommend({
    count,
    explain: flags.explain ?? false,
    fill: flags.fill ? 'popular' : 'none',
    // What buys-again and next-click models leave to themselves is theirs to decide.
    ...(flags.allowRepeats && { repeats: 'allow' }),
    ...(user !== undefined && { user }),
    ...(items && { items }),
    ...(session && { session }),
    ...(exclude && { exclude }),
    ...(pins && { pins }),
    ...(boost && { boost }),
    ...(diversity !== undefined && { diversity }),
    ...(halfLifeDays !== undefined && { halfLifeDays }),
  });
  io.stdout.write(
    flags.json ? `${JSON.stringify({ command: 'recommend', ...list })}\n` : toText(list, flags, model, io),
  );
}

function toText(list: Recommendations, flags: RecommendFlags, model: Model, io: CliIo): string {
  const who = [flags.user, [...(flags.items ?? []), ...(flags.session ?? [])].join(', ') || undefined]
    .filter((part) => part !== undefined)
    .join(' with ');
  const title = list.kind === 'popular' ? 'Popular' : `For ${who}`;
  const isEmpty = list.items.length === 0 && flags.allowRepeats !== true;
  const reason = isEmpty ? NOTHING_NEW[list.kind] : reasonWords(list.reason, flags, model);
  const rows = formatTable(list.items.map(toCells), [0, 1]);
  // Of an empty list all is said already.
  const short = list.short === undefined || isEmpty ? [] : [['short', SHORT_WORDS[list.short]] as const];
  const { rearranged, ignored = [] } = list;
  const variety =
    rearranged && ([['variety', `costs ${percent(rearranged.relevanceLoss)} of the best score`]] as const);
  const unused = ignored.length > 0 ? [['left out', `${ignored.join(', ')}: cannot be applied here`] as const] : [];
  const found = ['items', ...(rows.length > 0 ? rows : ['none'])] as const;
  return formatFacts(title, [['why', reason], found, ...short, ...(variety ?? []), ...unused], io);
}

function toCells({ item, score, because = [], placed, boost }: Recommendation, i: number): readonly string[] {
  const total = because.reduce((sum, { share }) => sum + share, 0);
  const reasons = because.slice(0, 3).map((part) => `${part.item} ${percent(part.share / total)}`);
  const notes = [
    placed,
    boost === undefined ? undefined : `boosted ${boost} times`,
    reasons.length > 0 ? `because of ${reasons.join(', ')}` : undefined,
  ].filter((note) => note !== undefined);
  const cells = [`${i + 1}`, score.toPrecision(3), item];
  return notes.length > 0 ? [...cells, notes.join(', ')] : cells;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function reasonWords(reason: RecommendationReason, { user, items, session }: RecommendFlags, model: Model): string {
  switch (reason) {
    case 'history':
      return 'these go with what the person has';
    case 'cold-start':
      return 'neither --user nor --items nor --session was given';
    case 'unknown-user':
      return model.histories === undefined
        ? 'this model holds no histories, so it knows no user: give --items'
        : `the model knows no user "${user ?? ''}"`;
    case 'unknown-items':
      return `the model knows none of the items${nearestItem(items ?? session ?? [], model)}`;
    case 'no-neighbours':
      return 'the model knows the items, but nothing that goes with them';
    case 'popularity-model':
      return 'this model knows only what is popular';
    case 'no-consent':
      return 'personalization is not allowed';
  }
}

const NOTHING_NEW: Readonly<Record<Recommendations['kind'], string>> = {
  personal: 'nothing that goes with what the person has is new to them (see --allow-repeats)',
  popular: 'nothing that the model knows is new to the person (see --allow-repeats)',
};

const SHORT_WORDS: Readonly<Record<ShortReason, string>> = {
  'small-catalogue': 'the model knows no more items',
  'few-neighbours': 'no more items go with what the person has',
  filtered: "the person's own items, and those that --exclude names, are left out",
  'filter-failed': 'a filter failed',
  capped: 'the others have a value that is on the list as often as is allowed',
};

function nearestItem(items: readonly string[], model: Model): string {
  const near = nearestName(items[0] ?? '', model.items);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

function parseItems(option: string, otherwise = ''): (text: string) => readonly string[] {
  return (text) => {
    const items = splitItems(option, text).filter((item) => item !== '');
    if (items.length > 0) return items;
    const message = `${option} "${text}" names no item. Name some, separated by commas${otherwise}.`;
    throw new KindredError('invalid-options', message, { at: option });
  };
}

function parseBoosts(text: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    parseItems('--boost')(text).map((boost) => {
      const [, item = '', factor = ''] = /^(.+)=([^=]+)$/.exec(boost) ?? [];
      if (item !== '' && Number(factor) > 0 && Number.isFinite(Number(factor))) return [item, Number(factor)];
      const message = `--boost takes items with factors above 0, such as oolong=2,teapot=1.5, not "${boost}".`;
      throw new KindredError('invalid-options', message, { at: '--boost' });
    }),
  );
}

function rangedOption(option: string, range: string, isWithin: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && isWithin(value)) return value;
    throw new KindredError('invalid-options', `${option} takes ${range}, not "${text}".`, { at: option });
  };
}

/** One line of CSV, so that a name may hold a comma. */
function splitItems(option: string, text: string): readonly string[] {
  try {
    const [items = []]: readonly string[][] = parse(text, { trim: true, relax_column_count: true });
    return items;
  } catch (cause) {
    const message = `${option} takes names separated by commas, with quotes around a name that holds one: '"TEA, GREEN",TEAPOT'.`;
    throw new KindredError('invalid-options', message, { at: option, cause });
  }
}
