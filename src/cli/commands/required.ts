import type { Command } from 'commander';
import { KindredError } from '../../core/index.ts';

/**
 * Declares an option that must be given. Commander's own would complain about a missing option where one was misspelt; here
 * the misspelling is told first.
 */
export function addRequiredOption(command: Command, flags: string, description: string): Command {
  const [name = flags] = flags.split(' ');
  return command.option(flags, `${description} (required)`).hook('preAction', (_, called) => {
    const value: unknown = called.getOptionValue(name.replace(/^--/, ''));
    if (value !== undefined) return;
    throw new KindredError('invalid-options', `${name} is missing. See: kindred ${called.name()} --help`, { at: name });
  });
}
