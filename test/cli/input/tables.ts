import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Line } from '../../../src/cli/input/line.ts';
import { openTable, type TableOptions } from '../../../src/cli/input/table.ts';
import { memoryIo } from '../memory-io.ts';

/** A folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function temporaryFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

/** All lines of standard input that arrives in these chunks. */
export async function linesOf(
  chunks: readonly (string | Uint8Array)[],
  options: TableOptions = {},
): Promise<readonly Line[]> {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  const table = await openTable('-', memoryIo({ stdin: bytes }), options);
  const lines: Line[] = [];
  for await (const batch of table.lines) lines.push(...batch);
  await table.close();
  return lines;
}

/** The rows alone, as plain objects. */
export function rowsIn(lines: readonly Line[]): readonly Record<string, unknown>[] {
  return lines.flatMap((line) => (line.kind === 'row' ? [{ ...line.row }] : []));
}

export function brokenIn(lines: readonly Line[]): readonly { line: number; why: string }[] {
  return lines.flatMap((line) => (line.kind === 'broken' ? [{ line: line.line, why: line.why }] : []));
}

/** The bytes in pieces that end at the given places, wherever those fall. */
export function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const ends = [...new Set([...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)).filter((chunk) => chunk.length > 0);
}
