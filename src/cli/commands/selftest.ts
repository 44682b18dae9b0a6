import type { Command } from 'commander';
import { KindredError } from '../../core/index.ts';
import { selfTest } from '../../recommend/evaluate/index.ts';
import type { CliIo } from '../io.ts';
import { counted } from '../output/amounts.ts';
import { formatFacts, formatTable } from '../output/facts.ts';

export function addSelftestCommand(program: Command, io: CliIo): void {
  program
    .command('selftest')
    .description('check on this machine that small cases give the answers computed from the papers by hand')
    .option('--json', 'print the result as JSON')
    .action((flags: { readonly json?: boolean }) => runSelftest(flags.json === true, io));
}

async function runSelftest(isJson: boolean, io: CliIo): Promise<void> {
  const cases = await selfTest();
  const rows = cases.map(({ passed, name, found }) => [passed ? 'right' : 'WRONG', name, String(found)]);
  io.stdout.write(
    isJson
      ? `${JSON.stringify({ command: 'selftest', cases })}\n`
      : formatFacts('Self-test', [['cases', ...formatTable(rows)]], io),
  );
  const wrong = cases.filter(({ passed }) => !passed);
  if (wrong.length === 0) return;
  const message = `${counted(wrong.length, 'known answer')} did not come out: ${wrong.map(({ name }) => name).join('; ')}. Install kindred again, and report it if that does not help.`;
  throw new KindredError('unavailable', message, { at: 'selftest' });
}
