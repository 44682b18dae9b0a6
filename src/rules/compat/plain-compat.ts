import type { GuardedFact } from '../condition/facts.ts';
import type { InterpretQuery } from '../condition/interpret.ts';
import { interpretLogic } from './interpret-logic.ts';
import { verdict } from './verdict.ts';

/** The compat dialect for the interpreter. */
export const PLAIN_COMPAT: Readonly<Record<string, InterpretQuery>> = {
  compat({ query }, facts, context) {
    const guards: readonly GuardedFact[] = Array.isArray(query.guards) ? query.guards : [];
    const operators = query.operators instanceof Map ? query.operators : undefined;
    return verdict(guards, context, () => interpretLogic(query.rule, facts, operators));
  },
};
