import { CommanderError } from 'commander';
import { type ErrorCode, isKindredError } from '../../core/index.ts';
import type { CliIo } from '../io.ts';
import { createPaint } from './colour.ts';
import { plainText } from './plain-text.ts';

/** How the command ends: 0 done, 1 failed while running, 2 used wrongly, 130 stopped by Ctrl-C (as shells expect). */
export type ExitCode = 0 | 1 | 2 | 130;

/** What is wrong with the call itself, so that running it again cannot help. */
const WRONG_USE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['invalid-options', 'invalid-rule', 'missing-column']);

interface Report {
  readonly code: string;
  readonly message: string;
  readonly at?: string;
  readonly exitCode: ExitCode;
}

/**
 * Shows an error to people on standard error, or to programs as one line of JSON, and answers the exit code. `help` is where a wrong call is
 * explained.
 */
export function reportError(error: unknown, isJson: boolean, io: CliIo, help: string = 'kindred --help'): ExitCode {
  const report = describe(error, help);
  if (isJson) {
    const { code, message, at } = report;
    io.stderr.write(`${JSON.stringify({ error: { code, message, ...(at !== undefined && { at }) } })}\n`);
  } else {
    io.stderr.write(
      `${createPaint(io.stderr, io.env).red('kindred:')} [${report.code}] ${plainText(report.message)}\n`,
    );
    if (io.env.KINDRED_DEBUG && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  }
  return report.exitCode;
}

function describe(error: unknown, help: string): Report {
  if (isKindredError(error)) {
    const { code, message, at } = error;
    return { code, message, ...(at !== undefined && { at }), exitCode: exitCodeOf(code) };
  }
  if (error instanceof CommanderError) {
    const message = error.message
      .replace(/^error: /, '')
      .replace(/\n+/g, ' ')
      .replace(/\.+$/, '');
    return { code: 'invalid-options', message: `${capital(message)}. See ${help}.`, exitCode: 2 };
  }
  const what = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  const [code, remedy] = ofSystem(error);
  return { code, message: `${what}. ${remedy}`, exitCode: 1 };
}

function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === 'aborted') return 130;
  return WRONG_USE.has(code) ? 2 : 1;
}

/** The code and the remedy of what the machine refuses; all else is a fault of ours. */
function ofSystem(error: unknown): readonly [code: ErrorCode | 'unexpected', remedy: string] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return ['unavailable', 'Check that you may read and write there.'];
    case 'ENOSPC':
    case 'EDQUOT':
      return ['storage-full', 'The disk is full: make room and run it again.'];
    case 'ENOENT':
      return ['not-found', 'Check the path.'];
    case 'EISDIR':
      return ['unavailable', 'That is a folder: name a file.'];
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return ['unavailable', 'Check the path: a part of it is no folder, or leads nowhere.'];
    case 'EBUSY':
    case 'ETXTBSY':
      return ['unavailable', 'Something else uses it: close that, or name another place.'];
    case 'EMFILE':
    case 'ENFILE':
      return ['unavailable', 'Too many files are open: close some programs and run it again.'];
    case 'EIO':
      return ['unavailable', 'The disk fails: try another one.'];
    default:
      return ['unexpected', 'This should not happen: please report it with what KINDRED_DEBUG=1 shows.'];
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
