import type { EagerOperator, LogicOperators } from '../../compat/logic.ts';
import { fractional } from './fractional.ts';
import { compareVersions } from './sem-ver.ts';

/** The operators that flagd adds to JsonLogic. What they are not made for has no answer, `null`. */
export const FLAGD_OPERATORS: LogicOperators = /* @__PURE__ */ new Map<string, EagerOperator>([
  ['fractional', fractional],
  ['sem_ver', (_, ...values) => (values.length === 3 ? compareVersions(values[0], values[1], values[2]) : null)],
  ['starts_with', (_, ...values) => onTexts(values, (text, part) => text.startsWith(part))],
  ['ends_with', (_, ...values) => onTexts(values, (text, part) => text.endsWith(part))],
]);

function onTexts(values: readonly unknown[], holds: (text: string, part: string) => boolean): boolean | null {
  const [text, part] = values;
  return values.length === 2 && typeof text === 'string' && typeof part === 'string' ? holds(text, part) : null;
}
