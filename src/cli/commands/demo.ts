import { type Command, Option } from 'commander';
import { isRecord, KindredError, ownValue } from '../../core/index.ts';
import type { CliIo } from '../io.ts';
import { count, duration } from '../output/amounts.ts';
import { type Fact, formatFacts } from '../output/facts.ts';
import { packageRoot } from '../package.ts';
import { wholeNumberOption } from './numbers.ts';

interface DemoFlags {
  readonly data?: string;
  readonly port?: number;
  readonly shoppers?: number;
  readonly store?: string;
  readonly credit?: string;
  readonly currency?: string;
}

const EXAMPLES = `
Examples:
  kindred demo
  kindred demo --port 8080 --shoppers 500
  kindred demo --data orders.csv.gz --currency GBP --store shop.db`;

export function addDemoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .description('start a shop on localhost: collector, consent, rules, recommendations; Ctrl-C ends it')
    .option('--data <file>', "make the shop's catalogue and history from a file of interactions")
    .addOption(
      new Option('--port <number>', 'where to listen (default: 4242, or the next free one)').argParser(
        wholeNumberOption('--port', 0),
      ),
    )
    .addOption(
      new Option('--shoppers <number>', 'how many shoppers to simulate').argParser(wholeNumberOption('--shoppers', 0)),
    )
    .option('--store <file>', 'keep the events in a SQLite file (default: a temporary one)')
    .option('--credit <text>', 'a line for the foot of the pages: where the data come from')
    .option('--currency <code>', 'of the prices in --data (default: EUR)')
    .addHelpText('after', EXAMPLES)
    .action((flags: DemoFlags) => runDemo(flags, io));
}

async function runDemo(flags: DemoFlags, io: CliIo): Promise<void> {
  const startShop = await loadShop();
  const shop = await startShop({ ...flags, quiet: io.stderr.isTTY !== true });
  io.stdout.write(`\n${formatFacts(String(ownValue(shop, 'url')), summaryFacts(ownValue(shop, 'summary')), io)}\n`);
  await aborted(io.signal);
  await close(shop);
}

/** The shop is an example of the package, in plain JavaScript, and no part of its build. */
async function loadShop(): Promise<(options: object) => Promise<unknown>> {
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
