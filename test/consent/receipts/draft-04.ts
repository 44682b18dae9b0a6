import { isRecord } from '../../../src/core/index.ts';

/**
 * What is wrong with a value under a JSON schema (draft 04), as JSON Pointers with the keyword. Knows the keywords that Kantara's
 * schema uses, and throws at any other, so that none is passed over.
 */
export function schemaFaults(schema: unknown, value: unknown, at = ''): readonly string[] {
  if (!isRecord(schema)) throw new Error(`No schema at ${at}`);
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    const check = KEYWORDS[keyword];
    if (!check) throw new Error(`Unknown keyword ${keyword}`);
    return check(rule, value, at);
  });
}

type Check = (rule: unknown, value: unknown, at: string) => readonly string[];

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
};

const fails = (isFine: boolean, fault: string) => (isFine ? [] : [fault]);
const itemsOf = (input: unknown): readonly unknown[] => (Array.isArray(input) ? input : []);
const membersOf = (input: unknown) => (isRecord(input) ? input : {});

const KEYWORDS: Readonly<Record<string, Check>> = {
  $schema: () => [],
  type: (rule, value, at) => fails(TYPES[String(rule)]?.(value) === true, `${at}: type ${rule}`),
  minimum: (rule, value, at) => fails(Number(value) >= Number(rule), `${at}: minimum`),
  enum: (rule, value, at) => fails(itemsOf(rule).includes(value), `${at}: enum`),
  required: (rule, value, at) =>
    itemsOf(rule).flatMap((key) => fails(Object.hasOwn(membersOf(value), String(key)), `${at}/${key}: required`)),
  properties: (rule, value, at) =>
    Object.entries(membersOf(value)).flatMap(([key, member]) =>
      Object.hasOwn(membersOf(rule), key) ? schemaFaults(membersOf(rule)[key], member, `${at}/${key}`) : [],
    ),
  items: (rule, value, at) => itemsOf(value).flatMap((item, index) => schemaFaults(rule, item, `${at}/${index}`)),
  oneOf: (rule, value, at) =>
    fails(itemsOf(rule).filter((one) => schemaFaults(one, value, at).length === 0).length === 1, `${at}: oneOf`),
};
