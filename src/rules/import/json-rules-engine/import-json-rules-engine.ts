import { deepFreeze, frozenJson, type Json, pointerTo } from '../../../core/index.ts';
import { invalid, unknownName } from '../../condition/refusal.ts';
import type { ImportNote } from '../imported.ts';
import { type Context, isObject, readCondition } from './conditions.ts';

const KEYS = ['conditions', 'event', 'priority', 'name'];

/** What the rules refer to. */
export interface JsonRulesEngineOptions {
  /** The conditions that were given to `engine.setCondition`, by name. They become segments. */
  readonly conditions?: Readonly<Record<string, unknown>>;
}

/** Imported rules. */
export interface ImportedRules {
  /** A rules file for `defineRules`. */
  readonly file: {
    readonly version: 1;
    readonly segments?: Readonly<Record<string, Json>>;
    readonly rules: readonly Readonly<Record<string, Json>>[];
  };
  readonly notes: readonly ImportNote[];
}

/**
 * Imports rules of json-rules-engine (https://github.com/CacheControl/json-rules-engine) as a rules file in the strict dialect: the
 * event becomes the outcome, shared conditions become segments. Paths may be `$.a.b`; facts with `params`, other JSONPath and
 * operators that were added to the engine are refused. A fact that is missing is `null`, where the engine throws or has
 * `undefined`.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong, in the rule or list of rules
 * @example
 * ```ts
 * import { defineRules } from 'kindred/rules';
 * import { importJsonRulesEngine } from 'kindred/rules/import';
 *
 * const { file, notes } = importJsonRulesEngine({
 *   conditions: { all: [{ fact: 'cart', path: '$.total', operator: 'greaterThan', value: 50 }] },
 *   event: { type: 'free-shipping' },
 * });
 * console.log(defineRules(file).evaluate({ facts: { cart: { total: 60 } } }).length, notes.length); // 1 1
 * ```
 */
export function importJsonRulesEngine(input: unknown, { conditions = {} }: JsonRulesEngineOptions = {}): ImportedRules {
  const json = frozenJson(input, { code: 'invalid-rule', maxValues: 1_000_000 });
  const shared = frozenJson(conditions, { code: 'invalid-rule', at: '/conditions' });
  const notes: ImportNote[] = [];
  const context: Context = { shared: Object.keys(isObject(shared) ? shared : {}), notes };
  const ids = new Set<string>();
  const rules = isList(json)
    ? json.map((rule, index) => importRule(rule, `/${index}`, index, { ...context, ids }))
    : [importRule(json, '', 0, { ...context, ids })];
  const segments = Object.entries(isObject(shared) ? shared : {}).map(([name, condition]): [string, Json] => [
    name,
    readCondition(condition, pointerTo('/conditions', name), context),
  ]);
  const file = { version: 1, ...(segments.length && { segments: Object.fromEntries(segments) }), rules } as const;
  return deepFreeze({ file, notes });
}

interface RuleContext extends Context {
  readonly ids: Set<string>;
}

function importRule(input: Json, at: string, index: number, context: RuleContext): Readonly<Record<string, Json>> {
  if (!isObject(input)) throw invalid('This is no rule', at, 'Write {"conditions": …, "event": …}.');
  for (const key of Object.keys(input))
    if (!KEYS.includes(key)) throw unknownName('key', key, pointerTo(at, key), KEYS);
  const { conditions, event, priority = 1 } = input;
  const place = pointerTo(at, 'conditions');
  if (!isObject(conditions) || !['any', 'all', 'not', 'condition'].some((key) => key in conditions)) {
    throw invalid('The conditions have no "all", "any", "not" or "condition"', conditions ? place : at, 'Write one.');
  }
  if (!isObject(event) || typeof event.type !== 'string') {
    throw invalid('The rule has no event', event ? pointerTo(at, 'event') : at, 'Write "event": {"type": "…"}.');
  }
  return {
    id: idOf(input, at, index, context),
    when: readCondition(conditions, place, context),
    priority: readPriority(priority, pointerTo(at, 'priority')),
    outcome: event,
  };
}

function readPriority(priority: Json, at: string): number {
  const number = Number.parseInt(String(priority), 10);
  if (number > 0) return number;
  throw invalid('A priority is a number greater than 0', at, 'Write 1.');
}

/** The name of the rule, if it has one that no other has. */
function idOf(
  { name }: Readonly<Record<string, Json>>,
  at: string,
  index: number,
  { ids, notes }: RuleContext,
): string {
  const wanted = typeof name === 'string' || typeof name === 'number' ? String(name) : `rule-${index + 1}`;
  const id = wanted && !ids.has(wanted) ? wanted : `${wanted}-${index + 1}`;
  if (name !== undefined && id !== name) notes.push({ at: pointerTo(at, 'name'), note: `The rule is called "${id}"` });
  ids.add(id);
  return id;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
