import { isRecord } from '../core/index.ts';

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

const WIDTHS = {
  sharing: ['none', 'group', 'any'],
  storage: ['device', 'shop', 'any'],
  precision: ['coarse', 'exact'],
} as const;

const LADDERS = ['sharing', 'storage', 'precision'] as const;
const LISTS = ['data', 'region'] as const;

/** Whether a use within `asked` stays within `granted`. What `granted` limits, `asked` must name. */
export function includesScope(granted: GrantScope = {}, asked: GrantScope = {}): boolean {
  return (
    LISTS.every((key) => isWithinList(granted[key], asked[key])) &&
    LADDERS.every((key) => isWithinLadder(WIDTHS[key], granted[key], asked[key])) &&
    (granted.retentionDays === undefined || (asked.retentionDays ?? Number.POSITIVE_INFINITY) <= granted.retentionDays)
  );
}

function isWithinList(granted: readonly string[] | undefined, asked: readonly string[] | undefined): boolean {
  return granted === undefined || (asked?.every((item) => granted.includes(item)) ?? false);
}

function isWithinLadder(steps: readonly string[], granted: string | undefined, asked: string | undefined): boolean {
  return granted === undefined || (asked !== undefined && steps.indexOf(asked) <= steps.indexOf(granted));
}

export function isScope(input: unknown): input is GrantScope {
  if (!isRecord(input)) return false;
  const { retentionDays } = input;
  return (
    LISTS.every((key) => isTexts(input[key])) &&
    LADDERS.every((key) => input[key] === undefined || WIDTHS[key].some((step) => step === input[key])) &&
    (retentionDays === undefined || (typeof retentionDays === 'number' && retentionDays > 0))
  );
}

function isTexts(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}
