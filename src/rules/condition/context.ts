import type { EventHistory } from '../history/event-history.ts';
import type { Condition } from './condition.ts';
import type { Facts } from './facts.ts';

/**
 * What a condition is evaluated on besides facts. Nothing of it is needed: what a condition asks and nobody can tell is
 * unknown, and an unknown condition does not hold.
 */
export interface EvaluationContext {
  /** Now, in milliseconds since 1970: what windows end at, and schedules are held against. */
  readonly now?: number;
  /** What the person did, for the operators of history. */
  readonly events?: EventHistory;
  /** Whether a purpose is permitted at least at a degree, to the shop or another party; `consent.check` can answer it. */
  readonly allows?: (purpose: string, degree?: string, party?: string) => boolean;
  /** Whom buckets are drawn for: an id that stays the same. */
  readonly unit?: string;
  /** The segments and scores of a rule set, by name; without it they are read from the facts. */
  readonly named?: NamedParts;
}

/** Conditions and numbers that a rule set gives a name. */
export interface NamedParts {
  /** `undefined` where it cannot be known, or there is none of that name. */
  segment(name: string, facts: Facts, context: EvaluationContext): boolean | undefined;
  score(name: string, facts: Facts, context: EvaluationContext): number | undefined;
  /** The condition of a segment, so that explanations can tell what of it fails. */
  conditionOf?(name: string): Condition | undefined;
  /** The same, nothing of it computed yet: for another time. */
  anew?(): NamedParts;
}

/** Nothing besides the facts is known. */
export const NO_CONTEXT: EvaluationContext = /* @__PURE__ */ Object.freeze({});

/**
 * Computes a value from facts. `null` is a missing value, `undefined` one that cannot be known: there is no permission, no
 * history or no clock.
 */
export type Evaluate = (facts: Facts, context: EvaluationContext) => unknown;
