import type { Model, ModelBase } from '../model.ts';
import { faultOf } from './faults.ts';
import { corrupt, type Manifest } from './manifest.ts';

/** What a kind of model has besides what every model has. */
export type Body<Kind extends Model = Model> = Kind extends Model ? Omit<Kind, keyof ModelBase> : never;

/** The parts of a model as a stored form gave them: of the right type, yet not to be trusted. */
export interface ModelParts {
  readonly items: readonly unknown[];
  readonly popularity: Float32Array;
  readonly body: Body;
}

/**
 * Puts a model together, once every index points into it and every number can be reckoned with. `fileOf` names the file that a
 * part came from.
 *
 * @throws KindredError (as a rejection) `model-corrupt`
 */
export async function assembleModel(
  manifest: Manifest,
  parts: ModelParts,
  fileOf: (part: keyof ModelParts) => string,
): Promise<Model> {
  const { spec, seed, data, counts, metrics } = manifest;
  const { popularity, body } = parts;
  const items = parts.items.filter((id) => typeof id === 'string' && id !== '').map(String);
  if (items.length !== parts.items.length) throw corrupt(fileOf('items'), 'an item id is empty or no text');
  if (items.length !== counts.items) throw corrupt(fileOf('items'), 'not as many items as the manifest says');
  if (new Set(items).size !== items.length) throw corrupt(fileOf('items'), 'an item id occurs twice');
  const isSound =
    popularity.length === items.length && popularity.every((count) => Number.isFinite(count) && count >= 0);
  if (!isSound) throw corrupt(fileOf('popularity'), 'not one number above zero for each item');
  const fault = await faultOf(body, manifest);
  if (fault !== undefined) throw corrupt(fileOf('body'), fault);
  return { spec, seed, data, items, popularity, ...(metrics && { metrics }), ...body };
}
