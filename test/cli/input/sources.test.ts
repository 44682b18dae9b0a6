import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openTable } from '../../../src/cli/input/table.ts';
import { memoryIo } from '../memory-io.ts';
import { linesOf, rowsIn, temporaryFile, temporaryFolder } from './tables.ts';

const CSV = 'user,item\nu1,i1\nu2,i2\n';
const NDJSON = '{"user":"u1","item":"i1"}\n{"user":"u2","item":"i2"}\n';

async function readFile(name: string, content: string | Uint8Array) {
  const table = await openTable(await temporaryFile(name, content), memoryIo());
  const lines = [];
  for await (const batch of table.lines) lines.push(...batch);
  await table.close();
  return { format: table.format, gzipped: table.gzipped, rows: rowsIn(lines) };
}

describe('a file', () => {
  const rows = [
    { user: 'u1', item: 'i1' },
    { user: 'u2', item: 'i2' },
  ];

  test.each([
    ['a.csv', CSV, 'csv', false],
    ['a.csv.gz', gzipSync(CSV), 'csv', true],
    ['not-gzipped.csv.gz', CSV, 'csv', false],
    ['gzipped.csv', gzipSync(CSV), 'csv', true],
    ['a.jsonl', NDJSON, 'ndjson', false],
    ['events', NDJSON, 'ndjson', false],
    ['events', gzipSync(NDJSON), 'ndjson', true],
    ['rows', `\ufeff${CSV}`, 'csv', false],
    ['two-members.csv.gz', Buffer.concat([gzipSync('user,item\nu1,'), gzipSync('i1\nu2,i2')]), 'csv', true],
    ['a.tsv', CSV.replaceAll(',', '\t'), 'csv', false],
  ])('%s is read by what it is', async (name, content, format, gzipped) => {
    expect(await readFile(name, content)).toEqual({ format, gzipped, rows });
  });

  test('that is empty is refused, as is one with nothing but a header', async () => {
    const empty = expect.objectContaining({ code: 'empty-input' });
    await expect(readFile('a.csv', '')).rejects.toEqual(empty);
    await expect(readFile('a.csv', '\n\n')).rejects.toEqual(empty);
    await expect(readFile('a.csv', '\ufeff')).rejects.toEqual(empty);
    await expect(readFile('a.csv.gz', gzipSync(''))).rejects.toEqual(empty);
    await expect(readFile('a.ndjson', '\n')).rejects.toEqual(empty);
    await expect(readFile('a.csv', 'user,item\n')).rejects.toMatchObject({
      code: 'empty-input',
      message: expect.stringContaining('no rows'),
    });
  });

  test('that does not exist, or is a folder, is refused with a remedy', async () => {
    const open = (path: string) => openTable(path, memoryIo());
    await expect(open('nowhere/a.csv')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('There is no file'),
    });
    await expect(open(await temporaryFolder())).rejects.toMatchObject({
      code: expect.stringMatching(/unavailable|invalid-options/),
    });
  });

  test.each([
    ['PK\x03\x04 and more of a zip', /zip archive or an Excel workbook/],
    ['PAR1 and more of it, with columns', /Parquet/],
    ['\xff\xfeu\0s\0e\0r\0,\0', /UTF-16/],
  ])('of another kind is told by its first bytes: %j', async (start, message) => {
    const content = Buffer.from(start, 'latin1');
    await expect(readFile('a.csv', content)).rejects.toThrow(message);
    await expect(readFile('a.csv', content)).rejects.toMatchObject({ code: 'unsupported-media-type' });
  });
});

describe('gzip', () => {
  const whole = gzipSync(Array.from({ length: 5000 }, (_, i) => `u${i},i${(i * 7919) % 5000}`).join('\n'));

  test('that ends in its middle is an error, wherever it was cut', async () => {
    for (const part of [0.3, 0.9, 1 - 4 / whole.length]) {
      const cutOff = whole.subarray(0, Math.floor(whole.length * part));
      await expect(linesOf([cutOff])).rejects.toMatchObject({ code: 'truncated-input' });
    }
  });

  test('with a flipped byte is an error', async () => {
    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(whole.length - 6) ^ 0x10, whole.length - 6);
    await expect(linesOf([flipped])).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('damaged'),
    });
  });
});

test('a reader that is not taken from does not read on', async () => {
  let taken = 0;
  async function* endless() {
    yield Buffer.from('user,item\n');
    for (;;) {
      taken++;
      yield Buffer.from('u,i\n'.repeat(1000));
    }
  }
  const table = await openTable('-', { ...memoryIo(), stdin: endless() });
  const lines = table.lines[Symbol.asyncIterator]();
  for (let i = 0; i < 3; i++) await lines.next();
  expect(taken).toBeLessThan(10);
  await table.close();
});
