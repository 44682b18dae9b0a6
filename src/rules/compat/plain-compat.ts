import type { InterpretQuery } from '../condition/interpret.ts';
import { interpretLogic } from './interpret-logic.ts';
import { membersOf, verdict } from './verdict.ts';

/** The compat dialect for the interpreter. */
export const PLAIN_COMPAT: Readonly<Record<string, InterpretQuery>> = {
  compat({ query, written }, facts, context) {
    const { guards, operators } = membersOf(query);
    return verdict(guards, context, () => interpretLogic(written, facts, operators));
  },
};
