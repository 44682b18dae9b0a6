import { isRecord, pointerTo } from '../../../core/index.ts';
import { invalid } from '../../condition/refusal.ts';
import { groupCondition, within } from './groups.ts';
import { deeper, never, type Scope, type Test } from './scope.ts';
import { readValue } from './values.ts';

// No honest attribute has one of these names.
const RESERVED_NAME = /^(__proto__|constructor|prototype)$/;

/**
 * A condition on an object, in MongoDB's form, as GrowthBook evaluates it: all of its entries hold. An entry is `$and`, `$or`, `$nor`,
 * `$not` or `$savedGroup`, or a path with what is asked of its value.
 *
 * @throws KindredError `invalid-rule` for what is malformed; what is unknown holds for nobody, and is noted
 */
export function readCondition(condition: unknown, at: string, outer: Scope): Test {
  const scope = deeper(outer, at);
  const entries = Object.entries(objectOf(condition, at));
  const tests = entries.map(([key, asked]) => readEntry(key, asked, pointerTo(at, key), scope));
  return (object) => tests.every((test) => test(object));
}

function readEntry(key: string, asked: unknown, at: string, scope: Scope): Test {
  switch (key) {
    case '$and':
      return every(readConditions(asked, at, scope));
    case '$or':
      return some(readConditions(asked, at, scope));
    case '$nor': {
      const holds = some(readConditions(asked, at, scope));
      return (object) => !holds(object);
    }
    case '$not': {
      const holds = readCondition(asked, at, scope);
      return (object) => !holds(object);
    }
    case '$savedGroup':
      return readGroup(asked, at, scope);
    default:
      return readPath(key, asked, at, scope);
  }
}

function readPath(path: string, asked: unknown, at: string, scope: Scope): Test {
  if (path.startsWith('$'))
    scope.notes.push({ at, note: `${path} is no operator here, so it is read as an attribute` });
  const test = readValue(asked, at, scope);
  const names = path.split('.');
  return (object) => test(valueAt(object, names));
}

/** The own property at the end of a path, through lists too; `null` where there is none. */
function valueAt(object: unknown, names: readonly string[]): unknown {
  let value = object;
  for (const name of names) {
    const holder: Readonly<Record<string, unknown>> = typeof value === 'object' ? Object(value) : {};
    if (RESERVED_NAME.test(name) || !Object.hasOwn(holder, name)) return null;
    value = holder[name];
  }
  return value;
}

function readGroup(reference: unknown, at: string, scope: Scope): Test {
  const group = groupCondition(scope, reference);
  if (!group) return never(scope, at, 'There is no such group, so this never holds');
  return readCondition(group.condition, at, within(scope, group.id));
}

function readConditions(list: unknown, at: string, scope: Scope): readonly Test[] {
  if (!Array.isArray(list)) throw invalid('This is no list of conditions', at, 'Write [{…}, {…}].');
  deeper(scope, at, list.length);
  return Array.from(list, (item, index) => readCondition(item, pointerTo(at, index), scope));
}

function objectOf(condition: unknown, at: string): Readonly<Record<string, unknown>> {
  if (isRecord(condition)) return condition;
  throw invalid('This is no condition', at, 'Write an object: {"country": "de"}.');
}

function every(tests: readonly Test[]): Test {
  return (object) => tests.every((test) => test(object));
}

/** As GrowthBook has it, an empty list holds. */
function some(tests: readonly Test[]): Test {
  return (object) => !tests.length || tests.some((test) => test(object));
}
