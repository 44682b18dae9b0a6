import type { Model } from '../model.ts';
import type { Body } from './assemble.ts';
import type { Manifest } from './manifest.ts';
import type { Tensor, TensorReader } from './tensors.ts';

const MAX_UINT16_ITEMS = 65_536;

/** The widest numbers first: the format allows no gaps, and so every array is aligned. */
export function tensorsOf(model: Model): readonly Tensor[] {
  const { items, popularity } = model;
  const tensors: Tensor[] = [
    ...bodyOf(model),
    { name: 'popularity', dtype: 'F32', data: popularity },
    { name: 'items', dtype: 'U8', data: new TextEncoder().encode(JSON.stringify(items)) },
  ];
  return tensors.sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
}

/** The arrays that a kind of model has. */
function bodyOf(model: Model): readonly Tensor[] {
  switch (model.kind) {
    case 'popularity':
      return [];
    case 'neighbours':
      return [
        { name: 'neighbour_start', dtype: 'U32', data: model.neighbourStart },
        { name: 'similarity', dtype: 'F32', data: model.similarity },
        indicesOf('neighbour', model.neighbour, model.items.length),
      ];
    case 'repurchase':
      return [{ name: 'cadence', dtype: 'F32', data: model.cadence }];
    case 'sessions':
      return [
        { name: 'session_start', dtype: 'U32', data: model.sessionStart },
        indicesOf('session_item', model.sessionItem, model.items.length),
      ];
    case 'dense':
      return rowsOf('weights', model.weights, model.items.length, model.scale);
    case 'factors':
      return rowsOf('item_factors', model.itemFactors, model.factors, model.scale);
    default:
      return model satisfies never;
  }
}

/** Indices into the catalogue, as narrow as they may be. */
function indicesOf(name: string, indices: Uint16Array | Uint32Array, itemCount: number): Tensor {
  return itemCount <= MAX_UINT16_ITEMS
    ? { name, dtype: 'U16', data: Uint16Array.from(indices) }
    : { name, dtype: 'U32', data: Uint32Array.from(indices) };
}

function rowsOf(
  name: string,
  rows: Float32Array | Int8Array,
  width: number,
  scale: Float32Array | undefined,
): readonly Tensor[] {
  if (rows instanceof Float32Array) return [{ name, dtype: 'F32', data: rows, width }];
  const bytes: Tensor = { name, dtype: 'I8', data: rows, width };
  return scale === undefined ? [bytes] : [{ name: 'scale', dtype: 'F32', data: scale }, bytes];
}

/** @throws KindredError `model-corrupt` */
export function readBody({ kind, counts }: Manifest, read: TensorReader): Body {
  switch (kind) {
    case 'popularity':
      return { kind };
    case 'neighbours':
      return {
        kind,
        neighbourStart: read.u32('neighbour_start'),
        neighbour: readIndices('neighbour', read),
        similarity: read.f32('similarity'),
      };
    case 'repurchase':
      return { kind, cadence: read.f32('cadence') };
    case 'sessions':
      return { kind, sessionStart: read.u32('session_start'), sessionItem: readIndices('session_item', read) };
    case 'dense': {
      const { rows: weights, ...scaled } = readRows('weights', read);
      return { kind, weights, ...scaled };
    }
    case 'factors': {
      const { rows: itemFactors, ...scaled } = readRows('item_factors', read);
      return { kind, factors: counts.factors ?? 0, itemFactors, ...scaled };
    }
    default:
      return kind satisfies never;
  }
}

function readIndices(name: string, { dtypeOf, u16, u32 }: TensorReader): Uint16Array | Uint32Array {
  return dtypeOf(name) === 'U16' ? u16(name) : u32(name);
}

function readRows(name: string, { dtypeOf, i8, f32 }: TensorReader) {
  return dtypeOf(name) === 'I8' ? { rows: i8(name), scale: f32('scale') } : { rows: f32(name) };
}
