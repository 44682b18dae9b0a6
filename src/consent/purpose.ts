import { type Belongings, isRecord, KindredError } from '../core/index.ts';
import { type Degree, isGrantable } from './degree.ts';

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

const ID = /^[a-z][a-z0-9-]{0,63}$/;
const KEPT = ['cookies', 'localStorage', 'sessionStorage', 'databases', 'caches'] as const;
export const TEXT = 'must be a text';
export const ID_FORM = 'must be a-z, 0-9 and hyphens, a letter first';

/** Checks one purpose; `at` is its JSON Pointer. */
export function definePurpose(input: unknown, at: string, policyVersion: string): Purpose {
  need(isRecord(input), at, OBJECT);
  const { id, title, description, degree = 'pseudonymous', version = policyVersion, sale = false, keeps = {} } = input;
  const { gives, takes } = input;
  need(isId(id), `${at}/id`, ID_FORM);
  need(isText(title), `${at}/title`, TEXT);
  need(typeof description === 'string', `${at}/description`, TEXT);
  need(isGrantable(degree), `${at}/degree`, 'must be a degree above none');
  need(isText(version), `${at}/version`, TEXT);
  need(typeof sale === 'boolean', `${at}/sale`, 'must be true or false');
  return {
    id,
    title,
    description,
    degree,
    version,
    sale,
    keeps: defineBelongings(keeps, `${at}/keeps`),
    ...(isText(gives) && { gives }),
    ...(isText(takes) && { takes }),
  };
}

function defineBelongings(input: unknown, at: string): Belongings {
  need(isRecord(input), at, OBJECT);
  const kept = KEPT.filter((kind) => input[kind] !== undefined);
  return Object.fromEntries(kept.map((kind) => [kind, texts(input[kind], `${at}/${kind}`)]));
}

export const OBJECT = 'must be an object';

export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A list of texts. */
export function texts(input: unknown, at: string): readonly string[] {
  need(Array.isArray(input) && input.every(isText), at, 'must be a list of texts');
  return input;
}

/** @throws KindredError `invalid-policy` unless what the policy needs is there. */
export function need(isThere: boolean, at: string, problem: string): asserts isThere {
  if (!isThere) throw new KindredError('invalid-policy', `Policy: ${at || 'it'} ${problem}.`, { at });
}
