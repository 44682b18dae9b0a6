import { byName } from '../operators/by-name.ts';
import { LAZY_OPERATORS } from './lazy-operators.ts';
import type { EagerOperator, LazyOperator, LogicOperators, QuotedOperator } from './logic.ts';
import { VALUE_OPERATORS } from './value-operators.ts';

/** Every operator of JsonLogic by name. */
export const LOGIC_OPERATORS: LogicOperators = /* @__PURE__ */ byName<EagerOperator | LazyOperator | QuotedOperator>(
  VALUE_OPERATORS,
  LAZY_OPERATORS,
);
