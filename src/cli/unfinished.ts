import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';

const unfinished = new Set<string>();

/** Does work that fills a temporary file or folder, and removes whatever is left of it afterwards. */
export async function withUnfinished<T>(path: string, work: () => Promise<T>): Promise<T> {
  unfinished.add(path);
  try {
    return await work();
  } finally {
    await rm(path, { recursive: true, force: true });
    unfinished.delete(path);
  }
}

/** Removes at once what is being written: for the moment before the process is ended. */
export function removeUnfinished(): void {
  for (const path of unfinished) {
    try {
      // A write that is under way may put one more file into a folder that was just emptied.
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 10 });
    } catch {
      // The process ends now; there is nobody left to tell.
    }
  }
}
