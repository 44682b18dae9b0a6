import { ARITHMETIC } from './arithmetic.ts';
import { COMPARISON } from './comparison.ts';
import { LOGIC } from './logic.ts';
import { MEMBERSHIP } from './membership.ts';
import type { OperatorTable } from './operator.ts';

/** Every operator by name. */
export const OPERATORS: OperatorTable = { ...COMPARISON, ...LOGIC, ...MEMBERSHIP, ...ARITHMETIC };
