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
  readonly allowRepeats?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  kindred recommend --model model/ --user u42 --count 10 --explain
  kindred recommend --model model.safetensors --items teapot,oolong --json
  kindred recommend --model model/ --items '"TEA, GREEN",TEAPOT'      (quotes around a name with a comma)
  kindred recommend --model model/                                   (what is popular)`;

export function addRecommendCommand(program: Command, io: CliIo): void {
  const command = program.command('recommend').description('ask a model what somebody might like');
  addRequiredOption(command, '--model <path>', 'a folder as train writes it, or a packed .safetensors file');
  command
    .option('--user <id>', 'a user of the training (folders that were written with histories)')
    .addOption(
      new Option('--items <ids>', 'what the person has or looks at, separated by commas').argParser(parseItems),
    )
    .addOption(new Option('--count <number>', 'how many').argParser(wholeNumberOption('--count', 1)).default(10))
    .option('--explain', 'say which items led to each')
    .option('--allow-repeats', "the person's own items may come back")
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: RecommendFlags) => runRecommend(flags, io));
}

async function runRecommend(flags: RecommendFlags, io: CliIo): Promise<void> {
  const { user, items, count, explain = false, allowRepeats = false } = flags;
  const model = await openModel(flags.model);
  const list = createRecommender(model).recommend({
    count,
    explain,
    repeats: allowRepeats ? 'allow' : 'exclude',
    ...(user !== undefined && { user }),
    ...(items !== undefined && { items }),
  });
  io.stdout.write(
    flags.json ? `${JSON.stringify({ command: 'recommend', ...list })}\n` : toText(list, flags, model, io),
  );
}

function toText(list: Recommendations, flags: RecommendFlags, model: Model, io: CliIo): string {
  const who = [flags.user, flags.items?.join(', ')].filter((part) => part !== undefined).join(' with ');
  const title = list.kind === 'popular' ? 'Popular' : `For ${who}`;
  const isEmpty = list.items.length === 0 && flags.allowRepeats !== true;
  const reason = isEmpty ? NOTHING_NEW[list.kind] : reasonWords(list.reason, flags, model);
  const rows = formatTable(list.items.map(toCells), [0, 1]);
  // Of an empty list all is said already.
  const short = list.short === undefined || isEmpty ? [] : [['short', SHORT_WORDS[list.short]] as const];
  return formatFacts(title, [['why', reason], ['items', ...(rows.length > 0 ? rows : ['none'])], ...short], io);
}

function toCells({ item, score, because = [] }: Recommendation, i: number): readonly string[] {
  const total = because.reduce((sum, { share }) => sum + share, 0);
  const reasons = because.slice(0, 3).map((part) => `${part.item} ${Math.round((100 * part.share) / total)} %`);
  const cells = [`${i + 1}`, score.toPrecision(3), item];
  return reasons.length > 0 ? [...cells, `because of ${reasons.join(', ')}`] : cells;
}

function reasonWords(reason: RecommendationReason, { user, items = [] }: RecommendFlags, model: Model): string {
  switch (reason) {
    case 'history':
      return 'these go with what the person has';
    case 'cold-start':
      return 'neither --user nor --items was given';
    case 'unknown-user':
      return model.histories === undefined
        ? 'this model holds no histories, so it knows no user: give --items'
        : `the model knows no user "${user ?? ''}"`;
    case 'unknown-items':
      return `the model knows none of the items${nearestItem(items, model)}`;
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
  filtered: "the person's own items are left out",
  'filter-failed': 'a filter failed',
  capped: 'the others have a value that is on the list as often as is allowed',
};

function nearestItem(items: readonly string[], model: Model): string {
  const near = nearestName(items[0] ?? '', model.items);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

function parseItems(text: string): readonly string[] {
  const items = splitItems(text).filter((item) => item !== '');
  if (items.length > 0) return items;
  const message = `--items "${text}" names no item. Name some, separated by commas, or leave it out to see what is popular.`;
  throw new KindredError('invalid-options', message, { at: '--items' });
}

/** One line of CSV, so that a name may hold a comma. */
function splitItems(text: string): readonly string[] {
  try {
    const [items = []]: readonly string[][] = parse(text, { trim: true, relax_column_count: true });
    return items;
  } catch (cause) {
    const message = `--items takes names separated by commas, with quotes around a name that holds one: '"TEA, GREEN",TEAPOT'.`;
    throw new KindredError('invalid-options', message, { at: '--items', cause });
  }
}
