import type { CliIo } from '../../src/cli/io.ts';

export interface MemoryIo extends CliIo {
  out(): string;
  err(): string;
}

/** An io whose output is kept, and whose standard input is given. */
export function memoryIo(
  options: { stdin?: readonly Uint8Array[]; signal?: AbortSignal; isTTY?: boolean; env?: CliIo['env'] } = {},
): MemoryIo {
  let out = '';
  let err = '';
  let now = 0;
  const chunks = options.stdin ?? [];
  return {
    stdin: (async function* () {
      yield* chunks;
    })(),
    stdout: { isTTY: options.isTTY, columns: 100, write: (text) => (out += text) },
    stderr: { isTTY: options.isTTY, columns: 100, write: (text) => (err += text) },
    env: options.env ?? {},
    signal: options.signal ?? new AbortController().signal,
    // Moves by itself, so that whatever waits for time to pass gets on.
    now: () => (now += 100),
    peakMemory: () => 100_000_000,
    memory: () => 4_000_000_000,
    out: () => out,
    err: () => err,
  };
}
