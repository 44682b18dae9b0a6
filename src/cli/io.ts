import { totalmem } from 'node:os';
import process from 'node:process';
import { KindredError } from '../core/index.ts';

/** A stream that takes text; a terminal says so. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The world as a command sees it, so that tests can run one without a process. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the person presses Ctrl-C. */
  readonly signal: AbortSignal;
  /** Milliseconds, for durations. */
  now(): number;
  /** Peak memory of the process so far, in bytes. */
  peakMemory(): number;
  /** How much memory this process may take, in bytes. */
  memory(): number;
}

/** The io of this process. */
export function nodeIo(signal: AbortSignal): CliIo {
  return {
    stdin: standardInput(signal),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal,
    now: () => performance.now(),
    peakMemory: () => process.resourceUsage().maxRSS * 1024,
    memory: () => Math.min(process.constrainedMemory() || totalmem(), totalmem()),
  };
}

/** Ends with the signal, also while the next bytes are still awaited: they may never come. */
async function* standardInput(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const stop = () =>
    process.stdin.destroy(new KindredError('aborted', 'Cancelled while reading standard input; nothing was written.'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* process.stdin;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Colours are for terminals whose owner did not refuse them (no-color.org). */
export function wantsColour(sink: TextSink, env: CliIo['env']): boolean {
  return sink.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}
