import { type Is, isFormed, isListOf, isOneOf, isPositive, isString, isUnsetOr } from '../core/at-once.ts';

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

const LADDERS = ['sharing', 'storage', 'precision'] as const;
const LISTS = ['data', 'region'] as const;
/** From the narrowest to the widest: a step of one ladder is compared with steps of the same only. */
const STEPS: readonly unknown[] = ['none', 'device', 'coarse', 'group', 'shop', 'exact', 'any'];
const ALWAYS = Number.POSITIVE_INFINITY;

/** Whether a use within `asked` stays within `granted`. What `granted` limits, `asked` must name. */
export function includesScope(granted: GrantScope = {}, asked: GrantScope = {}): boolean {
  return (
    LISTS.every((key) => !granted[key] || asked[key]?.every((item) => granted[key]?.includes(item))) &&
    LADDERS.every((key) => !granted[key] || (asked[key] && STEPS.indexOf(asked[key]) <= STEPS.indexOf(granted[key]))) &&
    (asked.retentionDays ?? ALWAYS) <= (granted.retentionDays ?? ALWAYS)
  );
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
