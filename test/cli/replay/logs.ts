import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../../../src/cli/run.ts';
import { temporaryFolder } from '../input/tables.ts';
import { memoryIo } from '../memory-io.ts';

export const START: number = Date.parse('2026-11-22T10:00:00Z');

/** An event of a person, so many minutes after the start. */
export function event(minute: number, anonymousId: string, more: object = {}): object {
  return {
    type: 'page',
    messageId: `${anonymousId}-${minute}`,
    anonymousId,
    timestamp: new Date(START + minute * 60_000).toISOString(),
    ...more,
  };
}

/** A view of a product. */
export function view(minute: number, anonymousId: string, category: string, more: object = {}): object {
  const properties = { product_id: `${category}-1`, category };
  return event(minute, anonymousId, { type: 'track', event: 'Product Viewed', properties, ...more });
}

/** A rule for those who looked at a category so often. */
export function rule(id: string, category: string, views: number, more: object = {}): object {
  return { id, when: { '>=': [{ var: `views.category.${category}` }, views] }, ...more };
}

/** Rules of which one at most is shown at a place. */
export function hero(...rules: readonly object[]): object {
  return { version: 1, groups: { hero: { match: 'first' } }, rules: rules.map((each) => ({ group: 'hero', ...each })) };
}

/** Replays a log: files by name, and the arguments, in which `{}` stands for their folder. */
export async function replay(files: Readonly<Record<string, unknown>>, args: string, options = {}) {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const text = Array.isArray(content)
      ? content.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
      : JSON.stringify(content);
    await writeFile(join(folder, name), content instanceof Uint8Array ? content : text);
  }
  const io = memoryIo(options);
  const argv = args.split(' ').map((arg) => arg.replaceAll('{}', folder));
  const code = await runCli(['replay', ...argv], io);
  return { code, folder, out: io.out().replaceAll(`${folder}/`, ''), err: io.err().replaceAll(`${folder}/`, '') };
}

/** The result as JSON, of a log and one or two files of rules. */
export async function replayed(log: readonly unknown[], rules: object, more = '', against?: object) {
  const files = { 'log.ndjson': log, 'a.json': rules, ...(against && { 'b.json': against }) };
  const answer = await replay(
    files,
    `--events {}/log.ndjson --rules {}/a.json ${against ? '--against {}/b.json ' : ''}${more}--json`,
  );
  if (answer.code !== 0) throw new Error(answer.err);
  return JSON.parse(answer.out);
}
