import type { Model } from '../model.ts';
import type { Body } from './assemble.ts';
import type { Manifest } from './manifest.ts';
import { readIndices, type Tensor, type TensorReader } from './tensors.ts';

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
    case 'blend':
      return model.parts.flatMap((part, n) => tensorsOfPart(part, n, model.items));
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

/** Its catalogue only where it is not that of the blend. */
function tensorsOfPart(part: Model, n: number, items: readonly string[]): readonly Tensor[] {
  const isSame = part.items.length === items.length && part.items.every((item, place) => item === items[place]);
  return tensorsOf(part)
    .filter(({ name }) => !(isSame && name === 'items'))
    .map((tensor) => ({ ...tensor, name: partName(n, tensor.name) }));
}

/** Where a file or an array of a part lies. */
export function partName(n: number, name: string): string {
  return `part-${n + 1}/${name}`;
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

/** @throws KindredError (as a rejection) `model-corrupt` */
export async function readBody(manifest: Manifest, read: TensorReader): Promise<Body> {
  const { kind } = manifest;
  if (kind === 'popularity') return { kind };
  if (kind !== 'neighbours') return (await import('./other-kinds.ts')).readOtherBody(kind, manifest, read);
  const neighbour = readIndices('neighbour', read);
  return { kind, neighbourStart: read.u32('neighbour_start'), neighbour, similarity: read.f32('similarity') };
}
