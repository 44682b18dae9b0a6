import type { Json } from '../../../core/index.ts';

/** A JSON Schema, draft 2020-12. */
export type Schema = { readonly [key: string]: Json };

/** A reference to a definition of the same schema. */
export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

/** An object with these members and no others. */
export function object(properties: { readonly [key: string]: Schema }, required: readonly string[] = []): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    ...(required.length > 0 && { required }),
  };
}

/** An object with any names, whose members are all alike. */
export function mapOf(members: Schema): Schema {
  return { type: 'object', additionalProperties: members };
}

export function listOf(items: Schema, least = 0): Schema {
  return { type: 'array', items, ...(least > 0 && { minItems: least }) };
}

export function anyOf(...schemas: readonly Schema[]): Schema {
  const [only] = schemas;
  return schemas.length === 1 && only ? only : { anyOf: schemas };
}

/** A text with something in it. */
export const TEXT: Schema = { type: 'string', minLength: 1 };

/** The same, with words that editors show. */
export function described(description: string, schema: Schema): Schema {
  return { description, ...schema };
}
