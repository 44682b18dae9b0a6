import { corrupt, isCount, membersOf } from './manifest.ts';

/** An array of the packed form. */
export interface Tensor {
  readonly name: string;
  readonly dtype: 'F32' | 'U32' | 'U16' | 'U8' | 'I8';
  readonly data: Float32Array | Uint32Array | Uint16Array | Uint8Array | Int8Array;
  /** Columns of a matrix. @defaultValue `1` */
  readonly width?: number;
}

/** Views of the arrays by name; each checks that the array is there, of that type, and inside the file. */
export interface TensorReader {
  dtypeOf(name: string): unknown;
  u8(name: string): Uint8Array;
  u16(name: string): Uint16Array;
  u32(name: string): Uint32Array;
  f32(name: string): Float32Array;
  i8(name: string): Int8Array;
}

/** @throws KindredError `model-corrupt`, from each of the functions */
export function createTensorReader(
  file: Uint8Array,
  dataAt: number,
  header: Readonly<Record<string, unknown>>,
  fileName: string,
): TensorReader {
  const tensorOf = (name: string) => membersOf(header[name]);
  const bytesOf = (name: string, dtype: string, width: number): [ArrayBufferLike, number, number] => {
    const tensor = tensorOf(name);
    const { shape, data_offsets: offsets } = tensor;
    const length =
      Array.isArray(shape) && shape.every(isCount) ? shape.reduce((product, side) => product * side, 1) : -1;
    const [begin, end] = Array.isArray(offsets) ? offsets : [];
    const isSound =
      tensor.dtype === dtype &&
      isCount(length) &&
      isCount(begin) &&
      isCount(end) &&
      begin % width === 0 &&
      end - begin === length * width &&
      dataAt + end <= file.length;
    if (!isSound) throw corrupt(fileName, 'an array is missing, or lies outside of the file');
    return [file.buffer, file.byteOffset + dataAt + begin, length];
  };
  return {
    dtypeOf: (name) => tensorOf(name).dtype,
    u8: (name) => new Uint8Array(...bytesOf(name, 'U8', 1)),
    u16: (name) => new Uint16Array(...bytesOf(name, 'U16', 2)),
    u32: (name) => new Uint32Array(...bytesOf(name, 'U32', 4)),
    f32: (name) => new Float32Array(...bytesOf(name, 'F32', 4)),
    i8: (name) => new Int8Array(...bytesOf(name, 'I8', 1)),
  };
}

/** Indices into the catalogue, as narrow as they were written. */
export function readIndices(name: string, { dtypeOf, u16, u32 }: TensorReader): Uint16Array | Uint32Array {
  return dtypeOf(name) === 'U16' ? u16(name) : u32(name);
}
