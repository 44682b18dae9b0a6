import { ARITHMETIC } from './arithmetic.ts';
import { CAP } from './cap.ts';
import { COMPARISON } from './comparison.ts';
import { HISTORY } from './history.ts';
import { LOGIC } from './logic.ts';
import { MEMBERSHIP } from './membership.ts';
import { MOMENT } from './moment.ts';
import type { Operator } from './operator.ts';
import { PATTERN } from './pattern.ts';
import { STANDING } from './standing.ts';

/** Every operator by name. A map, as a plain object also has the names of its prototype. */
export const OPERATORS: ReadonlyMap<string, Operator> = /* @__PURE__ */ new Map<string, Operator>(
  /* @__PURE__ */ Object.entries({
    ...COMPARISON,
    ...LOGIC,
    ...MEMBERSHIP,
    ...ARITHMETIC,
    ...PATTERN,
    ...STANDING,
    ...HISTORY,
    ...MOMENT,
    ...CAP,
  }),
);
