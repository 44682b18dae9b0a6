import { isRecord } from '../../core/index.ts';
import { isTruthy } from './coercion.ts';
import type { LogicOperators } from './logic.ts';
import { LOGIC_OPERATORS } from './operators.ts';
import { MAX_VISITS } from './parse-logic.ts';

/**
 * The value of a JsonLogic rule that was checked, found by walking through its JSON: the oracle for the closures. The two share
 * only the operators on values.
 *
 * @throws RangeError, TypeError where it cannot be applied to the data, or not in time
 */
export function interpretLogic(rule: unknown, data: unknown, operators: LogicOperators = LOGIC_OPERATORS): unknown {
  let left = MAX_VISITS;

  function valueIn(rule: unknown, data: unknown): unknown {
    if (Array.isArray(rule)) return rule.map((item) => valueIn(item, data));
    const [[name, argument] = [], ...others] = isRecord(rule) ? Object.entries(rule) : [];
    if (name === undefined || others.length) return rule;
    const operator = operators.get(name);
    if (operator && 'read' in operator) return operator.read(argument, '').apply(data);
    const operands: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
    if (typeof operator !== 'function') return valueOfLazy(name, operands, data);
    return operator(data, ...operands.map((operand) => valueIn(operand, data)));
  }

  function valueOfLazy(name: string, operands: readonly unknown[], data: unknown): unknown {
    if (name === 'if' || name === '?:') return choose(operands, data);
    if (name !== 'and' && name !== 'or') return overList(name, operands, data);
    let value: unknown;
    for (const operand of operands) {
      value = valueIn(operand, data);
      if (isTruthy(value) === (name === 'or')) break;
    }
    return value;
  }

  function choose(operands: readonly unknown[], data: unknown): unknown {
    let place = 0;
    while (place + 1 < operands.length && !isTruthy(valueIn(operands[place], data))) place += 2;
    if (place >= operands.length) return null;
    return valueIn(operands[place + 1 < operands.length ? place + 1 : place], data);
  }

  function overList(name: string, [first, logic, initial]: readonly unknown[], data: unknown): unknown {
    const given = valueIn(first, data);
    const list: readonly unknown[] = Array.isArray(given) ? given : [];
    if (name === 'reduce') return fold(list, logic, initial === undefined ? null : valueIn(initial, data));
    const values: unknown[] = [];
    const kept: unknown[] = [];
    for (const item of list) {
      const value = visit(logic, item);
      values.push(value);
      if (isTruthy(value)) kept.push(item);
      // Where one element decides, the others are not looked at.
      if (isTruthy(value) ? name === 'some' || name === 'none' : name === 'all') break;
    }
    if (name === 'map') return values;
    if (name === 'filter') return kept;
    if (name === 'all') return list.length > 0 && kept.length === list.length;
    return kept.length > 0 === (name === 'some');
  }

  function fold(list: readonly unknown[], logic: unknown, initial: unknown): unknown {
    let accumulator = initial;
    for (const current of list) accumulator = visit(logic, { current, accumulator });
    return accumulator;
  }

  function visit(logic: unknown, data: unknown): unknown {
    left -= 1;
    if (left < 0) throw new RangeError('too many elements');
    return logic === undefined ? undefined : valueIn(logic, data);
  }

  return valueIn(rule, data);
}
