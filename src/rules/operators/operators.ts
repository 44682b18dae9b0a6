import { ARITHMETIC } from './arithmetic.ts';
import type { Operators } from './basic-operators.ts';
import { byName } from './by-name.ts';
import { CAP } from './cap.ts';
import { COMPARISON } from './comparison.ts';
import { HISTORY } from './history.ts';
import { LOGIC } from './logic.ts';
import { MEMBERSHIP } from './membership.ts';
import { MOMENT } from './moment.ts';
import type { Operator } from './operator.ts';
import { PATTERN } from './pattern.ts';
import { STANDING } from './standing.ts';

/** Every operator by name. */
export const OPERATORS: Operators = /* @__PURE__ */ byName<Operator>(
  COMPARISON,
  LOGIC,
  MEMBERSHIP,
  ARITHMETIC,
  PATTERN,
  STANDING,
  HISTORY,
  MOMENT,
  CAP,
);
