import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { isKindredError, isRecord, KindredError, ownValue } from '../../core/index.ts';
import type { CliIo } from '../io.ts';
import { count, duration } from '../output/amounts.ts';
import { type Fact, formatFacts } from '../output/facts.ts';
import { packageRoot } from '../package.ts';
import { wholeNumberOption } from './numbers.ts';

interface DemoFlags {
  readonly data?: string;
  readonly port?: number;
  readonly shoppers?: number;
  readonly shops?: number;
  readonly store?: string;
  readonly credit?: string;
  readonly currency?: string;
  readonly json?: boolean;
}

/** Starts the shop; answers its `url`, those of the others, its `summary` and how to `close` it. */
export type StartShop = (options: object) => Promise<unknown>;

const EXAMPLES = `
Examples:
  kindred demo
  kindred demo --port 8080 --shoppers 500
  kindred demo --json                 (its address and what it holds as one line of JSON, once it is ready)
  kindred demo --data orders.csv.gz --currency GBP --store shop.db`;

export function addDemoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .description('start two shops on localhost: collector, consent, rules, recommendations; Ctrl-C ends them')
    .option('--data <file>', "make the shop's catalogue and history from a file of interactions")
    .addOption(
      new Option('--port <number>', 'where to listen (default: 4242, or the next free one)').argParser(
        wholeNumberOption('--port', 0, 65_535),
      ),
    )
    .addOption(
      new Option('--shoppers <number>', 'how many shoppers to simulate').argParser(wholeNumberOption('--shoppers', 0)),
    )
    .addOption(
      new Option(
        '--shops <number>',
        '1 leaves out the second shop and those that both work with (default: 2)',
      ).argParser(wholeNumberOption('--shops', 1, 2)),
    )
    .option('--store <file>', 'keep the events in a SQLite file (default: a temporary one)')
    .option('--credit <text>', 'a line for the foot of the pages: where the data come from')
    .option('--currency <code>', 'of the prices in --data (default: EUR)')
    .option('--json', 'print the address and the summary as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DemoFlags) => runDemo(flags, io, await loadShop()));
}

/**
 * Opens the shop, says where it is, and closes it at Ctrl-C.
 *
 * @throws KindredError `not-found`, `unavailable`
 */
export async function runDemo({ json = false, ...options }: DemoFlags, io: CliIo, startShop: StartShop): Promise<void> {
  if (options.data !== undefined) await requireFile(options.data);
  const quiet = json || io.stderr.isTTY !== true;
  const shop = await startShop({ ...options, quiet }).catch((error: unknown) => {
    throw asOurs(error);
  });
  const [url, summary] = [ownValue(shop, 'url'), ownValue(shop, 'summary')];
  const [otherShop, partners] = [ownValue(shop, 'otherShop'), ownValue(shop, 'partners')];
  io.stdout.write(
    json
      ? `${JSON.stringify({ command: 'demo', url, otherShop, partners, summary })}\n`
      : `\n${formatFacts(String(url), [...neighbours(otherShop, partners), ...summaryFacts(summary)], io)}\n`,
  );
  await aborted(io.signal);
  await close(shop);
}

async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    const message = `There is no file "${path}". Check --data.`;
    throw new KindredError('not-found', message, { at: '--data', cause });
  });
  if (!found.isDirectory()) return;
  throw new KindredError('invalid-options', `--data "${path}" is a folder. Name a file.`, { at: '--data' });
}

/** The shop says in plain errors, with their remedy, what it cannot do; errors of other kinds are faults. */
function asOurs(error: unknown): unknown {
  const isPlain = error instanceof Error && error.name === 'Error' && !('code' in error) && !isKindredError(error);
  return isPlain ? new KindredError('unavailable', error.message, { cause: error }) : error;
}

/** The shop is an example of the package, in plain JavaScript, and no part of its build. */
async function loadShop(): Promise<StartShop> {
  const file = new URL('examples/shop/start.js', packageRoot());
  const shop: unknown = await import(file.href);
  if (!isRecord(shop) || typeof shop.startShop !== 'function') {
    throw new KindredError('unavailable', 'The demo shop is missing from the package. Install kindred again.');
  }
  const { startShop } = shop;
  return (options) => startShop(options);
}

async function close(shop: unknown): Promise<void> {
  if (isRecord(shop) && typeof shop.close === 'function') await shop.close();
}

/** The second shop, and those that both work with, where there are any. */
function neighbours(otherShop: unknown, partners: unknown): readonly Fact[] {
  const facts: readonly (readonly [string, unknown])[] = [
    ['beside it', otherShop],
    ['the others', partners],
  ];
  return facts.flatMap(([name, url]) => (typeof url === 'string' ? [[name, url] as const] : []));
}

function summaryFacts(summary: unknown): readonly Fact[] {
  const text = (name: string) => String(ownValue(summary, name));
  const amount = (name: string) => count(Number(ownValue(summary, name)));
  return [
    ['loaded', `${amount('items')} items in ${amount('categories')} categories; ${text('loaded')}`],
    ['stored', `${amount('events')} events in ${text('store')}`],
    ['trained', text('trained')],
    ['ready', `after ${duration(1000 * Number(ownValue(summary, 'seconds')))}; Ctrl-C closes the shop`],
  ];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
