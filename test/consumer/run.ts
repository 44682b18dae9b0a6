import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a program printed. Rejects with all of its output when it fails. */
export async function run(cwd: string, command: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute(command, [...args], { cwd, env: cleanEnv(), maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const output =
      error instanceof Error && 'stdout' in error && 'stderr' in error ? `${error.stdout}${error.stderr}` : '';
    throw new Error(`${command} ${args.join(' ')} failed:\n${output || String(error)}`);
  }
}

/** npm without scripts, audits and greetings, from its cache where that has what is asked for. */
export function npm(cwd: string, args: readonly string[]): Promise<string> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  return run(cwd, 'npm', [...args, ...quiet]);
}

/** The environment without what the test runner and npm put there: a stranger's shell has neither. */
function cleanEnv(): NodeJS.ProcessEnv {
  const isOurs = (name: string) => /^(npm_(?!config_(cache|registry))|NODE_|VITEST|TEST$)/i.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
}
