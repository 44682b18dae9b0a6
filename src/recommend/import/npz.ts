import { KindredError } from '../../core/index.ts';

/** An array of numpy, as far as it is needed here: numbers in the order of their rows. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/** The arrays of an `.npz` file by name. */
export interface NumpyArchive {
  /**
   * An array of numbers; `undefined` where there is none of that name.
   *
   * @throws KindredError (as a rejection) `model-corrupt`
   */
  read(name: string): Promise<NumpyArray | undefined>;
}

/** Where a member of the archive lies. */
interface Member {
  readonly method: number;
  readonly from: number;
  readonly bytes: number;
  readonly size: number;
}

const END_SIGNATURE = 0x06054b50;
const MEMBER_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 65_535;
/** Deflate cannot shrink anything further than this: who claims so lies. */
const MAX_RATIO = 1032;

/**
 * Opens what `numpy.savez` and `numpy.savez_compressed` write: a ZIP archive (APPNOTE 6.3, without ZIP64 above 4 GB) of `.npy` files
 * (numpy enhancement proposal 1).
 *
 * @throws KindredError `model-corrupt`
 */
export function openNpz(file: Uint8Array, fileName: string): NumpyArchive {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const members = within(fileName, () => readDirectory(view));
  return {
    async read(name) {
      const member = members.get(`${name}.npy`);
      if (member === undefined) return undefined;
      const content = await inflate(file, member, fileName);
      return within(`${fileName}: ${name}`, () => readNpy(content));
    },
  };
}

/** Whatever goes wrong in a file, a read beyond its end among it, means that the file is damaged. */
function within<Found>(place: string, read: () => Found): Found {
  try {
    return read();
  } catch (error) {
    throw damaged(place, error instanceof Error ? error.message : 'unreadable', error);
  }
}

export function damaged(place: string, what: string, cause?: unknown): KindredError {
  const message = `Cannot import: ${place} is damaged (${what}). Export it again.`;
  return new KindredError('model-corrupt', message, { at: place, cause });
}

function readDirectory(view: DataView): ReadonlyMap<string, Member> {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const members = new Map<string, Member>();
  for (let n = 0; n < count; n++) {
    if (view.getUint32(at, true) !== MEMBER_SIGNATURE) throw new Error('its directory is broken');
    const [nameBytes, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const name = textOf(view, at + 46, nameBytes ?? 0);
    members.set(name, readMember(view, at));
    at += 46 + (nameBytes ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return members;
}

/** The end of the directory is sought from the end of the file: a comment may follow it. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new Error('it is no .npz file, or ends too early');
}

function readMember(view: DataView, at: number): Member {
  const bytes = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  if (view.getUint32(local, true) !== LOCAL_SIGNATURE) throw new Error('an array is not where its directory says');
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + bytes > view.byteLength) throw new Error('it ends too early');
  return { method: view.getUint16(at + 10, true), from, bytes, size };
}

async function inflate(file: Uint8Array, { method, from, bytes, size }: Member, fileName: string): Promise<Uint8Array> {
  const stored = file.subarray(from, from + bytes);
  if (method === 0) return stored;
  if (method !== 8 || size > bytes * MAX_RATIO + MAX_RATIO)
    throw damaged(fileName, 'an array is packed in an unknown way');
  const { gunzip } = await import('hyparquet-compressors');
  // It takes bare deflate, too; eight bytes that gzip would end with are expected.
  const padded = new Uint8Array(bytes + 8);
  padded.set(stored);
  return within(fileName, () => gunzip(padded, new Uint8Array(size)));
}

const MAGIC = '\x93NUMPY';

function readNpy(bytes: Uint8Array): NumpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (textOf(view, 0, 6, 'latin1') !== MAGIC) throw new Error('it is no array of numpy');
  const isLong = view.getUint8(6) >= 2;
  const headerBytes = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  const headerAt = isLong ? 12 : 10;
  const { type, isByColumn, shape } = readHeader(textOf(view, headerAt, headerBytes, 'latin1'));
  const values = readValues(view, headerAt + headerBytes, type, shape);
  return { shape, values: isByColumn && shape.length === 2 ? byRow(values, shape[0] ?? 0, shape[1] ?? 0) : values };
}

/** A header is a Python dictionary: `{'descr': '<f4', 'fortran_order': False, 'shape': (5, 2), }`. */
function readHeader(text: string) {
  const type = /'descr': *'([^']+)'/.exec(text)?.[1] ?? '';
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const sides = /'shape': *\(([\d, ]*)\)/.exec(text)?.[1];
  if (order === undefined || sides === undefined) throw new Error('its header is broken');
  const shape = sides.split(',').flatMap((side) => (side.trim() === '' ? [] : [Number(side)]));
  return { type, isByColumn: order === 'True', shape };
}

/** How each type is read, and how many bytes it takes. */
const TYPES: Readonly<Record<string, readonly [number, (view: DataView, at: number) => number]>> = {
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<u4': [4, (view, at) => view.getUint32(at, true)],
  '|b1': [1, (view, at) => view.getUint8(at)],
};

function readValues(view: DataView, at: number, type: string, shape: readonly number[]): Float32Array | Float64Array {
  const [width, read] = (Object.hasOwn(TYPES, type) ? TYPES[type] : undefined) ?? [];
  if (width === undefined || read === undefined) throw new Error(`its numbers are of type ${JSON.stringify(type)}`);
  const length = shape.reduce((product, side) => product * side, 1);
  if (at + length * width !== view.byteLength) throw new Error('not as many numbers as its header says');
  const values = type === '<f4' ? new Float32Array(length) : new Float64Array(length);
  for (let n = 0; n < length; n++) values[n] = read(view, at + n * width);
  return values;
}

/** Numbers that lie column by column, row by row. */
function byRow(values: Float32Array | Float64Array, rows: number, columns: number): Float32Array | Float64Array {
  return values.map((_, n) => values[(n % columns) * rows + Math.floor(n / columns)] ?? Number.NaN);
}

function textOf(view: DataView, at: number, length: number, label = 'utf-8'): string {
  return new TextDecoder(label).decode(new Uint8Array(view.buffer, view.byteOffset + at, length));
}
