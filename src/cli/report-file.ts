import { createReadStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KindredError } from '../core/index.ts';
import { besides, findOutputPlace, makeFolders } from './output-place.ts';
import { withUnfinished } from './unfinished.ts';

/**
 * Where a report goes: a new file, or that of an earlier report, which begins with `start`.
 *
 * @throws KindredError `invalid-options`
 */
export async function findReportPlace(report: string, start: string): Promise<string> {
  const { path, found } = await findOutputPlace(report, '--report');
  if (!found) return path;
  if (!found.isFile()) throw noReport(`"${report}" is no file. Name one`);
  let text = '';
  for await (const chunk of createReadStream(path, { end: start.length - 1, encoding: 'utf8' })) text += String(chunk);
  if (text === '' || text === start) return path;
  throw noReport(`"${report}" is there already and is no report. It would be lost: name another file`);
}

/** A report that is being written is none. */
export async function writeReport(path: string, html: string): Promise<void> {
  await makeFolders(dirname(path));
  const unfinished = besides(path, 'unfinished');
  await withUnfinished(unfinished, async () => {
    await writeFile(unfinished, html);
    await rename(unfinished, path);
  });
}

function noReport(why: string): KindredError {
  return new KindredError('invalid-options', `--report ${why}.`, { at: '--report' });
}
