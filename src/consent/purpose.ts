import { type Belongings, isRecord, KindredError } from '../core/index.ts';
import { type Degree, GRANTABLE_DEGREES, isGrantable } from './degree.ts';

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
  /** What its scripts leave behind, to be removed when permission ends. */
  readonly keeps: Belongings;
}

/** A purpose as a site writes it: the degree is `pseudonymous` unless it says another. */
export type PurposeDefinition = Pick<Purpose, 'id' | 'title' | 'description'> &
  Partial<Pick<Purpose, 'degree' | 'version' | 'sale' | 'keeps'>>;

const ID = /^[a-z][a-z0-9-]{0,63}$/;
const KEPT = ['cookies', 'localStorage', 'sessionStorage', 'databases', 'caches'] as const;

/** Checks one purpose; `at` is its JSON Pointer. */
export function definePurpose(input: unknown, at: string, policyVersion: string): Purpose {
  const { id, title, description, degree = 'pseudonymous', version = policyVersion, sale = false } = record(input, at);
  if (!isId(id)) throw invalid(`${at}/id`, 'must be a-z, 0-9 and hyphens, a letter first');
  if (!isText(title)) throw invalid(`${at}/title`, 'must be a text');
  if (typeof description !== 'string') throw invalid(`${at}/description`, 'must be a text');
  if (!isGrantable(degree)) throw invalid(`${at}/degree`, `must be one of ${GRANTABLE_DEGREES.join(', ')}`);
  if (!isText(version)) throw invalid(`${at}/version`, 'must be a text');
  if (typeof sale !== 'boolean') throw invalid(`${at}/sale`, 'must be true or false');
  return { id, title, description, degree, version, sale, keeps: defineBelongings(ownKeeps(input), `${at}/keeps`) };
}

function ownKeeps(input: unknown): unknown {
  return isRecord(input) ? (input.keeps ?? {}) : {};
}

function defineBelongings(input: unknown, at: string): Belongings {
  const given = record(input, at);
  const kept = KEPT.filter((kind) => given[kind] !== undefined);
  return Object.fromEntries(kept.map((kind) => [kind, texts(given[kind], `${at}/${kind}`)]));
}

export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

export function record(input: unknown, at: string): Readonly<Record<string, unknown>> {
  if (!isRecord(input)) throw invalid(at, 'must be an object');
  return input;
}

/** A list of texts; none where nothing is given. */
export function texts(input: unknown, at: string): readonly string[] {
  if (input === undefined) return [];
  if (!Array.isArray(input) || !input.every(isText)) throw invalid(at, 'must be a list of texts');
  return input;
}

export function invalid(at: string, problem: string): KindredError {
  return new KindredError('invalid-policy', `Policy: ${at || 'it'} ${problem}.`, { at });
}
