import { type Input, type InputOptions, readInteractions } from '../input/read-interactions.ts';
import type { CliIo } from '../io.ts';
import { bytes } from '../output/amounts.ts';
import { createProgress, type FormatAmount, type Progress, silentProgress } from '../output/progress.ts';

/** Reads the interactions of a command and shows how far it is. */
export async function readInput(options: InputOptions, isJson: boolean, io: CliIo): Promise<Input> {
  const progress = progressFor('Reading', formatBytes, isJson, io);
  try {
    return await readInteractions({ ...options, onProgress: progress.update }, io);
  } finally {
    progress.clear();
  }
}

/** Lets a long computation give way to signals and drawing. */
export function pause(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

/** A bar on a terminal, none elsewhere. */
export function progressFor(label: string, formatAmount: FormatAmount, isJson: boolean, io: CliIo): Progress {
  return io.stderr.isTTY === true && !isJson ? createProgress(io, label, formatAmount) : silentProgress();
}

function formatBytes(done: number, total: number | undefined): string {
  return total === undefined ? bytes(done) : `${bytes(done)} of ${bytes(total)}`;
}
