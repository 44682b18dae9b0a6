import { type Is, isFormed, isListOf, isOneOf, isPositive, isString, isUnsetOr, ownValue } from '../core/at-once.ts';

/** Kinds of events that a permission can be limited to. */
export const DATA_CATEGORIES = ['views', 'searches', 'cart', 'purchases', 'engagement', 'identity', 'other'] as const;

/** One of {@link DATA_CATEGORIES}. */
export type DataCategory = (typeof DATA_CATEGORIES)[number];

/** Limits of a permission besides its degree. What is not named is not limited. */
export interface GrantScope {
  /** The {@link DATA_CATEGORIES} that may be used. */
  readonly data?: readonly string[];
  /** Whether the party may pass data on. */
  readonly sharing?: 'none' | 'group' | 'any';
  /** Where data may be kept. */
  readonly storage?: 'device' | 'shop' | 'any';
  /** Countries or regions in which data may be processed (ISO 3166). */
  readonly region?: readonly string[];
  /** Whole or part days until data must be erased. */
  readonly retentionDays?: number;
  /** `coarse`: times by the hour, prices by the band, no free text, whatever the degree. */
  readonly precision?: 'coarse' | 'exact';
}

/** From the narrowest to the widest: a step of one ladder is compared with steps of the same only. */
const STEPS: readonly unknown[] = ['none', 'device', 'coarse', 'group', 'shop', 'exact', 'any'];

/** Whether a use within `asked` stays within `granted`. What `granted` limits, `asked` must name. */
export function includesScope(granted: GrantScope = {}, asked: GrantScope = {}): boolean {
  return Object.entries(granted).every(([name, limit]) => isWithin(limit, ownValue(asked, name)));
}

function isWithin(limit: unknown, use: unknown): boolean {
  if (use === undefined || limit === undefined) return limit === undefined;
  if (Array.isArray(limit)) return Array.isArray(use) && use.every((item) => limit.includes(item));
  return typeof limit === 'number' ? Number(use) <= limit : STEPS.indexOf(use) <= STEPS.indexOf(limit);
}

export const isScope: Is<GrantScope> = /* @__PURE__ */ isFormed<GrantScope>(() => {
  const isNames = isUnsetOr(isListOf(isString));
  return {
    data: isNames,
    region: isNames,
    sharing: isUnsetOr(isOneOf(['none', 'group', 'any'])),
    storage: isUnsetOr(isOneOf(['device', 'shop', 'any'])),
    precision: isUnsetOr(isOneOf(['coarse', 'exact'])),
    retentionDays: isUnsetOr(isPositive),
  };
});
