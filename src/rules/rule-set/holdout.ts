import { murmur3 } from '../../core/index.ts';
import type { Holdout } from './rule.ts';

/**
 * Whether a unit is held out: always the same for its id and the holdout's salt. Without a unit nobody can tell, and
 * `undefined` says so.
 */
export function isHeldOut({ salt, share }: Holdout, unit: string | undefined): boolean | undefined {
  return unit === undefined ? undefined : murmur3(`${salt}:${unit}`) < share * 2 ** 32;
}
