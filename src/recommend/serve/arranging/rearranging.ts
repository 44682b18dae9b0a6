import { isRecord } from '../../../core/index.ts';
import type { Candidate, ListOrder } from '../list.ts';
import { type Aspect, addTo, calibrationAspect, cosine, diversityAspect, overlapOf } from './aspects.ts';
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
  const diversity = wanted === undefined ? undefined : diversityOf(wanted, order, attributes);
  const calibration = proportions === undefined ? undefined : calibrationOf(proportions, order, items, attributes);
  if (wanted !== undefined && !diversity) ignored.push('/diversity');
  if (proportions !== undefined && !calibration) ignored.push('/calibration');
  if (!diversity && !calibration) return undefined;
  return (pool) => ({ diversity: diversity?.(pool), calibration: calibration?.(pool) });
}

function diversityOf(given: unknown, { sharesOf }: ListOrder, attributes: Attributes): AspectOf | undefined {
  const { strength, by }: Readonly<Record<string, unknown>> = isRecord(given) ? given : { strength: given };
  if (!isStrength(strength)) return undefined;
  if (by !== undefined) {
    const values = valuesOf(attributes, by);
    return (
      values &&
      ((pool) =>
        diversityBy(
          strength,
          pool.map(({ item }) => values(item)),
          overlapOf,
        ))
    );
  }
  if (sharesOf === undefined) return undefined;
  const rowOf = ({ index }: Candidate) => (index < 0 ? new Float64Array() : sharesOf(index).slice(-MAX_SHARES));
  return (pool) => diversityBy(strength, pool.map(rowOf), cosine);
}

function diversityBy<Row>(
  strength: number,
  rows: readonly Row[],
  similarity: (row: Row, other: Row) => number,
): Aspect {
  const of = (slot: number, other: number): number => {
    const [row, against] = [rows[slot], rows[other]];
    return row === undefined || against === undefined ? 0 : similarity(row, against);
  };
  return diversityAspect(strength, rows.length, of);
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
  const p = new Map<string, number>();
  for (const { index, weight } of entries) addTo(p, values(items[index] ?? ''), weight);
  if (p.size === 0) return undefined;
  return (pool) => {
    const known = pool.map(({ item }) => values(item));
    return calibrationAspect(strength, p, (slot) => known[slot] ?? []);
  };
}

function isStrength(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
