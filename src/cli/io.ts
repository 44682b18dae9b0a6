import process from 'node:process';

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
}

/** The io of this process. */
export function nodeIo(signal: AbortSignal): CliIo {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    signal,
    now: () => performance.now(),
    peakMemory: () => process.resourceUsage().maxRSS * 1024,
  };
}

/** Colours are for terminals whose owner did not refuse them (no-color.org). */
export function wantsColour(sink: TextSink, env: CliIo['env']): boolean {
  return sink.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}
