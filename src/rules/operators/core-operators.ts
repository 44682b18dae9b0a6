import { ARITHMETIC } from './arithmetic.ts';
import type { Operators } from './basic-operators.ts';
import { byName } from './by-name.ts';
import { COMPARISON } from './comparison.ts';
import { LOGIC } from './logic.ts';
import { MEMBERSHIP } from './membership.ts';
import type { Operator } from './operator.ts';

/** Comparing, joining, membership and arithmetic: what a page needs for rules that ask for neither history nor time. */
export const CORE_OPERATORS: Operators = /* @__PURE__ */ byName<Operator>(COMPARISON, LOGIC, MEMBERSHIP, ARITHMETIC);
