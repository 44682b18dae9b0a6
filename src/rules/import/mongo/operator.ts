import { isRecord } from '../../../core/index.ts';
import type { LogicOperators } from '../../compat/logic.ts';
import { readCondition } from './conditions.ts';
import { createScope } from './scope.ts';

/** `{"mongo": condition}`: a condition in MongoDB's form, evaluated as GrowthBook does. */
export const MONGO_OPERATORS: LogicOperators = /* @__PURE__ */ new Map([
  [
    'mongo',
    {
      read: (condition: unknown, at: string) => ({
        apply: readCondition(condition, at, createScope(readCondition)),
        reads: pathsIn(condition),
      }),
    },
  ],
]);

function pathsIn(condition: unknown): readonly string[] {
  return Object.entries(isRecord(condition) ? condition : {}).flatMap(([key, asked]) => {
    if (!/^\$(and|or|nor|not)$/.test(key)) return [key.replaceAll('\\', '\\\\')];
    return Array.isArray(asked) ? asked.flatMap(pathsIn) : pathsIn(asked);
  });
}
