import type { Json } from '../../../core/index.ts';
import type { FactType } from '../../condition/facts.ts';
import { MANY } from '../../operators/operator.ts';
import { compilePattern } from '../../pattern/pattern.ts';
import { isOperators } from './groups.ts';
import { isPattern } from './values.ts';

// Operators of order, by their name in the strict dialect.
const ORDER: ReadonlyMap<string, string> = new Map([
  ['$lt', '<'],
  ['$lte', '<='],
  ['$gt', '>'],
  ['$gte', '>='],
]);

/**
 * What is asked of a fact, in the strict dialect, where it means the same for every value that the fact can have; else
 * `undefined`. GrowthBook takes a missing value as 0, "null" or false, depending on what it is compared with.
 */
export function strictValue(path: string, asked: unknown, type: FactType | undefined): Json | undefined {
  const fact = { var: path };
  if (type === 'strings' || type === 'numbers') return strictList(fact, asked, type);
  if (asked === null) return { '==': [fact, null] };
  // Missing, its text would be "null".
  if (typeof asked === 'string') return type === 'string' && asked !== 'null' ? { '==': [fact, asked] } : undefined;
  if (typeof asked === 'number') return type === 'number' ? { '==': [{ var: [path, 0] }, asked] } : undefined;
  if (typeof asked === 'boolean') return type === 'boolean' ? { '==': [fact, asked] } : undefined;
  if (!isOperators(asked)) return undefined;
  const parts = Object.entries(asked).map(([name, expected]) => strictOperator(path, name, expected, type));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return known.length === 1 ? known[0] : { and: known };
}

function strictOperator(path: string, name: string, expected: unknown, type: FactType | undefined): Json | undefined {
  const fact = { var: path };
  const order = ORDER.get(name);
  if (order) return strictOrder(path, order, expected, type);
  switch (name) {
    case '$eq':
      return isScalarOf(expected, type) ? { '==': [fact, expected] } : undefined;
    case '$ne':
      return isScalarOf(expected, type) ? { '!=': [fact, expected] } : undefined;
    case '$exists':
      return { [expected ? '!=' : '==']: [fact, null] };
    case '$in':
      return strictMembers(fact, expected, type);
    case '$nin':
      return negated(strictMembers(fact, expected, type));
    case '$not':
      return negated(strictValue(path, expected, type));
    case '$regex':
    case '$regexi':
      return strictPattern(fact, expected, name === '$regexi' ? ['i'] : [], type);
    default:
      return undefined;
  }
}

function strictList(fact: Json, asked: unknown, type: FactType): Json | undefined {
  const [name, expected, ...others] = isOperators(asked) ? Object.entries(asked).flat() : [];
  if (others.length || !Array.isArray(expected)) return undefined;
  const members = expected.filter((member) => isScalarOf(member, type === 'strings' ? 'string' : 'number'));
  if (members.length < expected.length || members.length > MANY) return undefined;
  const holds = members.length ? { or: members.map((member): Json => ({ in: [member, fact] })) } : false;
  return name === '$in' ? holds : name === '$nin' ? negated(holds) : undefined;
}

function strictOrder(path: string, order: string, expected: unknown, type: FactType | undefined): Json | undefined {
  if (type === 'number' && isScalarOf(expected, type)) return { [order]: [{ var: [path, 0] }, expected] };
  // Missing, it would be the number 0, which has an order with texts of digits.
  const isWord = typeof expected === 'string' && Number.isNaN(Number(expected));
  return type === 'string' && isWord ? { [order]: [{ var: path }, expected] } : undefined;
}

function strictMembers(fact: Json, expected: unknown, type: FactType | undefined): Json | undefined {
  if (!Array.isArray(expected) || (type !== 'string' && type !== 'number')) return undefined;
  const members = expected.filter((member) => isScalarOf(member, type));
  if (members.length < expected.length) return undefined;
  return members.length ? { in: [fact, members] } : false;
}

function strictPattern(
  fact: Json,
  expected: unknown,
  flags: readonly string[],
  type: FactType | undefined,
): Json | undefined {
  if (type !== 'string' || typeof expected !== 'string' || !isPattern(expected)) return undefined;
  // Missing, it would be the text "null".
  return compilePattern(expected, flags.join(''))('null') ? undefined : { matches: [fact, expected, ...flags] };
}

function negated(condition: Json | undefined): Json | undefined {
  return condition === undefined ? undefined : { '!': [condition] };
}

/** Whether it is null, or a text, number or boolean of the type, if one is known. */
function isScalarOf(value: unknown, type: FactType | undefined): value is string | number | boolean | null {
  if (value === null) return type === undefined || !/s$/.test(type);
  return type === undefined || type === 'unknown'
    ? /^(string|number|boolean)$/.test(typeof value)
    : typeof value === type;
}
