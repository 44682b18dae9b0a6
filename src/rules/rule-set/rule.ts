import type { Json } from '../../core/index.ts';
import type { Condition } from '../condition/condition.ts';
import type { EvaluationContext } from '../condition/context.ts';
import type { Facts } from '../condition/facts.ts';
import type { Schedule } from '../operators/schedule.ts';

/** How a group chooses among its rules: the first by rank, all of them, or the one with the best score. */
export const GROUP_MATCHES = ['first', 'all', 'best'] as const;

/** One of {@link GROUP_MATCHES}. */
export type GroupMatch = (typeof GROUP_MATCHES)[number];

/** Rules that stand for the same thing, such as one place on a page. */
export interface Group {
  readonly name: string;
  readonly match: GroupMatch;
}

/** A share of all units for which a rule never matches, so that its effect can be measured. */
export interface Holdout {
  readonly name: string;
  /** From 0 to 1. */
  readonly share: number;
  /** Who is in it depends on the unit and on this only. */
  readonly salt: string;
}

/** At most so many exposures within a time. */
export interface Cap {
  readonly count: number;
  /** The condition that it is not reached. */
  readonly condition: Condition;
}

/** A condition, and what it leads to; checked and frozen. */
export interface Rule {
  readonly id: string;
  /** JSON Pointer of the rule in its file. */
  readonly at: string;
  readonly condition: Condition;
  /** Higher ones stand before lower ones, equal ones as they were written: that is their rank. */
  readonly priority: number;
  readonly group: Group | undefined;
  /** Where it matches, no rule of a lower rank does. */
  readonly stop: boolean;
  readonly schedule: Schedule | undefined;
  /** A number, or an expression that gives one. */
  readonly score: number | Condition;
  /** The ids of rules that never match together with this one: that of the higher rank keeps the place. */
  readonly excludes: readonly string[];
  readonly holdout: Holdout | undefined;
  readonly cap: Cap | undefined;
  /** Whatever the file has there; `null` where there is nothing. */
  readonly outcome: Json;
}

/** A rule that matches. */
export interface Match {
  readonly rule: Rule;
  readonly outcome: Json;
  /** 0 where the rule has no score, and where its expression gives no number. */
  readonly score: number;
  /** `name` and `revision` of the rule set, where its file has them. */
  readonly ruleSet: string | undefined;
  readonly revision: string | undefined;
}

/** What rules are evaluated on: the facts, and what else is known. */
export type Snapshot = EvaluationContext & { readonly facts: Facts };

/** One part of a score: what is added where a condition holds. */
export interface ScorePart {
  readonly condition: Condition;
  readonly add: number;
}

/** A rules file that was checked. What of it is shown to others is frozen then: few rules of a large file ever are. */
export interface RuleFile {
  readonly name: string | undefined;
  readonly revision: string | undefined;
  readonly segments: ReadonlyMap<string, Condition>;
  readonly scores: ReadonlyMap<string, readonly ScorePart[]>;
  /** By rank. */
  readonly rules: readonly Rule[];
}
