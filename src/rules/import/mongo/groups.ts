import { isRecord, ownValue } from '../../../core/index.ts';
import type { Scope } from './scope.ts';

/** What a reference to a saved group stands for: a condition, with the group's name so that it is not entered again. */
export interface GroupCondition {
  readonly id: string;
  readonly condition: Readonly<Record<string, unknown>>;
}

/**
 * The values of the list that a group is; `undefined` where it is none, which then matches nobody. A group that is not there is an
 * empty list.
 */
export function groupValues({ savedGroups }: Scope, id: unknown): readonly unknown[] | undefined {
  const entry = ownValue(savedGroups, String(id));
  if (entry === undefined) return [];
  const values = isRecord(entry) && entry.type === 'list' ? entry.values : entry;
  return Array.isArray(values) ? values : undefined;
}

/** The condition that `$savedGroup` stands for; `undefined` where it matches nobody. */
export function groupCondition({ savedGroups, visited }: Scope, reference: unknown): GroupCondition | undefined {
  if (!isRecord(reference)) return undefined;
  const { id, attributeKey } = reference;
  if (typeof id !== 'string' || visited.includes(id)) return undefined;
  if (attributeKey !== undefined && typeof attributeKey !== 'string') return undefined;
  const entry = ownValue(savedGroups, id);
  if (!isRecord(entry)) return undefined;
  if (entry.type === 'condition' && isRecord(entry.condition)) return { id, condition: entry.condition };
  const key = attributeKey ?? entry.attributeKey;
  if (entry.type !== 'list' || typeof key !== 'string' || !Array.isArray(entry.values)) return undefined;
  return { id, condition: { [key]: { $in: entry.values } } };
}

/** The scope within a saved group. */
export function within(scope: Scope, id: string): Scope {
  return { ...scope, visited: [...scope.visited, id] };
}

/** Whether all keys are operators, and there are some. */
export function isOperators(value: unknown): value is Readonly<Record<string, unknown>> {
  const keys = isRecord(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => key.startsWith('$'));
}
