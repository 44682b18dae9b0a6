import { type Belongings, type Is, isString, ownValue } from '../core/index.ts';
import { type Degree, isGrantable } from './degree.ts';
import { ANY_TEXT, membersOf, need, TEXT, TEXTS, textsAmong } from './policy-reader.ts';

/** A use of data that needs the person's permission. */
export interface Purpose {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  /** What the person reads, in a few words. */
  readonly title: string;
  /** What it gives and what it takes, in a sentence or two. */
  readonly description: string;
  /** The highest degree that the site asks for, and what a plain yes grants. */
  readonly degree: Degree;
  /** Another version asks the person again; the policy's unless it has its own. */
  readonly version: string;
  /** Whether it sells, shares or targets advertising: what Global Privacy Control refuses. */
  readonly sale: boolean;
  /** What the person gets for it, and what it costs them, each in a sentence. */
  readonly gives?: string;
  readonly takes?: string;
  /** What its scripts leave behind, to be removed when permission ends. */
  readonly keeps: Belongings;
}

/** A purpose as a site writes it: the degree is `pseudonymous` unless it says another. */
export type PurposeDefinition = Pick<Purpose, 'id' | 'title' | 'description'> &
  Partial<Pick<Purpose, 'degree' | 'version' | 'sale' | 'keeps' | 'gives' | 'takes'>>;

const KEPT: readonly string[] = ['cookies', 'localStorage', 'sessionStorage', 'databases', 'caches'];

const isId: Is<string> = (value): value is string => isString(value) && /^[a-z][a-z0-9-]{0,63}$/.test(value);
export const ID: readonly [Is<string>, string] = [isId, 'must be a-z, 0-9 and hyphens, a letter first'];

/** Checks one purpose; `at` is its JSON Pointer. */
export function definePurpose(input: unknown, at: string, policyVersion: string): Purpose {
  const read = membersOf(input, at);
  return {
    id: read('id', ID),
    title: read('title', TEXT),
    description: read('description', ANY_TEXT),
    degree: read('degree', [isGrantable, 'must be a degree above none'], 'pseudonymous'),
    version: read('version', TEXT, policyVersion),
    sale: read('sale', [(value) => typeof value === 'boolean', 'must be true or false'], false),
    keeps: defineBelongings(ownValue(input, 'keeps') ?? {}, `${at}/keeps`),
    ...textsAmong(input, ['gives', 'takes']),
  };
}

function defineBelongings(input: unknown, at: string): Belongings {
  const read = membersOf(input, at);
  return Object.fromEntries(
    Object.keys(Object(input)).map((kind) => {
      // What lies at a place that nobody knows would never be removed.
      need(KEPT.includes(kind), `${at}/${kind}`, `is none of ${KEPT}`);
      return [kind, read(kind, TEXTS)];
    }),
  );
}
