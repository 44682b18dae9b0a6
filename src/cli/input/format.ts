import { KindredError } from '../../core/index.ts';
import { didYouMean } from '../did-you-mean.ts';

export const FORMATS = ['csv', 'ndjson'] as const;

/** How rows are written: comma-separated values (RFC 4180), or one JSON value per line. */
export type Format = (typeof FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
};

/** @throws KindredError `invalid-options` */
export function parseFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  const message = `Unknown format "${text}": use ${FORMATS.join(' or ')}.${didYouMean(text, FORMATS)}`;
  throw new KindredError('invalid-options', message, { at: '--format' });
}

/** The format by the name's ending (before `.gz`), else by the first character that is not white space. */
export function detectFormat(name: string, head: Uint8Array): Format {
  const extension = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase();
  const byName = extension === undefined || !Object.hasOwn(EXTENSIONS, extension) ? undefined : EXTENSIONS[extension];
  return byName ?? (/^\ufeff?\s*\{/.test(new TextDecoder().decode(head)) ? 'ndjson' : 'csv');
}

/** The character between values: a tab in a file that is named so, else a comma. */
export function detectDelimiter(name: string): string {
  return /\.tsv(?:\.gz)?$/i.test(name) ? '\t' : ',';
}
