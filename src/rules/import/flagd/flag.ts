import { isRecord, type Json, pointerTo } from '../../../core/index.ts';
import type { Logic } from '../../compat/logic.ts';
import { invalid } from '../../condition/refusal.ts';

/** What a flag is evaluated on. */
export interface FlagdContext {
  /** Whom variants are drawn for. */
  readonly targetingKey?: string;
  readonly [attribute: string]: unknown;
}

/** When it is evaluated: milliseconds since 1970, which targeting reads as `$flagd.timestamp`, in seconds. */
export interface FlagdMoment {
  readonly now?: number;
}

/** Why a flag has a value, in OpenFeature's words. */
export type FlagdReason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'DISABLED' | 'ERROR';

/** What a flag is for somebody. Without a value, the default in the code counts. */
export interface FlagdResolution {
  readonly reason: FlagdReason;
  readonly variant?: string;
  readonly value?: Json;
  readonly errorCode?: 'PARSE_ERROR' | 'GENERAL';
  readonly errorMessage?: string;
  /** What the document says of all flags and of this one. */
  readonly metadata: Readonly<Record<string, Json>>;
}

/** A flag as flagd defines it, checked. */
export interface FlagDefinition {
  readonly key: string;
  readonly isEnabled: boolean;
  /** Without it, targeting gives the name of a variant and no value. */
  readonly variants: Readonly<Record<string, Json>> | undefined;
  readonly defaultVariant: string | undefined;
  readonly metadata: Readonly<Record<string, Json>>;
  /** `undefined` where the flag is the same for all. */
  readonly targeting: Logic | 'malformed' | undefined;
}

type JsonRecord = Readonly<Record<string, Json>>;

/** @throws KindredError `invalid-rule` for a state, variants or default that flagd would refuse */
export function readFlag(key: string, input: Json, at: string): Omit<FlagDefinition, 'targeting'> {
  const flag = recordOf(input, at);
  const { state, defaultVariant = null, metadata = {} } = flag;
  if (state !== 'ENABLED' && state !== 'DISABLED') {
    throw invalid('The state is unknown', placeOf(flag, 'state', at), 'It is "ENABLED" or "DISABLED".');
  }
  const variants = recordOf(flag.variants ?? null, placeOf(flag, 'variants', at));
  const isKnown = typeof defaultVariant === 'string' && (!defaultVariant || Object.hasOwn(variants, defaultVariant));
  if (!isKnown && defaultVariant !== null) {
    throw invalid('The default is no variant', pointerTo(at, 'defaultVariant'), 'Name one of "variants", or none.');
  }
  return {
    key,
    isEnabled: state === 'ENABLED',
    variants,
    defaultVariant: typeof defaultVariant === 'string' && defaultVariant ? defaultVariant : undefined,
    metadata: recordOf(metadata, pointerTo(at, 'metadata')),
  };
}

/** What the flag is for somebody; never throws. */
export function evaluateFlag(flag: FlagDefinition, context: FlagdContext, { now }: FlagdMoment): FlagdResolution {
  const { key, isEnabled, targeting, defaultVariant, metadata } = flag;
  if (!isEnabled) return { reason: 'DISABLED', metadata };
  if (targeting === 'malformed') return failure(flag, 'PARSE_ERROR', `The targeting of "${key}" is malformed`);
  if (!targeting) return resolve(flag, defaultVariant, 'STATIC');
  const timestamp = now === undefined ? undefined : Math.floor(now / 1000);
  try {
    const variant = targeting.apply({ ...context, $flagd: { flagKey: key, timestamp } }) ?? undefined;
    return variant === undefined
      ? resolve(flag, defaultVariant, 'DEFAULT')
      : resolve(flag, String(variant), 'TARGETING_MATCH');
  } catch {
    return failure(flag, 'GENERAL', `The targeting of "${key}" cannot be applied to this context`);
  }
}

function resolve(flag: FlagDefinition, variant: string | undefined, reason: FlagdReason): FlagdResolution {
  const { key, variants, metadata } = flag;
  if (variant === undefined) return { reason: 'DEFAULT', metadata };
  if (!variants) return { reason, variant, metadata };
  const value = Object.hasOwn(variants, variant) ? variants[variant] : undefined;
  if (value === undefined) return failure(flag, 'GENERAL', `"${key}" has no variant "${variant}"`);
  return { reason, variant, value, metadata };
}

function failure(
  { metadata }: FlagDefinition,
  errorCode: 'PARSE_ERROR' | 'GENERAL',
  errorMessage: string,
): FlagdResolution {
  return { reason: 'ERROR', errorCode, errorMessage, metadata };
}

/** Where a member stands, or should stand. */
function placeOf(value: JsonRecord, key: string, at: string): string {
  return Object.hasOwn(value, key) ? pointerTo(at, key) : at;
}

/** @throws KindredError `invalid-rule` */
export function recordOf(value: Json, at: string): JsonRecord {
  if (isJsonRecord(value)) return value;
  throw invalid('This is no object', at, 'Write {…}.');
}

function isJsonRecord(value: Json): value is JsonRecord {
  return isRecord(value);
}
