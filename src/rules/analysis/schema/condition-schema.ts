import type { ValueType } from '../../condition/condition.ts';
import type { OperandOperator, Operator } from '../../operators/operator.ts';
import { OPERATORS } from '../../operators/operators.ts';
import { anyOf, described, listOf, ref, type Schema, TEXT } from './json-schema.ts';
import { OPERATOR_WORDS } from './operator-words.ts';
import { QUERY_ARGUMENTS } from './query-arguments.ts';

type Types = readonly ValueType[];

const SCALARS = ['number', 'string', 'boolean', 'null'] as const;
const LISTS = { numbers: 'number', strings: 'string' } as const;

/**
 * The definitions of conditions and of every expression in them, made from the table of operators: how many operands each takes, of
 * which types, and what it gives. Facts, and properties of events, may be of any type.
 */
export function conditionDefinitions(): Readonly<Record<string, Schema>> {
  const definitions: Record<string, Schema> = {
    'var-argument': varArgument(),
    path: TEXT,
    degree: { enum: ['on-device', 'anonymous', 'pseudonymous', 'identified'] },
  };

  /** An expression that may give one of these types. */
  function expression(types: Types): Schema {
    const name = [...types].sort().join('-or-');
    if (!definitions[name]) {
      // Named before it is made, as expressions contain each other.
      definitions[name] = {};
      definitions[name] = anyOf(...constants(types), operation(types));
    }
    return ref(name);
  }

  /** An object with exactly one key, so that editors can list the operators that fit. */
  function operation(types: Types): Schema {
    const fitting = [...OPERATORS].filter(([name, operator]) => {
      const gives = givenBy(name, operator);
      return gives === 'unknown' || types.includes(gives);
    });
    const members = fitting.map(([name, operator]) => [name, described(wordsOf(name), argument(name, operator))]);
    return {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
      properties: { var: described(wordsOf('var'), ref('var-argument')), ...Object.fromEntries(members) },
    };
  }

  function argument(name: string, operator: Operator): Schema {
    if (!('read' in operator)) return operands(operator);
    definitions[`${name}-argument`] = QUERY_ARGUMENTS[name]?.[1] ?? {};
    return ref(`${name}-argument`);
  }

  /** Operators that take the same share a definition. */
  function operands({ arity: [least, most], takes, takesNext = takes }: OperandOperator): Schema {
    const first = expression(takes);
    const next = expression(takesNext);
    const name = [least, 'to', most, ...takes, 'then', ...takesNext].join('-');
    const list = { type: 'array', prefixItems: [first], items: next, minItems: least, maxItems: most };
    // `{ "!": x }` is short for `{ "!": [x] }`.
    definitions[name] = least === 1 ? anyOf(list, first) : list;
    return ref(name);
  }

  // What is expected at the top is made first, and all others with it.
  definitions.boolean = ref('condition');
  definitions.condition = anyOf({ type: 'boolean' }, operation(['boolean']));
  expression(['number']);
  return definitions;
}

function constants(types: Types): readonly Schema[] {
  const scalars = SCALARS.filter((type) => types.includes(type));
  const lists = Object.entries(LISTS).filter(([list]) => types.some((type) => type === list));
  return [
    ...(scalars.length > 0 ? [{ type: scalars }] : []),
    ...lists.map(([, member]) => listOf({ type: member }, 1)),
  ];
}

function varArgument(): Schema {
  const fallback = anyOf({ type: ['number', 'string', 'boolean', 'null'] }, ...constants(['strings', 'numbers']));
  return anyOf(TEXT, { type: 'array', prefixItems: [TEXT, fallback], items: false, minItems: 1 });
}

function givenBy(name: string, operator: Operator): ValueType {
  if ('read' in operator) return QUERY_ARGUMENTS[name]?.[0] ?? 'unknown';
  return operator.gives ?? 'boolean';
}

function wordsOf(name: string): string {
  return OPERATOR_WORDS[name] ?? name;
}
