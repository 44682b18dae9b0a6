// Blends out of a packed model: a page downloads this with such a model.
import type { BlendModel, SingleModel } from '../model.ts';
import { inOrder, readBlendSpec } from '../serve/blending/blend-spec.ts';
import { baseOf } from '../serve/blending/parts.ts';
import { assembleModel, type Body } from './assemble.ts';
import { partName, readBody } from './bodies.ts';
import { corrupt, type Manifest, readManifest } from './manifest.ts';
import type { TensorReader } from './tensors.ts';

/** @throws KindredError (as a rejection) `model-corrupt`, `model-version`; `at` names the part */
export async function readBlend(manifest: Manifest, read: TensorReader): Promise<Body<BlendModel>> {
  const found: SingleModel[] = [];
  for (const [n, stated] of partsIn(manifest).entries()) found.push(await readPart(stated, n, read));
  checkBlend(found, manifest, itemsIn(read), 'the packed model');
  return { kind: 'blend', parts: found };
}

/** What the manifest of a blend says of its parts. */
export function partsIn({ parts }: Manifest): readonly unknown[] {
  return Array.isArray(parts) ? parts : [];
}

async function readPart(stated: unknown, n: number, whole: TensorReader): Promise<SingleModel> {
  const file = partName(n, 'model');
  const manifest = readManifest(stated, file);
  const read = readerOfPart(n, whole);
  const items = itemsIn(read.dtypeOf('items') === undefined ? whole : read);
  const body = manifest.kind === 'blend' ? undefined : await readBody(manifest, read);
  if (body === undefined) throw withinBlend(file);
  const model = await assembleModel(manifest, { items, popularity: read.f32('popularity'), body }, () => file);
  return singleOf(model, file);
}

/** @throws KindredError `model-corrupt` */
export function singleOf(model: SingleModel | BlendModel, file: string): SingleModel {
  if (model.kind === 'blend') throw withinBlend(file);
  return model;
}

function withinBlend(file: string) {
  return corrupt(file, 'a part of a blend is a blend itself');
}

/** The same arrays, under the names that they have in the part. */
function readerOfPart(n: number, read: TensorReader): TensorReader {
  return {
    dtypeOf: (name) => read.dtypeOf(partName(n, name)),
    u8: (name) => read.u8(partName(n, name)),
    u16: (name) => read.u16(partName(n, name)),
    u32: (name) => read.u32(partName(n, name)),
    f32: (name) => read.f32(partName(n, name)),
    i8: (name) => read.i8(partName(n, name)),
  };
}

/**
 * Whether parts that are sound make a blend that can be served.
 *
 * @throws KindredError `model-corrupt`
 */
export function checkBlend(
  parts: readonly SingleModel[],
  { spec }: Manifest,
  items: readonly unknown[],
  file: string,
): void {
  const how = readBlendSpec(spec, parts.length);
  if (how === undefined || parts.length === 0) throw corrupt(file, 'its spec does not say how its parts are blended');
  if (parts.some(({ kind }) => kind === 'popularity')) throw corrupt(file, 'a part knows only what is popular');
  const all = baseOf(inOrder(how.kind, parts)).items;
  const isWhole = all.length === items.length && all.every((item, place) => item === items[place]);
  if (!isWhole) throw corrupt(file, 'its catalogue is not that of its parts');
}

function itemsIn(read: TensorReader): readonly unknown[] {
  const items: unknown = JSON.parse(new TextDecoder().decode(read.u8('items')));
  return Array.isArray(items) ? items : [];
}
