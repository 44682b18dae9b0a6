import type { Traits } from '../events/index.ts';
import { PROFILE_LIMITS } from './limits.ts';
import { isScalar } from './scalar.ts';
import type { ProfileState } from './state.ts';

/** The parts of a state that an event replaces. */
export type Changes = Partial<ProfileState>;

export function increment(counts: ReadonlyMap<string, number>, name: string): ReadonlyMap<string, number> {
  const key = name.slice(0, PROFILE_LIMITS.textLength);
  if (!counts.has(key) && counts.size >= PROFILE_LIMITS.names) return counts;
  return new Map(counts).set(key, (counts.get(key) ?? 0) + 1);
}

export function mergeTraits(state: ProfileState, traits?: Traits | null): ProfileState['traits'] {
  const merged = new Map(state.traits);
  for (const [name, value] of Object.entries(traits ?? {})) {
    const kept = typeof value === 'string' ? text(value) : value;
    const hasRoom = merged.has(name) || merged.size < PROFILE_LIMITS.names;
    if (hasRoom && isScalar(kept)) merged.set(name, kept);
  }
  return merged;
}

/** A text as the profile keeps it: not empty, and not longer than its limit. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, PROFILE_LIMITS.textLength) : undefined;
}
