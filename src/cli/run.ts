import { type Command, CommanderError } from 'commander';
import type { CliIo } from './io.ts';
import { type ExitCode, reportError } from './output/errors.ts';
import { createProgram } from './program.ts';

/** Runs the command line once. It never rejects: what goes wrong is reported through `io` and told by the exit code. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const program = createProgram(io);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (!isHelp(error)) return reportError(error, argv.includes('--json'), io, helpFor(argv, program));
    return error.exitCode === 0 ? 0 : 2;
  }
}

/** The help of the command that was called, if there is one of that name. */
function helpFor([name = '']: readonly string[], { commands }: Command): string {
  return commands.some((command) => command.name() === name) ? `kindred ${name} --help` : 'kindred --help';
}

/** Help and version end commander's parsing like errors do. */
function isHelp(error: unknown): error is CommanderError {
  return error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help');
}
