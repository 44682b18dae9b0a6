import { byName } from './by-name.ts';
import { COMPARISON } from './comparison.ts';
import { LOGIC } from './logic.ts';
import { MEMBERSHIP } from './membership.ts';
import type { Operator } from './operator.ts';

/** Operators that rules may use, by name. */
export type Operators = ReadonlyMap<string, Operator>;

/** Comparing, joining and membership. */
export const BASIC_OPERATORS: Operators = /* @__PURE__ */ byName<Operator>(COMPARISON, LOGIC, MEMBERSHIP);
