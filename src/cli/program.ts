import { Command } from 'commander';
import { addBlendCommand } from './commands/blend.ts';
import { addCheckCommand } from './commands/check.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addEvaluateCommand } from './commands/evaluate.ts';
import { addPackCommand } from './commands/pack.ts';
import { addRecommendCommand } from './commands/recommend.ts';
import { addReplayCommand } from './commands/replay.ts';
import { addSelftestCommand } from './commands/selftest.ts';
import { addTrainCommand } from './commands/train.ts';
import { addTuneCommand } from './commands/tune.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { type CliIo, wantsColour } from './io.ts';
import { packageVersion } from './package.ts';

const EXAMPLES = `
Examples:
  kindred demo
  kindred train --input orders.csv.gz --algorithm rp3beta --out model/
  kindred recommend --model model/ --user u42 --count 10 --explain
  kindred verify ledger.json
  kindred check rules.json
  kindred replay --events events.ndjson --rules rules.json --against new.json
  kindred <command> --help

Exit codes: 0 done, 1 failed while running, 2 used wrongly, 130 stopped by Ctrl-C.
Results go to standard output; progress and errors to standard error.`;

/** The command line: every command with its options. It reports errors by throwing them. */
export function createProgram(io: CliIo): Command {
  const program = new Command('kindred')
    .description(
      'Train, evaluate and try recommenders, check rules and replay logs through them, check records of permissions, and see a shop that uses them.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Help that answers a wrong call; errors themselves are reported by `runCli`.
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 120),
      getErrHelpWidth: () => Math.min(io.stderr.columns ?? 100, 120),
      getOutHasColors: () => wantsColour(io.stdout, io.env),
      getErrHasColors: () => wantsColour(io.stderr, io.env),
    });
  addTrainCommand(program, io);
  addTuneCommand(program, io);
  addEvaluateCommand(program, io);
  addRecommendCommand(program, io);
  addBlendCommand(program, io);
  addPackCommand(program, io);
  addVerifyCommand(program, io);
  addCheckCommand(program, io);
  addReplayCommand(program, io);
  addSelftestCommand(program, io);
  addDemoCommand(program, io);
  return program;
}
