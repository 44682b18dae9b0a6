import type { Command } from 'commander';
import { Option } from 'commander';
import { isRecord, KindredError } from '../../core/index.ts';
import type { CliIo } from '../io.ts';
import { packageRoot } from '../package.ts';
import { wholeNumberOption } from './numbers.ts';

interface DemoFlags {
  readonly data?: string;
  readonly port?: number;
  readonly shoppers?: number;
  readonly store?: string;
}

const EXAMPLES = `
Examples:
  kindred demo
  kindred demo --port 8080 --shoppers 500
  kindred demo --data orders.csv.gz --store shop.db`;

export function addDemoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .description('start a shop on localhost: collector, consent, rules, recommendations; Ctrl-C ends it')
    .option('--data <file>', "make the shop's catalogue and history from a file of interactions")
    .addOption(
      new Option('--port <number>', 'where to listen (default: a free port)').argParser(wholeNumberOption('--port', 0)),
    )
    .addOption(
      new Option('--shoppers <number>', 'how many shoppers to simulate').argParser(wholeNumberOption('--shoppers', 0)),
    )
    .option('--store <file>', 'keep the events in a SQLite file (default: in memory)')
    .addHelpText('after', EXAMPLES)
    .action((flags: DemoFlags) => runDemo(flags, io));
}

async function runDemo(flags: DemoFlags, io: CliIo): Promise<void> {
  const startShop = await loadShop();
  const shop: unknown = await startShop({ ...flags });
  await aborted(io.signal);
  if (isRecord(shop) && typeof shop.close === 'function') await shop.close();
}

/** The shop is an example of the package, in plain JavaScript, and no part of its build. */
async function loadShop(): Promise<(options: DemoFlags) => unknown> {
  const file = new URL('examples/shop/start.js', packageRoot());
  const shop: unknown = await import(file.href);
  if (!isRecord(shop) || typeof shop.startShop !== 'function') {
    throw new KindredError('unavailable', 'The demo shop is missing from the package. Install kindred again.');
  }
  const { startShop } = shop;
  return (options) => startShop(options);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
