// @ts-check
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** @typedef {{ user: string, item: string, quantity: number, price: number, timeMs: number }} Line */

/** What columns may be called. */
const COLUMNS = {
  user: ['user', 'user_id', 'userid', 'customer', 'customer_id', 'session', 'session_id'],
  item: ['item', 'item_id', 'itemid', 'product', 'product_id', 'description'],
  quantity: ['quantity', 'qty', 'count'],
  price: ['price', 'unit_price', 'unitprice'],
  time: ['timestamp', 'time', 'date', 'ts'],
};

/**
 * Reads a file of interactions line by line. Lines without a user or an item, and returns, are left out.
 * @param {string} file csv or ndjson, also gzipped
 * @param {(done: number, total: number) => void} onProgress in bytes of the file
 * @returns {AsyncGenerator<Line>}
 */
export async function* readLines(file, onProgress) {
  const { size } = await stat(file).catch((cause) => {
    throw new Error(`There is no file ${file}.`, { cause });
  });
  const source = createReadStream(file);
  source.on('data', () => onProgress(source.bytesRead, size));
  const isPacked = file.endsWith('.gz');
  const bytes = isPacked ? source.pipe(createGunzip()) : source;
  source.on('error', (error) => bytes.destroy(error));
  const name = isPacked ? file.slice(0, -3) : file;
  try {
    yield* name.endsWith('json') || name.endsWith('jsonl') ? fromNdjson(bytes, file) : fromCsv(bytes, file);
  } catch (cause) {
    throw explained(cause, file);
  }
}

/** @param {unknown} cause @param {string} file */
function explained(cause, file) {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'Z_BUF_ERROR') return new Error(`${file} ends too early: it was not transferred completely.`, { cause });
  if (code === 'Z_DATA_ERROR') return new Error(`${file} is not a gzip file, or it is damaged.`, { cause });
  return cause;
}

/** @param {NodeJS.ReadableStream} bytes @param {string} file */
async function* fromCsv(bytes, file) {
  const parser = parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  bytes.on('error', (error) => parser.destroy(error));
  /** @type {ReturnType<typeof columnsOf> | undefined} */
  let places;
  for await (const row of bytes.pipe(parser)) {
    if (places === undefined) {
      places = columnsOf(row, file);
      continue;
    }
    const line = lineOf(row[places.user], row[places.item], row[places.quantity], row[places.price], row[places.time]);
    if (line) yield line;
  }
}

/** @param {NodeJS.ReadableStream} bytes @param {string} file */
async function* fromNdjson(bytes, file) {
  let number = 0;
  for await (const text of textLines(bytes)) {
    number += 1;
    if (text.trim() === '') continue;
    const row = parseRow(text, `${file}, line ${number}`);
    const at = (/** @type {readonly string[]} */ names) =>
      Reflect.get(row, names.find((name) => Object.hasOwn(row, name)) ?? '');
    const line = lineOf(at(COLUMNS.user), at(COLUMNS.item), at(COLUMNS.quantity), at(COLUMNS.price), at(COLUMNS.time));
    if (line) yield line;
  }
}

/** @param {NodeJS.ReadableStream} bytes */
async function* textLines(bytes) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(Buffer.from(chunk), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

/** @param {string} text @param {string} place @returns {object} */
function parseRow(text, place) {
  try {
    const row = JSON.parse(text);
    if (typeof row === 'object' && row !== null) return row;
  } catch {
    // Told below, with its place.
  }
  throw new Error(`${place}: this is no JSON object.`);
}

/** @param {readonly string[]} header @param {string} file */
function columnsOf(header, file) {
  const names = header.map((name) => name.trim().toLowerCase());
  const place = (/** @type {readonly string[]} */ known) => names.findIndex((name) => known.includes(name));
  const places = {
    user: place(COLUMNS.user),
    item: place(COLUMNS.item),
    quantity: place(COLUMNS.quantity),
    price: place(COLUMNS.price),
    time: place(COLUMNS.time),
  };
  if (places.user < 0 || places.item < 0)
    throw new Error(`${file} needs the columns user and item; it has: ${names.join(', ')}.`);
  return places;
}

/** @param {unknown} user @param {unknown} item @param {unknown} quantity @param {unknown} price @param {unknown} time @returns {Line | undefined} */
function lineOf(user, item, quantity, price, time) {
  const line = {
    user: textOf(user),
    item: textOf(item),
    quantity: quantity === undefined ? 1 : Number(quantity),
    price: price === undefined ? Number.NaN : Number(price),
    timeMs: timeOf(time),
  };
  const isPriced = price === undefined || line.price > 0;
  return line.user !== '' && line.item !== '' && line.quantity > 0 && isPriced ? line : undefined;
}

/** @param {unknown} value */
function textOf(value) {
  return value === undefined || value === null ? '' : String(value).trim();
}

/** Seconds, milliseconds or ISO 8601. Without a time, now. @param {unknown} value */
function timeOf(value) {
  if (value === undefined || value === '') return Date.now();
  const number = Number(value);
  const ms = Number.isFinite(number) ? (Math.abs(number) < 1e11 ? number * 1000 : number) : Date.parse(String(value));
  return Number.isFinite(ms) ? ms : Date.now();
}
