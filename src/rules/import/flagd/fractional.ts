import { isRecord, murmur3 } from '../../../core/index.ts';
import { readNames } from '../../compat/coercion.ts';

// Weights are 32-bit integers, all together.
const HIGHEST_WEIGHT = 2 ** 31 - 1;

interface Bucket {
  readonly variant: unknown;
  readonly weight: number;
}

/**
 * flagd's `fractional` (https://flagd.dev/reference/custom-operations/fractional-operation/): one of the variants, by their weights
 * and the MurmurHash3 of a text, which is the same always; the text is the flag's key and the targeting key, unless one is given
 * first. `null` where it is malformed.
 */
export function fractional(data: unknown, ...values: readonly unknown[]): unknown {
  const [first, ...others] = values;
  const flagKey = readNames(data, ['$flagd', 'flagKey'], undefined);
  const targetingKey = readNames(data, ['targetingKey'], undefined);
  if (!values.length || !isRecord(readNames(data, ['$flagd'], undefined))) return null;
  if (typeof first !== 'string' && !targetingKey) return null;
  const text = typeof first === 'string' ? first : `${flagKey}${targetingKey}`;
  const buckets = (typeof first === 'string' ? others : values).map(bucketOf);
  const known = buckets.filter((bucket) => bucket !== undefined);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  if (known.length < buckets.length || total > HIGHEST_WEIGHT) return null;
  return draw(known, Number((BigInt(murmur3(text)) * BigInt(total)) >> 32n));
}

function draw(buckets: readonly Bucket[], place: number): unknown {
  let sum = 0;
  for (const { variant, weight } of buckets) {
    sum += weight;
    if (sum > place) return variant;
  }
  return null;
}

/** `[variant, weight]` or `[variant]`, which weighs 1. Weights below 0 are what some computations give, and count as 0. */
function bucketOf(entry: unknown): Bucket | undefined {
  if (!Array.isArray(entry) || entry.length < 1 || entry.length > 2) return undefined;
  const [variant, weight = 1]: readonly unknown[] = entry;
  if (entry.length > 1 && !Number.isInteger(entry[1])) return undefined;
  if (typeof variant === 'object' && variant !== null) return undefined;
  return { variant: variant ?? null, weight: Math.max(0, Number(weight)) };
}
