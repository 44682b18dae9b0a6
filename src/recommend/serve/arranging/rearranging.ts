// biome-ignore-all lint/style/noNonNullAssertion: slots are places in the pool by construction.
import { isRecord } from '../../../core/index.ts';
import type { Candidate, ListOrder } from '../list.ts';
import { type Aspect, calibrationAspect, cosine, diversityAspect, measure, overlapOf } from './aspects.ts';
import { type Attributes, valuesOf } from './attributes.ts';
import type { Aspects } from './choice.ts';

type AspectOf = (pool: readonly Candidate[]) => Aspect;

/** A history is compared by its newest entries. */
const MAX_SHARES = 256;
const DEFAULT_STRENGTH = 0.5;

/** What the query wants the list rearranged for. Names in `ignored` what cannot be done. */
export function createAspects(
  order: ListOrder,
  items: readonly string[],
  attributes: Attributes,
  ignored: string[],
): ((pool: readonly Candidate[]) => Aspects) | undefined {
  const { diversity: wanted, calibration: proportions } = order.query;
  const diversity = diversityOf(wanted, order, attributes);
  const calibration = calibrationOf(proportions, order, items, attributes);
  if (wanted !== undefined && !diversity) ignored.push('/diversity');
  if (proportions !== undefined && !calibration) ignored.push('/calibration');
  if (!diversity && !calibration) return undefined;
  return (pool) => ({ diversity: diversity?.(pool), calibration: calibration?.(pool) });
}

function diversityOf(
  given: unknown,
  { sharesOf, entries = [] }: ListOrder,
  attributes: Attributes,
): AspectOf | undefined {
  const { strength, by }: Readonly<Record<string, unknown>> = isRecord(given) ? given : { strength: given };
  if (!isStrength(strength)) return undefined;
  if (by !== undefined) {
    const values = valuesOf(attributes, by);
    return values && ((pool) => diversityBy(strength, pool, ({ item }) => values(item), overlapOf));
  }
  if (sharesOf === undefined) return undefined;
  const from = Math.max(0, entries.length - MAX_SHARES);
  return (pool) => {
    const shares = sharesOf(
      pool.map(({ index }) => index),
      from,
    );
    const rowOf = ({ index }: Candidate, slot: number) =>
      measure(index < 0 ? new Float64Array() : shares[slot]!.subarray(from));
    return diversityBy(strength, pool, rowOf, cosine);
  };
}

/** What tells how alike candidates are is asked for when they are first compared: most of a pool never are. */
function diversityBy<Row>(
  strength: number,
  pool: readonly Candidate[],
  rowOf: (candidate: Candidate, slot: number) => Row,
  similarity: (row: Row, other: Row) => number,
): Aspect {
  const rows: Row[] = [];
  const row = (slot: number) => (rows[slot] ??= rowOf(pool[slot]!, slot));
  return diversityAspect(strength, pool.length, (slot, other) => similarity(row(slot), row(other)));
}

function calibrationOf(
  given: unknown,
  { entries = [] }: ListOrder,
  items: readonly string[],
  attributes: Attributes,
): AspectOf | undefined {
  const { by, strength = DEFAULT_STRENGTH }: Readonly<Record<string, unknown>> = isRecord(given) ? given : {};
  const values = valuesOf(attributes, by);
  if (values === undefined || !isStrength(strength)) return undefined;
  const places = new Map<string, number>();
  const placesOf = (item: string) =>
    values(item).map((value) => {
      const place = places.get(value) ?? places.size;
      places.set(value, place);
      return place;
    });
  const p: number[] = [];
  for (const { index, weight } of entries) {
    const own = placesOf(items[index] ?? '');
    for (const place of own) p[place] = (p[place] ?? 0) + weight / own.length;
  }
  if (p.length === 0) return undefined;
  return (pool) =>
    calibrationAspect(
      strength,
      p,
      pool.map(({ item }) => placesOf(item)),
    );
}

function isStrength(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
