import type { FactorModel } from '../index.ts';
import { type ImportOptions, toFactorModel } from './factors.ts';
import { damaged, type NumpyArchive, type NumpyArray, openNpz } from './npz.ts';

/** Whose the rows are: the library itself knows no ids. */
export interface ImplicitOptions extends ImportOptions {
  /** In the order of the columns of the matrix that the model was fitted to. */
  readonly items: readonly string[];
  /** In the order of its rows. Left out: the factors of users are, too. */
  readonly users?: readonly string[];
}

const FILE = 'the .npz file';

/**
 * Reads what `AlternatingLeastSquares.save` of the Python library implicit writes (`.npz`, version 0.5 on). People are folded in with its
 * own alpha and regularization, as its `recalculate_user` does.
 *
 * @throws KindredError (as a rejection) `model-corrupt` for a damaged file, `invalid-input` for ids that do not fit
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { createRecommender, type Recommender } from 'kindred/recommend';
 * import { importImplicit } from 'kindred/recommend/import';
 *
 * export async function serve(items: readonly string[]): Promise<Recommender> {
 *   return createRecommender(await importImplicit(await readFile('als.npz'), { items }));
 * }
 * ```
 */
export async function importImplicit(npz: Uint8Array, options: ImplicitOptions): Promise<FactorModel> {
  const archive = openNpz(npz, FILE);
  const items = await readMatrix(archive, 'item_factors');
  const users = options.users === undefined ? undefined : await readMatrix(archive, 'user_factors');
  if (users !== undefined && users.width !== items.width)
    throw damaged(FILE, 'users and items differ in their factors');
  const spec = {
    algorithm: 'ials',
    objective: 'implicit',
    // Versions before 0.5 had no alpha: who wanted one multiplied the matrix.
    alpha: (await readNumber(archive, 'alpha')) ?? 1,
    regularization: (await readNumber(archive, 'regularization')) ?? Number.NaN,
    weights: 'given',
  };
  const foreign = {
    factors: items.width,
    items: options.items,
    itemFactors: items.values,
    ...(options.users && users && { users: options.users, userFactors: users.values }),
  };
  return toFactorModel(foreign, spec, options);
}

async function readMatrix(archive: NumpyArchive, name: string): Promise<{ width: number; values: Float32Array }> {
  const { shape, values } = await readArray(archive, name);
  const [rows = 0, width = 0] = shape;
  if (shape.length !== 2 || rows === 0 || width === 0) throw damaged(`${FILE}: ${name}`, 'it is no matrix');
  return { width, values: values instanceof Float32Array ? values : Float32Array.from(values) };
}

async function readArray(archive: NumpyArchive, name: string): Promise<NumpyArray> {
  const array = await archive.read(name);
  if (array === undefined) throw damaged(FILE, `it holds no ${name}: it is no model of alternating least squares`);
  return array;
}

async function readNumber(archive: NumpyArchive, name: string): Promise<number | undefined> {
  return (await archive.read(name))?.values[0];
}
