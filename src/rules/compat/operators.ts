import { LAZY_OPERATORS } from './lazy-operators.ts';
import type { LogicOperators } from './logic.ts';
import { VALUE_OPERATORS } from './value-operators.ts';

/** Every operator of JsonLogic by name. */
export const LOGIC_OPERATORS: LogicOperators = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries({ ...VALUE_OPERATORS, ...LAZY_OPERATORS }),
);
