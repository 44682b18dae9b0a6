// biome-ignore-all lint/style/noNonNullAssertion: a typed-array kernel; every index is in range by construction.
import type { DenseModel, FactorModel } from './model.ts';

const MAX_BYTE = 127;

/** Rows of whole numbers from -127 to 127, each row with the number that one step is worth. */
interface ByteRows {
  readonly rows: Int8Array;
  readonly scale: Float32Array;
}

/**
 * The same model with a byte for each number: a quarter of the size. Each row is scaled so that its largest number is 127 steps, and every
 * other is at most half a step off. Scores and explanations agree with each other as before; models whose rows are bytes already, and
 * kinds without rows, come back as they are.
 *
 * @example
 * ```ts
 * import { type DenseModel, type FactorModel, packModel, type PackOptions, quantizeRows } from 'kindred/recommend';
 *
 * export const packSmall = (model: DenseModel | FactorModel, options: PackOptions) => packModel(quantizeRows(model), options);
 * ```
 */
export function quantizeRows<Kind extends DenseModel | FactorModel>(model: Kind): Kind {
  if (model.kind === 'dense') {
    if (model.weights instanceof Int8Array) return model;
    const { rows, scale } = toByteRows(model.weights, model.items.length);
    return { ...model, weights: rows, scale };
  }
  if (model.itemFactors instanceof Int8Array) return model;
  const { rows, scale } = toByteRows(model.itemFactors, model.factors);
  return { ...model, itemFactors: rows, scale };
}

function toByteRows(values: Float32Array, width: number): ByteRows {
  const rows = new Int8Array(values.length);
  const scale = new Float32Array(values.length / width);
  for (let row = 0; row < scale.length; row++) {
    let largest = 0;
    for (let n = row * width; n < (row + 1) * width; n++) largest = Math.max(largest, Math.abs(values[n]!));
    const step = Math.fround(largest / MAX_BYTE);
    scale[row] = step;
    if (step === 0) continue;
    for (let n = row * width; n < (row + 1) * width; n++) {
      rows[n] = Math.max(-MAX_BYTE, Math.min(MAX_BYTE, Math.round(values[n]! / step)));
    }
  }
  return { rows, scale };
}

/** Rows as floats, whichever way they are held. */
export function plainRows(
  rows: Float32Array | Int8Array,
  width: number,
  scale: Float32Array | undefined,
): Float32Array {
  if (rows instanceof Float32Array) return rows;
  return Float32Array.from(rows, (byte, n) => byte * (scale?.[Math.floor(n / width)] ?? 0));
}
