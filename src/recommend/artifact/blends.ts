// Blends out of a packed model: a page downloads this with such a model.
import type { BlendModel, SingleModel } from '../model.ts';
import { inOrder, readBlendSpec } from '../serve/blending/blend-spec.ts';
import { baseOf } from '../serve/blending/parts.ts';
import { assembleModel, type Body } from './assemble.ts';
import { partName, readBody } from './bodies.ts';
import { corrupt, type Manifest, readManifest } from './manifest.ts';
import type { TensorReader } from './tensors.ts';

/** @throws KindredError (as a rejection) `model-corrupt`, `model-version`; `at` names the part */
export async function readBlend({ parts = [] }: Manifest, read: TensorReader): Promise<Body<BlendModel>> {
  const found: SingleModel[] = [];
  for (const [n, stated] of parts.entries()) found.push(await readPart(stated, n, read));
  return { kind: 'blend', parts: found };
}

async function readPart(stated: unknown, n: number, whole: TensorReader): Promise<SingleModel> {
  const file = partName(n, 'model');
  const manifest = readManifest(stated, file);
  const read = readerOfPart(n, whole);
  const items: unknown = JSON.parse(
    new TextDecoder().decode(read.dtypeOf('items') === undefined ? whole.u8('items') : read.u8('items')),
  );
  const body = manifest.kind === 'blend' ? undefined : await readBody(manifest, read);
  if (body === undefined) throw withinBlend(file);
  const model = await assembleModel(
    manifest,
    { items: Array.isArray(items) ? items : [], popularity: read.f32('popularity'), body },
    () => file,
  );
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

/** What is wrong with a blend whose parts are sound, if anything. */
export function faultOfBlend(
  { parts }: Body<BlendModel>,
  { spec }: Manifest,
  items: readonly string[],
): string | undefined {
  const how = readBlendSpec(spec, parts.length);
  if (how === undefined || parts.length === 0) return 'its spec does not say how its parts are blended';
  if (parts.some(({ kind }) => kind === 'popularity')) return 'a part knows only what is popular';
  const all = baseOf(inOrder(how.kind, parts)).items;
  const isWhole = all.length === items.length && all.every((item, place) => item === items[place]);
  return isWhole ? undefined : 'its catalogue is not that of its parts';
}
