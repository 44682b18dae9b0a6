import { isRecord, KindredError } from '../../core/index.ts';
import { countParquetRows, readParquet } from '../artifact/parquet.ts';
import { sortIds } from '../id-order.ts';
import type { FactorModel } from '../index.ts';
import { type ImportOptions, toFactorModel } from './factors.ts';
import { damaged } from './npz.ts';

/** The files of an `ALSModel` folder. */
export interface SparkAlsFiles {
  /** `metadata/part-00000`. */
  readonly metadata: string;
  /** Every `itemFactors/part-*.parquet`. */
  readonly itemFactors: readonly Uint8Array[];
  /** Every `userFactors/part-*.parquet`. Left out: no factors of users. */
  readonly userFactors?: readonly Uint8Array[];
}

/** What Spark does not store with the model. */
export interface SparkAlsOptions extends ImportOptions {
  /** `regParam` of the training. @defaultValue `0.1`, as in Spark */
  readonly regularization?: number;
  /** `alpha` of the training. @defaultValue `1`, as in Spark */
  readonly alpha?: number;
  /** From Spark's number to the id of an item: the labels of its `StringIndexer`. @defaultValue the number as text */
  readonly itemId?: (id: number) => string;
  /** The same for users. @defaultValue the number as text */
  readonly userId?: (id: number) => string;
}

/**
 * Reads what `ALSModel.save` of Apache Spark writes, trained with `implicitPrefs`. People are folded in as Spark solves them: with the
 * confidence 1 + alpha · weight and with the regularization times the number of entries.
 *
 * @throws KindredError (as a rejection) `model-corrupt` for a damaged file, `invalid-options`, `invalid-input` for ids that do not fit
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import type { FactorModel } from 'kindred/recommend';
 * import { importSparkAls } from 'kindred/recommend/import';
 *
 * export async function load(folder: string, part: string): Promise<FactorModel> {
 *   const metadata = await readFile(`${folder}/metadata/part-00000`, 'utf8');
 *   const itemFactors = [await readFile(`${folder}/itemFactors/${part}`)];
 *   return importSparkAls({ metadata, itemFactors }, { regularization: 0.1, alpha: 10 });
 * }
 * ```
 */
export async function importSparkAls(files: SparkAlsFiles, options: SparkAlsOptions = {}): Promise<FactorModel> {
  const { regularization = 0.1, alpha = 1, itemId = String, userId = String } = options;
  const factors = readRank(files.metadata);
  const items = await readRows(files.itemFactors, 'itemFactors', factors, itemId);
  const users = files.userFactors && (await readRows(files.userFactors, 'userFactors', factors, userId));
  const spec = { algorithm: 'ials', objective: 'spark', alpha, regularization, weights: 'given' };
  const foreign = {
    factors,
    items: items.ids,
    itemFactors: items.rows,
    ...(users && { users: users.ids, userFactors: users.rows }),
  };
  return toFactorModel(foreign, spec, options);
}

function readRank(metadata: string): number {
  const stated = parseJson(metadata);
  const { class: name, rank } = isRecord(stated) ? stated : {};
  if (typeof name !== 'string' || !name.endsWith('.ALSModel')) {
    throw new KindredError('invalid-input', `Cannot import: ${JSON.stringify(name)} is no ALSModel of Spark.`, {
      at: 'metadata',
    });
  }
  if (!Number.isSafeInteger(rank) || Number(rank) < 1) throw damaged('metadata', 'it states no rank');
  return Number(rank);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged('metadata', 'it is no JSON', error);
  }
}

interface Rows {
  readonly ids: readonly string[];
  readonly rows: Float32Array;
}

/** Rows of all parts, sorted by their ids: partitions come in no order. */
async function readRows(
  parts: readonly Uint8Array[],
  place: string,
  factors: number,
  idOf: (id: number) => string,
): Promise<Rows> {
  const found = new Map<string, Float32Array>();
  for (const part of parts) {
    const { id, features } = await readPart(part, place, factors);
    id.forEach((number, row) => {
      found.set(idOf(number), features.values.subarray(row * factors, (row + 1) * factors));
    });
  }
  const ids = sortIds([...found.keys()]);
  const rows = new Float32Array(ids.length * factors);
  ids.forEach((id, row) => {
    rows.set(found.get(id) ?? [], row * factors);
  });
  return { ids, rows };
}

async function readPart(part: Uint8Array, place: string, factors: number) {
  try {
    return await readParquet(part, await countParquetRows(part), (rows) => ({
      id: new Uint32Array(rows),
      features: { width: factors, values: new Float32Array(rows * factors) },
    }));
  } catch (error) {
    throw damaged(place, 'its content is not what Spark writes', error);
  }
}
