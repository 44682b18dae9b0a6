import { deepFreeze, frozenJson, isRecord, type Json } from '../../../core/index.ts';
import { type FactTypes, findPattern } from '../../condition/facts.ts';
import { parseExpression } from '../../condition/parse.ts';
import type { ImportedCondition } from '../imported.ts';
import { readCondition } from './conditions.ts';
import { expandValue } from './expand-groups.ts';
import { groupCondition, within } from './groups.ts';
import { createScope, type Scope } from './scope.ts';
import { strictValue } from './strict-value.ts';

/** What is known when a condition is imported. */
export interface MongoOptions {
  /** The attributes and their types. What is asked of them can then often be said in the strict dialect. */
  readonly facts?: FactTypes;
  /** GrowthBook's saved groups by id: lists of values, or `{"type": "list" | "condition", …}`. */
  readonly savedGroups?: Readonly<Record<string, unknown>>;
  /** JSON Pointer of the condition in its document. */
  readonly at?: string;
}

/**
 * Imports a targeting condition in MongoDB's form with the semantics of GrowthBook
 * (https://docs.growthbook.io/lib/build-your-own#conditions). The result is in the strict dialect where that means the same for
 * every value of the facts' declared types, else in the extended one, which evaluates each entry as GrowthBook does: there
 * `missing < 5` holds. Saved groups are put in place of their names.
 *
 * Unlike GrowthBook it refuses `{"$and": 5}` and other malformed conditions, and patterns that could take exponential time, and
 * reads own properties only. What GrowthBook does not know holds for nobody; it is noted.
 *
 * @throws KindredError `invalid-rule`; `at` is the JSON Pointer of what is wrong
 * @example
 * ```ts
 * import { compileCondition } from 'kindred/rules';
 * import { importMongo, parseImported } from 'kindred/rules/import';
 *
 * const imported = importMongo({ country: { $in: ['de', 'at'] }, 'cart.total': { $gte: 50 } });
 * const holds = compileCondition(parseImported(imported));
 * console.log(holds({ country: 'at', cart: { total: 70 } }), imported.notes); // true []
 * ```
 */
export function importMongo(condition: unknown, { facts, savedGroups, at = '' }: MongoOptions = {}): ImportedCondition {
  const input = frozenJson(condition, { code: 'invalid-rule', at });
  const scope = createScope(readCondition, savedGroups);
  readCondition(input, at, scope);
  const { notes } = scope;
  const strict = translate(input, scope, (path, asked) => strictEntry(path, asked, facts));
  if (strict !== undefined && loads(strict, facts)) return deepFreeze({ condition: strict, dialect: 'strict', notes });
  const extended = translate(input, scope, (path, asked) => ({ mongo: { [path]: expandValue(asked, scope) } }));
  return deepFreeze({ condition: extended ?? true, dialect: 'extended', notes });
}

function strictEntry(path: string, asked: unknown, facts: FactTypes = {}): Json | undefined {
  const names = path.split('.');
  const pattern = findPattern(Object.keys(facts), names);
  const declared = pattern === undefined ? undefined : facts[pattern];
  // The strict dialect does not look into lists; of a fact that was declared we know that none is on its way.
  if (declared === undefined && names.some((name) => /^(\d+|length)$/.test(name))) return undefined;
  return strictValue(path.replaceAll('\\', '\\\\'), asked, typeof declared === 'object' ? declared.type : declared);
}

function loads(condition: Json, facts: FactTypes | undefined): boolean {
  try {
    parseExpression(condition, 'boolean', facts ? { facts } : {});
    return true;
  } catch {
    return false;
  }
}

/** The condition of a path and what is asked of it; `undefined` where there is none. */
type Entry = (path: string, asked: unknown) => Json | undefined;

/** A condition in our form, its entries by a function; `undefined` where that has none for one of them. */
function translate(condition: unknown, scope: Scope, entry: Entry): Json | undefined {
  const entries = isRecord(condition) ? Object.entries(condition) : [];
  return joined(
    'and',
    entries.map(([key, asked]) => translateEntry(key, asked, scope, entry)),
  );
}

function translateEntry(key: string, asked: unknown, scope: Scope, entry: Entry): Json | undefined {
  const conditions = () => (Array.isArray(asked) ? asked : []).map((item) => translate(item, scope, entry));
  switch (key) {
    case '$and':
      return joined('and', conditions());
    case '$or':
      return joined('or', conditions());
    case '$nor':
      return negated(joined('or', conditions()));
    case '$not':
      return negated(translate(asked, scope, entry));
    case '$savedGroup': {
      const group = groupCondition(scope, asked);
      return group ? translate(group.condition, within(scope, group.id), entry) : false;
    }
    default:
      return entry(key, asked);
  }
}

function joined(operator: 'and' | 'or', parts: readonly (Json | undefined)[]): Json | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const [only = true] = known;
  return known.length > 1 ? { [operator]: known } : only;
}

function negated(condition: Json | undefined): Json | undefined {
  return condition === undefined ? undefined : { '!': [condition] };
}
