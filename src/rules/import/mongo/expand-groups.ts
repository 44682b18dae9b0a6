import type { Json } from '../../../core/index.ts';
import { isRecord } from '../../../core/index.ts';
import { groupCondition, groupValues, isOperators, within } from './groups.ts';
import type { Scope } from './scope.ts';

// What holds for nobody: neither of nothing, which holds.
const NEVER: Json = { $nor: [] };

/**
 * A condition that was read, with what its saved groups stand for in their place. It keeps its other keys: whether all of them are
 * operators decides how `$elemMatch` takes it.
 */
function expandCondition(condition: unknown, scope: Scope): Json {
  const { $savedGroup: reference, ...others } = isRecord(condition) ? condition : {};
  const expanded = Object.entries(others).map(([key, asked]): [string, Json] => [key, expandEntry(key, asked, scope)]);
  if (reference === undefined) return Object.fromEntries(expanded);
  const conditions = [
    ...expanded.flatMap(([key, value]) => (key === '$and' ? value : [])),
    expandGroup(reference, scope),
  ];
  return { ...Object.fromEntries(expanded), $and: conditions };
}

function expandEntry(key: string, asked: unknown, scope: Scope): Json {
  if (key === '$not') return expandCondition(asked, scope);
  if (!/^\$(and|or|nor)$/.test(key)) return expandValue(asked, scope);
  return Array.isArray(asked) ? asked.map((item) => expandCondition(item, scope)) : [];
}

function expandGroup(reference: unknown, scope: Scope): Json {
  const group = groupCondition(scope, reference);
  return group ? expandCondition(group.condition, within(scope, group.id)) : NEVER;
}

/** What is asked of a value, likewise. */
export function expandValue(asked: unknown, scope: Scope): Json {
  if (!isOperators(asked)) return toJson(asked);
  return Object.fromEntries(
    Object.entries(asked).map(([name, expected]): [string, Json] => [name, expandOperand(name, expected, scope)]),
  );
}

function expandOperand(name: string, expected: unknown, scope: Scope): Json {
  switch (name) {
    case '$not':
    case '$size':
      return expandValue(expected, scope);
    case '$elemMatch':
      return isOperators(expected) ? expandValue(expected, scope) : expandCondition(expected, scope);
    case '$all':
    case '$alli':
      return Array.isArray(expected) ? expected.map((item) => expandValue(item, scope)) : toJson(expected);
    case '$inGroup':
    case '$notInGroup':
      return toJson(groupValues(scope, expected) ?? false);
    default:
      return toJson(expected);
  }
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
