import { isTruthy } from './coercion.ts';
import type { Apply, LazyOperator, Visit } from './logic.ts';

/** The operators of JsonLogic that evaluate their operands as far as needed, or once for each element of a list. */
export const LAZY_OPERATORS: Readonly<Record<string, LazyOperator>> = {
  if: { compile: compileIf },
  '?:': { compile: compileIf },
  and: /* @__PURE__ */ joining(false),
  or: /* @__PURE__ */ joining(true),
  map: /* @__PURE__ */ onList((list, change) => list.map(change)),
  filter: /* @__PURE__ */ onList((list, isWanted) => list.filter((item) => isTruthy(isWanted(item)))),
  all: /* @__PURE__ */ onList((list, holds) => list.length > 0 && list.every((item) => isTruthy(holds(item)))),
  some: /* @__PURE__ */ onList((list, holds) => list.some((item) => isTruthy(holds(item)))),
  none: /* @__PURE__ */ onList((list, holds) => !list.some((item) => isTruthy(holds(item)))),
  reduce: { isOnList: true, compile: compileReduce },
};

/** Condition and value, condition and value, and so on, then what is taken else. */
function compileIf([condition, value, ...others]: readonly Apply[]): Apply {
  if (!condition || !value) return condition ?? (() => null);
  const otherwise = compileIf(others);
  return (data) => (isTruthy(condition(data)) ? value(data) : otherwise(data));
}

/** The first value that counts as true, or as false, else the last. */
function joining(until: boolean): LazyOperator {
  return {
    compile: (operands) => (data) => {
      let value: unknown;
      for (const operand of operands) {
        value = operand(data);
        if (isTruthy(value) === until) break;
      }
      return value;
    },
  };
}

/** An operator on each element of a list; what is none has no elements. A new list each time: two are never the same. */
function onList(run: (list: readonly unknown[], logic: Apply) => unknown): LazyOperator {
  return {
    isOnList: true,
    compile: ([list, logic], visit) => {
      const apply = (item: unknown) => visit(logic, item);
      return (data) => {
        const items = list?.(data);
        return run(Array.isArray(items) ? items : [], apply);
      };
    },
  };
}

function compileReduce([list, logic, initial]: readonly Apply[], visit: Visit): Apply {
  return (data) => {
    const items = list?.(data);
    const first = initial ? initial(data) : null;
    if (!Array.isArray(items)) return first;
    return items.reduce((accumulator: unknown, current: unknown) => visit(logic, { current, accumulator }), first);
  };
}
