import { deepFreeze, isRecord, KindredError } from '../core/index.ts';
import { type Degree, GRANTABLE_DEGREES, isGrantable } from './degree.ts';

/** A use of data that needs the person's permission. */
export interface Purpose {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  /** What the person reads, in a few words. */
  readonly title: string;
  /** What it gives and what it takes, in a sentence or two. */
  readonly description: string;
  /** What is granted when the person says yes without naming a degree. */
  readonly degree: Degree;
}

/** A purpose as a site writes it: the degree is `pseudonymous` unless it says another. */
export type PurposeDefinition = Omit<Purpose, 'degree'> & { readonly degree?: Degree };

const PURPOSE_ID = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * Checks purposes and returns them frozen, in their order.
 *
 * @throws KindredError `invalid-purpose` with the JSON Pointer of the fault.
 *
 * @example
 * ```ts
 * import { definePurposes, STANDARD_PURPOSES } from 'kindred/consent';
 *
 * const purposes = definePurposes([
 *   ...STANDARD_PURPOSES,
 *   { id: 'newsletter', title: 'Write to me', description: 'A letter a month about new arrivals.', degree: 'identified' },
 * ]);
 * ```
 */
export function definePurposes(input: unknown): readonly Purpose[] {
  if (!Array.isArray(input) || input.length === 0) throw invalid('', 'needs at least one purpose');
  const purposes = input.map((purpose: unknown, index) => definePurpose(purpose, `/${index}`));
  purposes.forEach((purpose, index) => {
    const first = purposes.findIndex((other) => other.id === purpose.id);
    if (first !== index) throw invalid(`/${index}/id`, `"${purpose.id}" is there twice`);
  });
  return deepFreeze(purposes);
}

function definePurpose(input: unknown, at: string): Purpose {
  if (!isRecord(input)) throw invalid(at, 'must have id, title and description');
  const { id, title, description, degree = 'pseudonymous' } = input;
  if (typeof id !== 'string' || !PURPOSE_ID.test(id)) {
    throw invalid(`${at}/id`, 'must be a-z, 0-9 and hyphens, a letter first');
  }
  if (typeof title !== 'string' || title === '') throw invalid(`${at}/title`, 'must be a text');
  if (typeof description !== 'string') throw invalid(`${at}/description`, 'must be a text');
  if (!isGrantable(degree)) throw invalid(`${at}/degree`, `must be one of ${GRANTABLE_DEGREES.join(', ')}`);
  return { id, title, description, degree };
}

function invalid(at: string, problem: string): KindredError {
  return new KindredError('invalid-purpose', `Purposes: ${at || 'the list'} ${problem}.`, { at });
}
