import type { Json } from '../../../core/index.ts';

/** A rule of react-querybuilder. */
export interface QueryRule {
  readonly field: string;
  readonly operator: string;
  readonly value: Json;
  /** Whether the value is a value, or the name of another field. */
  readonly valueSource?: 'value' | 'field';
}

/**
 * A group of react-querybuilder: rules and groups, joined by its combinator, or by those that stand between them, where "and" binds
 * tighter than "or".
 */
export interface QueryGroup {
  readonly combinator?: 'and' | 'or';
  readonly not?: boolean;
  readonly rules: readonly (QueryRule | QueryGroup | 'and' | 'or')[];
}

// The signs of patterns.
const SIGNS = /[\\^$.*+?()[\]{}|]/g;

/** The operators on texts that are a pattern in a strict condition. */
export function patternOf(operator: 'beginsWith' | 'endsWith', text: string): string {
  const escaped = text.replace(SIGNS, '\\$&');
  return operator === 'beginsWith' ? `^${escaped}` : `${escaped}$`;
}

/** The text that a pattern begins or ends with; `undefined` where it says anything else. */
export function textOf(
  pattern: string,
): { readonly operator: 'beginsWith' | 'endsWith'; readonly text: string } | undefined {
  const [, begin, escaped, end] = /^(\^?)((?:[^\\^$.*+?()[\]{}|]|\\[\\^$.*+?()[\]{}|])*)(\$?)$/.exec(pattern) ?? [];
  if (escaped === undefined || Boolean(begin) === Boolean(end)) return undefined;
  return { operator: begin ? 'beginsWith' : 'endsWith', text: escaped.replace(/\\(.)/g, '$1') };
}
