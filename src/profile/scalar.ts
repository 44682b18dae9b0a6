import { isString } from '../core/index.ts';

/** A value that can be compared, and stored as it is. */
export type Scalar = string | number | boolean;

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isScalar(value: unknown): value is Scalar {
  return isString(value) || typeof value === 'boolean' || isNumber(value);
}
