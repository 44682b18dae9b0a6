import { deepFreeze } from '../../core/index.ts';
import type { Condition } from '../condition/condition.ts';
import { type FactTypes, fillStars, type GuardedFact, parsePath } from '../condition/facts.ts';
import { unknownName } from '../condition/refusal.ts';
import type { CompiledQuery } from '../operators/operator.ts';
import type { Logic, LogicOperators } from './logic.ts';
import { parseLogic } from './parse-logic.ts';
import { verdict } from './verdict.ts';

/** How to check a condition of the compat dialect. */
export interface CompatOptions {
  readonly facts?: FactTypes;
  readonly at?: string;
  /** Other operators than those of JsonLogic. */
  readonly operators?: LogicOperators;
}

/**
 * Checks a condition with JsonLogic's own semantics. It holds where its value counts as true, and not where it cannot be applied
 * to the facts. It is unknown where a fact that it reads needs a permission which is not there.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong
 */
export function parseCompat(input: unknown, { facts, at = '', operators }: CompatOptions = {}): Condition {
  const logic = parseLogic(input, at, operators);
  const guards = facts ? [...logic.reads].flatMap((path) => guardsOf(path, facts, at)) : [];
  // Not a clone, in which two parts may be one object and so equal.
  const written: unknown = JSON.parse(JSON.stringify(input));
  const root = {
    kind: 'query',
    at,
    type: 'boolean',
    name: 'compat',
    operator: compatOperator(logic, guards),
    written,
    query: { operators, guards },
    parts: [],
  } as const;
  return deepFreeze({ at, facts: [...logic.reads], events: [], root });
}

/** What must be permitted for a path to be read: a fact, what is within it, or all of it; '' stands for all facts. */
function guardsOf(path: string, facts: FactTypes, at: string): readonly GuardedFact[] {
  const names = path ? parsePath(path, at) : [];
  const patterns = Object.keys(facts).filter((pattern) => {
    const filled = fillStars(pattern, names);
    return names.every((name, index) => name === (filled[index] ?? name));
  });
  if (path && !patterns.length) throw unknownName('fact', path, at, Object.keys(facts));
  return patterns.map((pattern) => facts[pattern]).filter((fact) => typeof fact === 'object');
}

function compatOperator({ apply }: Logic, guards: readonly GuardedFact[]): CompiledQuery {
  return {
    compile: () => (facts, context) => verdict(guards, context, () => apply(facts)),
  };
}
