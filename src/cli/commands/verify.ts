import type { Command } from 'commander';
import { readCarried, readPersonExport } from '../../consent/receipts/index.ts';
import { isRecord, KindredError } from '../../core/index.ts';
import { nodePlatform } from '../../platform/index.ts';
import { readJsonFile } from '../input/json-file.ts';
import type { CliIo } from '../io.ts';
import { formatFacts } from '../output/facts.ts';
import { ledgerFacts, ledgerJson } from '../output/ledger-facts.ts';
import { proveLedger } from './prove-ledger.ts';

interface VerifyFlags {
  readonly key?: string;
  readonly head?: string;
  readonly source?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
The file is a ledger, a person's export or a carried file, as pages and servers of kindred write them; gzipped or not.
Nothing is sent anywhere.

A chain that somebody wrote anew from its start looks whole by itself. Who signed it can be told with --key; that it is still
the one that was seen earlier, with --head.

Examples:
  kindred verify ledger.json
  kindred verify export.json --source shop.example
  kindred verify ledger.json --key public.jwk --json
  curl https://shop.example/… | kindred verify -

Exit codes: 0 whole, 1 broken or not readable, 2 used wrongly.`;

const MAX_FILE_BYTES = 10_000_000;
const MAX_KEY_BYTES = 64_000;

export function addVerifyCommand(program: Command, io: CliIo): void {
  program
    .command('verify')
    .description("check that a record of a person's permissions is whole, and tell what is in force")
    .argument('<file>', 'the ledger, or - for standard input')
    .option('--key <file>', 'public key as JSON Web Key (P-256 or Ed25519): every event must bear its signature')
    .option('--head <hash>', 'a head that was seen earlier: the ledger must still contain it')
    .option('--source <id>', 'whose ledger it must be')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', EXAMPLES)
    .action((file: string, flags: VerifyFlags) => runVerify(file, flags, io));
}

async function runVerify(path: string, { key: keyPath, head, source, json }: VerifyFlags, io: CliIo): Promise<void> {
  if (path === '-' && keyPath === '-') {
    throw new KindredError('invalid-options', 'Ledger and key cannot both be standard input.', { at: '--key' });
  }
  const key = keyPath === undefined ? undefined : await readJsonFile(keyPath, MAX_KEY_BYTES, io);
  const file = await readJsonFile(path, MAX_FILE_BYTES, io);
  const kind = isRecord(file) && typeof file.kind === 'string' ? file.kind : 'ledger';
  const input = isRecord(file) && kind !== 'ledger' ? file.ledger : file;
  const proved = await proveLedger(input, {
    ...(key !== undefined && { key }),
    ...(head !== undefined && { head }),
    ...(source !== undefined && { source }),
    pointer: kind === 'ledger' ? '' : '/ledger',
  });
  checkRest(kind, file);
  const told = { ...proved, path, kind, now: nodePlatform().clock.now() };
  io.stdout.write(
    json ? `${JSON.stringify(ledgerJson(told))}\n` : formatFacts(`Verified ${path}`, ledgerFacts(told), io),
  );
}

/** What stands around a ledger must be readable too. */
function checkRest(kind: string, file: unknown): void {
  if (kind === 'ledger') return;
  const text = JSON.stringify(file);
  if (kind === 'kindred-person') readPersonExport(text);
  else readCarried(text);
}
