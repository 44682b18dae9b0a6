import { deepFreeze, frozenJson, isRecord, type Json, pointerTo } from '../../../core/index.ts';
import type { FactTypes } from '../../condition/facts.ts';
import { invalid } from '../../condition/refusal.ts';
import type { ImportedCondition, ImportNote } from '../imported.ts';
import { importRule, type RuleContext } from './import-rule.ts';

// What the builder has where nothing was chosen.
const PLACEHOLDER = '~';

/** What is known when a query is imported. */
export interface QueryBuilderOptions {
  /** The facts and their types: texts of digits become numbers where the fact is one. */
  readonly facts?: FactTypes;
  /** JSON Pointer of the query in its document. */
  readonly at?: string;
}

/**
 * Imports a query of react-querybuilder (https://react-querybuilder.js.org): a group with a combinator, or with combinators between
 * its rules. The result is in the strict dialect: values of different types are never equal. Rules that are muted or incomplete are
 * left out, which is noted; match modes, "xor" and operators of one's own are refused.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong
 * @example
 * ```ts
 * import { importQueryBuilder } from 'kindred/rules/import';
 *
 * const { condition } = importQueryBuilder({
 *   combinator: 'and',
 *   rules: [{ field: 'email', operator: 'endsWith', value: '.example' }],
 * });
 * console.log(JSON.stringify(condition)); // {"and":[{"matches":[{"var":"email"},"\\.example$"]}]}
 * ```
 */
export function importQueryBuilder(query: unknown, { facts, at = '' }: QueryBuilderOptions = {}): ImportedCondition {
  const notes: ImportNote[] = [];
  const context: RuleContext = { facts, notes };
  const condition = importGroup(frozenJson(query, { code: 'invalid-rule', at }), at, context);
  return deepFreeze({ condition, dialect: 'strict', notes });
}

function importGroup(group: Json, at: string, context: RuleContext): Json {
  if (!isObject(group) || !isList(group.rules)) {
    throw invalid('This is no group', at, 'Write {"combinator": "and", "rules": […]}.');
  }
  if (group.match !== undefined) throw invalid('There are no match modes', pointerTo(at, 'match'), 'Name the facts.');
  const place = pointerTo(at, 'rules');
  const joined =
    group.combinator === undefined
      ? joinBetween(group.rules, place, context)
      : joinAll(group.rules, readCombinator(group.combinator, pointerTo(at, 'combinator')), place, context);
  if (joined === true) context.notes.push({ at, note: 'The group is empty, so it holds' });
  return group.not === true ? { '!': [joined] } : joined;
}

type Combinator = 'and' | 'or';

function joinAll(rules: readonly Json[], combinator: Combinator, at: string, context: RuleContext): Json {
  const parts = rules.flatMap((rule, index) => importPart(rule, pointerTo(at, index), context));
  return parts.length ? { [combinator]: parts } : true;
}

/** Rules with combinators between them: any of what is joined by "and". */
function joinBetween(rules: readonly Json[], at: string, context: RuleContext): Json {
  const alternatives: Json[][] = [[]];
  rules.forEach((rule, index) => {
    const place = pointerTo(at, index);
    const isBetween = index % 2 === 1;
    if (isBetween !== (typeof rule === 'string') || (isBetween && index === rules.length - 1)) {
      throw invalid('Rules and combinators must alternate', place, 'Write [rule, "and", rule].');
    }
    if (!isBetween) alternatives.at(-1)?.push(...importPart(rule, place, context));
    else if (readCombinator(rule, place) === 'or') alternatives.push([]);
  });
  const joined = alternatives.filter((parts) => parts.length);
  const [only = []] = joined;
  if (joined.length < 2) return only.length ? { and: only } : true;
  return { or: joined.map(([first = true, ...others]) => (others.length ? { and: [first, ...others] } : first)) };
}

/** A rule or group; nothing where it is left out. */
function importPart(part: Json, at: string, context: RuleContext): readonly Json[] {
  if (!isObject(part)) throw invalid('This is no rule', at, 'Write {"field": …, "operator": …, "value": …}.');
  const isIncomplete = [part.field, part.operator, part.value].includes(PLACEHOLDER);
  if (part.muted !== true && !isIncomplete) {
    return ['rules' in part ? importGroup(part, at, context) : importRule(part, at, context)];
  }
  context.notes.push({ at, note: `It is ${isIncomplete ? 'incomplete' : 'muted'}, and left out` });
  return [];
}

function readCombinator(name: Json, at: string): Combinator {
  const combinator = typeof name === 'string' ? name.toLowerCase() : name;
  if (combinator === 'and' || combinator === 'or') return combinator;
  throw invalid('This is no combinator', at, 'There are "and" and "or".');
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return isRecord(value);
}
