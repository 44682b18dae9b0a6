import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** A folder of its own for the tests of one file; `file()` names a new file in it each time. */
export function temporaryFolder(): { path(): string; file(name?: string): string } {
  let folder = '';
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kindred-server-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return { path: () => folder, file: (name = 'events.db') => join(folder, `${++count}-${name}`) };
}
